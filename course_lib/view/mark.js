// A frame laid over one panel of a picture: "look here".

// Frame what lies at [left, top, width, height] of the picture on the canvas, wherever `flow` has put that; without a
// place, take the frame away.
export function mark(canvas, place, flow) {
  const parent = canvas.parentElement;
  const before = parent.querySelector(".course-mark");
  if (place && before?.dataset.place === String(place)) return;
  before?.remove();
  if (!place) return;
  const frame = parent.appendChild(document.createElement("div"));
  frame.className = "course-mark";
  frame.dataset.place = String(place);
  const fit = () => {
    const [left, top, width, height] = flow.boxOnPage(place) ?? [0, 0, 0, 0];
    const style = { left: canvas.offsetLeft + left, top: canvas.offsetTop + top, width, height };
    for (const [name, pixels] of Object.entries(style)) frame.style[name] = `${pixels}px`;
  };
  fit();
  const watch = new ResizeObserver(() => (frame.isConnected ? fit() : watch.disconnect()));
  watch.observe(canvas);
}
