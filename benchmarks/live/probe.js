// What arrives from the server is counted here and not by the browser's debugger, which would hand every message on to
// two more programs and so slow down what is measured. Times of sending and arriving make the profile of a move.
window.traffic = { bytes: 0, sent: [], came: [] };
window.WebSocket = class extends WebSocket {
  constructor(...where) {
    super(...where);
    this.addEventListener("message", ({ data }) => {
      window.traffic.bytes += data.byteLength ?? data.size ?? data.length;
      window.traffic.came.push(performance.now());
    });
  }
  send(data) {
    window.traffic.sent.push(performance.now());
    super.send(data);
  }
};

// Times of input events and of the frames that follow, in one page, for any way of drawing. `seen` says how a new
// frame announces itself; it counts as shown at the next animation frame. The screen may need one more.
window.startProbe = (element, seen) => {
  const log = (window.probe = { keys: [], moves: [], frames: [] });
  let waiting = false;
  const fresh = (values) => {
    log.latest = values ?? null;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      log.frames.push([performance.now(), log.latest]);
    });
  };
  document.addEventListener("keydown", () => log.keys.push(performance.now()), true);
  document.addEventListener("pointermove", () => log.moves.push(performance.now()), true);
  if (seen === "event") {
    element.addEventListener("course-frame", (event) => fresh(event.detail.values));
  } else if (seen === "drawImage") {
    const drawn = new WeakSet();
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (image, ...rest) {
      if (image instanceof HTMLImageElement ? !drawn.has(image) : false) fresh();
      return draw.call(this, image, ...rest);
    };
  } else {
    const watched = seen === "img" ? "img" : "svg, .js-plotly-plot, .bqplot";
    new MutationObserver((changes) => {
      const hit = changes.some(({ target, addedNodes }) => seen === "img"
        ? [...addedNodes].some((node) => node.querySelector?.("img") || node.nodeName === "IMG") || target.nodeName === "IMG"
        : (target.closest ?? target.parentElement?.closest)?.call(target.closest ? target : target.parentElement, watched));
      if (!hit) return;
      if (seen === "dom") return fresh();
      const images = element.querySelectorAll("img");
      images[images.length - 1]?.decode().then(() => fresh(), () => {});
    }).observe(element, { subtree: true, childList: true, attributes: seen === "dom" || seen === "img" });
  }
};
window.resetProbe = () => {
  Object.assign(window.probe, { keys: [], moves: [], frames: [] });
  Object.assign(window.traffic, { bytes: 0, sent: [], came: [] });
};
