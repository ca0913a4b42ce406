// How a picture stands in the width that there is: as it was drawn, or, where that is too narrow to read, in pieces
// that flow like words: `tiles` [{panels: {name: box}, box, base}], a box being [left, top, width, height] in points.

const WHOLE = 0.8; // a picture is made smaller down to this, and laid out in pieces below it
const CROWD = 0.8; // the pieces of a row are made smaller down to this, so that one more stands beside them
const GAP = 4; // points between pieces, which have margins of their own

// One row of pieces: those that decided to stand here, from left to right as in the picture, axes level at the top.
function setRow(tiles, top, room) {
  const width = tiles.reduce((sum, tile) => sum + tile.box[2], GAP * (tiles.length - 1));
  const scale = Math.min(1, room / width);
  const level = Math.max(...tiles.map(({ base, box }) => base - box[1]));
  let x = 0;
  const parts = [...tiles].sort((a, b) => a.box[0] - b.box[0]).map(({ box, base }) => {
    const part = { from: box, x, y: top + scale * (level - base + box[1]), scale };
    x += scale * (box[2] + GAP);
    return part;
  });
  return { parts, bottom: Math.max(...parts.map((part) => part.y + scale * part.from[3])) };
}

// {width, height, parts: [{from: box, x, y, scale}]}, no wider than `room`.
export function flow({ width, height, tiles }, room) {
  const whole = Math.min(1, room / width);
  if (whole >= WHOLE || !tiles.length) {
    return { width: whole * width, height: whole * height, whole: true,
      parts: [{ from: [0, 0, width, height], x: 0, y: 0, scale: whole }] };
  }
  const rows = [];
  for (const tile of tiles) {
    const row = rows.at(-1);
    const crowded = row && [...row, tile].reduce((sum, { box }) => sum + box[2] + GAP, -GAP);
    if (row && crowded * CROWD <= room) row.push(tile);
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
export function pointAt(layout, x, y) {
  for (const { from: [left, top, width, height], x: u, y: v, scale } of layout.parts) {
    const [across, down] = [(x - u) / scale, (y - v) / scale];
    if (across >= 0 && down >= 0 && across < width && down < height) return [left + across, top + down];
  }
  return null;
}

// Where a box of the picture is shown: [left, top, width, height] in the layout, or null if it is in no piece.
export function boxAt(layout, [left, top, width, height]) {
  const part = layout.parts.find(({ from: [x, y, w, h] }) => left >= x - 1 && top >= y - 1
    && left + width <= x + w + 1 && top + height <= y + h + 1);
  if (!part) return null;
  const { from: [x, y], x: u, y: v, scale } = part;
  return [u + scale * (left - x), v + scale * (top - y), scale * width, scale * height];
}

// Draw a frame: as it is where it stands as a whole, otherwise piece by piece on the picture's own ground.
export function paint(canvas, context, bitmap, layout, width) {
  const ratio = bitmap.width / width;
  if (layout.whole) {
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    }
    context.drawImage(bitmap, 0, 0);
    return;
  }
  const fine = Math.max(ratio, devicePixelRatio);
  [canvas.width, canvas.height] = [Math.round(fine * layout.width), Math.round(fine * layout.height)];
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, 1, 1, 0, 0, canvas.width, canvas.height);
  for (const { from: [left, top, w, h], x, y, scale } of layout.parts) {
    context.drawImage(bitmap, ratio * left, ratio * top, ratio * w, ratio * h,
      fine * x, fine * y, fine * scale * w, fine * scale * h);
  }
}
