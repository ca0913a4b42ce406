// How a picture stands in the width that there is: as it was drawn or, where that is too narrow to be read, in pieces
// that flow like words. A box is [left, top, width, height] in points of the picture.

const WHOLE = 0.8; // a picture is made smaller down to this share, and stands in pieces below it
const CROWD = 0.75; // the pieces of a row are made smaller down to this, so that one more stands beside them
const GAP = 4; // points between pieces, which have margins of their own

const length = (tiles) => tiles.reduce((sum, { box }) => sum + box[2], GAP * (tiles.length - 1));

// One row of pieces from left to right as in the picture, their axes level at the top.
function setRow(tiles, top, room) {
  const scale = Math.min(1, room / length(tiles));
  const level = Math.max(...tiles.map(({ base, box }) => base - box[1]));
  let x = 0;
  const parts = [...tiles].sort((a, b) => a.box[0] - b.box[0]).map(({ box, base }) => {
    const part = { box, x, y: top + scale * (level - base + box[1]), scale };
    x += scale * (box[2] + GAP);
    return part;
  });
  return { parts, bottom: Math.max(...parts.map(({ y, box }) => y + scale * box[3])) };
}

// {width, height, whole, parts: [{box, x, y, scale}]}, no wider than `room`. The pieces of the picture,
// `tiles` [{panels: {name: box}, box, base: top of its axes}], are set in this order.
export function flow({ width, height, tiles }, room) {
  const whole = Math.min(1, room / width);
  if (whole >= WHOLE || !tiles.length) {
    const parts = [{ box: [0, 0, width, height], x: 0, y: 0, scale: whole }];
    return { width: whole * width, height: whole * height, whole: true, parts };
  }
  const rows = [];
  for (const tile of tiles) {
    const row = rows.at(-1);
    if (row && length([...row, tile]) * CROWD <= room) row.push(tile);
    else rows.push([tile]);
  }
  const parts = [];
  let bottom = 0;
  for (const row of rows) {
    const set = setRow(row, bottom && bottom + 2 * GAP, room);
    parts.push(...set.parts);
    bottom = set.bottom;
  }
  return { width: room, height: Math.ceil(bottom), whole: false, parts };
}

// The point of the picture that is shown at (x, y) of the layout, or null where nothing is.
export function pointAt({ parts }, x, y) {
  for (const { box: [left, top, width, height], x: u, y: v, scale } of parts) {
    const [across, down] = [(x - u) / scale, (y - v) / scale];
    if (across >= 0 && down >= 0 && across < width && down < height) return [left + across, top + down];
  }
  return null;
}

// Where a box of the picture is shown: [left, top, width, height] in the layout; of a box that lies in several pieces,
// what lies in the one that holds most of it. null if no piece holds any.
export function boxAt({ parts }, [left, top, width, height]) {
  const [most] = parts.map(({ box: [x, y, w, h], x: u, y: v, scale }) => {
    const from = [Math.max(left, x), Math.max(top, y)];
    const across = Math.min(left + width, x + w) - from[0];
    const down = Math.min(top + height, y + h) - from[1];
    const box = [u + scale * (from[0] - x), v + scale * (from[1] - y), scale * across, scale * down];
    return { box, area: across > 0 && down > 0 ? across * down : 0 };
  }).sort((a, b) => b.area - a.area);
  return most.area ? most.box : null;
}

// Keeps a canvas laid out: `again` is called when the frame that it showed is gone and has to be looked for.
export class Flow {
  model;
  canvas;
  context;
  again;
  natural; // the canvas's width where the picture stands as it was drawn
  room = -1; // the width that the layout was made for
  layout;
  bitmap; // the frame on the screen

  constructor(model, canvas, again) {
    Object.assign(this, { model, canvas, again, natural: canvas.style.width });
    this.context = canvas.getContext("2d", { alpha: false });
    this.widths = new ResizeObserver(() => this.arrange());
    this.widths.observe(canvas.parentElement);
  }

  end() {
    this.widths.disconnect();
  }

  show(bitmap) {
    this.bitmap = bitmap;
    if (!this.layout) this.arrange();
    this.paint();
  }

  arrange() {
    const room = this.canvas.parentElement.clientWidth;
    if (this.layout && (!room || room === this.room)) return; // not on the screen now, or its height alone is new
    const [width, height, tiles] = ["width", "height", "tiles"].map((name) => this.model.get(name));
    this.layout = flow({ width, height, tiles }, room || width);
    this.room = room;
    this.canvas.style.width = this.layout.whole ? this.natural : `${this.layout.width}px`;
    this.canvas.closest(".course-explorer")?.classList.toggle("course-narrow", !this.layout.whole);
    if (this.bitmap?.width) this.paint();
    else if (this.bitmap) this.again();
  }

  // A frame as it is, or piece by piece on the picture's own ground, as fine as the screen.
  paint() {
    const { canvas, context, bitmap, layout } = this;
    const ratio = bitmap.width / this.model.get("width");
    const fine = Math.max(ratio, devicePixelRatio);
    const size = layout.whole ? [bitmap.width, bitmap.height]
      : [Math.round(fine * layout.width), Math.round(fine * layout.height)];
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    if (layout.whole) {
      context.drawImage(bitmap, 0, 0);
      return;
    }
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, 1, 1, 0, 0, ...size);
    for (const { box: [left, top, width, height], x, y, scale } of layout.parts) {
      context.drawImage(bitmap, ratio * left, ratio * top, ratio * width, ratio * height,
        fine * x, fine * y, fine * scale * width, fine * scale * height);
    }
  }

  // The point of the picture under the pointer, or null.
  under({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.layout.width / box.width;
    return pointAt(this.layout, (clientX - box.left) * scale, (clientY - box.top) * scale);
  }

  // Where a box of the picture is now: [left, top, width, height] in the page's pixels from the canvas's corner, or null.
  boxOnPage(box) {
    const scale = this.canvas.offsetWidth / this.layout.width;
    return boxAt(this.layout, box)?.map((side) => scale * side) ?? null;
  }

  // The box of the picture that holds all of a panel: its piece, or null where that holds others as well.
  piece(panel) {
    const tile = this.model.get("tiles").find(({ panels }) => panel in panels);
    return tile && Object.keys(tile.panels).length === 1 ? tile.box : null;
  }

  // The same as `boxOnPage` for the axes of a panel, by its name.
  where(panel) {
    const tile = this.model.get("tiles").find(({ panels }) => panel in panels);
    return tile ? this.boxOnPage(tile.panels[panel]) : null;
  }
}
