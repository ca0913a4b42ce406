// A frame laid over one panel of a picture: "look here", and the way there.

const owners = new WeakMap(); // frame -> who wants it

// Frame what lies at [left, top, width, height] of the picture on the canvas, wherever `flow` has put that: the frame
// of the last who asked for one. Without a place, take it away if it is theirs.
export function mark(canvas, place, flow, who) {
  const parent = canvas.parentElement;
  const before = parent.querySelector(".course-mark");
  if (!place && before && owners.get(before) !== who) return;
  before?.remove();
  if (!place) return;
  const frame = parent.appendChild(document.createElement("div"));
  frame.className = "course-mark";
  owners.set(frame, who);
  const fit = () => {
    const [left, top, width, height] = flow.boxOnPage(place) ?? [0, 0, 0, 0];
    const style = { left: canvas.offsetLeft + left, top: canvas.offsetTop + top, width, height };
    for (const [name, pixels] of Object.entries(style)) frame.style[name] = `${pixels}px`;
  };
  fit();
  const watch = new ResizeObserver(() => (frame.isConnected ? fit() : watch.disconnect()));
  watch.observe(canvas);
}

// Scroll there, below the slider where that stays in sight.
export function lead(canvas, place, flow) {
  const [left, top, width, height] = flow.boxOnPage(place) ?? [0, 0, 0, 0];
  const anchor = canvas.parentElement.appendChild(document.createElement("div"));
  const below = canvas.closest(".course-narrow")?.querySelector(".course-main")?.offsetHeight ?? 0;
  const style = { left: canvas.offsetLeft + left, top: canvas.offsetTop + top, width, height, scrollMarginTop: below + 8 };
  anchor.style.position = "absolute";
  for (const [name, pixels] of Object.entries(style)) anchor.style[name] = `${pixels}px`;
  anchor.scrollIntoView({ block: "start" });
  anchor.remove();
}
