// A frame laid over one panel of a picture: "look here".

// Frame the panel that lies at [left, top, width, height] of a picture `width` pixels wide, shown by the canvas;
// without a place, take the frame away.
export function mark(canvas, place, width) {
  const parent = canvas.parentElement;
  const before = parent.querySelector(".course-mark");
  if (place && before?.dataset.place === String(place)) return;
  before?.remove();
  if (!place) return;
  const frame = parent.appendChild(document.createElement("div"));
  frame.className = "course-mark";
  frame.dataset.place = String(place);
  const fit = () => {
    const scale = canvas.clientWidth / width;
    const [left, top, across, down] = place.map((number) => number * scale);
    const style = { left: canvas.offsetLeft + left, top: canvas.offsetTop + top, width: across, height: down };
    for (const [name, pixels] of Object.entries(style)) frame.style[name] = `${pixels}px`;
  };
  fit();
  const [near, far] = [frame.offsetLeft, frame.offsetLeft + frame.offsetWidth];
  if (near < parent.scrollLeft || far > parent.scrollLeft + parent.clientWidth) parent.scrollLeft = near - 12;
  const watch = new ResizeObserver(() => (frame.isConnected ? fit() : watch.disconnect()));
  watch.observe(canvas);
}
