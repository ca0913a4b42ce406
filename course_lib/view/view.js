// The picture of an explorer: a canvas that shows the frame belonging to the controls as they stand in this page.
//
// Frames are drawn by Matplotlib in the kernel. A frame that the page holds is shown without asking anybody; one that
// it does not hold is asked for, and the kernel then sends the slider's other positions too. A frame's key is the state
// of all controls, so a frame can be late but never wrong.

const MEMORY = 256e6; // bytes of decoded frames, over all explorers of the page
const IN_FLIGHT = 3; // requests under way at a time; only the newest position waits
const PATIENCE = 10_000; // ms after which an answer is no longer expected: the kernel was restarted, say
const REST = 50; // ms without a move before a sharper picture is asked for

// Frames by key, the least recently used first. Shared by all explorers, hence on the page and not in this module.
class Store {
  frames = new Map();
  bytes = 0;

  get(key) {
    const frame = this.frames.get(key);
    if (frame) {
      this.frames.delete(key);
      this.frames.set(key, frame);
    }
    return frame;
  }

  put(key, frame) {
    this.drop(key);
    this.frames.set(key, frame);
    this.bytes += 4 * frame.bitmap.width * frame.bitmap.height;
    for (const oldest of this.frames.keys()) {
      if (this.bytes <= MEMORY || oldest === key) break;
      this.drop(oldest);
    }
  }

  drop(key) {
    const frame = this.frames.get(key);
    if (!frame) return;
    this.frames.delete(key);
    this.bytes -= 4 * frame.bitmap.width * frame.bitmap.height;
    frame.bitmap.close();
  }

  dropAll(prefix) {
    for (const key of [...this.frames.keys()]) if (key.startsWith(prefix)) this.drop(key);
  }
}
const store = (globalThis[Symbol.for("course.frames")] ??= new Store());

const isSlider = (control) => control.get("_model_name") === "SelectionSliderModel";
const stateName = (control) => (control.get("index") === undefined ? "value" : "index");

// A picture; one that holds only what differs from the bitmap `below` is laid over it.
async function decode(bytes, below) {
  const picture = await createImageBitmap(new Blob([bytes]));
  if (!below) return picture;
  const both = new OffscreenCanvas(below.width, below.height);
  const context = both.getContext("2d", { alpha: false });
  context.drawImage(below, 0, 0);
  context.drawImage(picture, 0, 0);
  return both.transferToImageBitmap();
}

// ipywidgets draws sliders and players without names for assistive technology; what is visible becomes the name.
// JupyterLab takes the arrow keys away from menus unless they ask to keep them.
function nameControls(root) {
  for (const menu of root.querySelectorAll("select")) menu.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const slider of root.querySelectorAll(".widget-hslider")) {
    const handle = slider.querySelector(".noUi-handle");
    if (!handle) continue;
    handle.setAttribute("aria-label", slider.querySelector(".widget-label")?.textContent ?? "");
    handle.setAttribute("aria-valuetext", slider.querySelector(".widget-readout")?.textContent ?? "");
  }
  for (const player of root.querySelectorAll(".widget-play")) {
    player.querySelectorAll("button").forEach((button, place) => {
      button.setAttribute("aria-label", ["Play or pause", "Stop and go to the first step"][place] ?? "");
    });
  }
}

function build(model, el) {
  const add = (parent, tag, name, attributes = {}) => {
    const element = parent.appendChild(document.createElement(tag));
    element.className = name;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  el.classList.add("course-view");
  const canvas = add(add(el, "div", "course-frame"), "canvas", "course-canvas", { role: "img" });
  [canvas.width, canvas.height] = [model.get("width"), model.get("height")];
  const [zoom, aspect] = [model.get("zoom"), model.get("width") / model.get("height")];
  const fits = `${(70 * aspect) / zoom}vh`; // larger for a projector, but never higher than most of the window
  canvas.style.width = zoom > 1 ? `min(${model.get("width")}px, ${fits})` : `${model.get("width")}px`;
  canvas.style.cursor = model.get("clickable") ? "crosshair" : "";
  return { canvas, message: add(el, "p", "course-error", { role: "alert" }),
    words: add(el, "p", "course-text", { "aria-live": "polite" }), line: add(el, "code", "course-line") };
}

// The line of Python that shows an explorer in this state; a click selects it. `order` names the controls as they
// stand on the screen: a page on disk has its values in alphabetical order.
function code(name, values, order) {
  const spelled = (value) => ({ true: "True", false: "False" })[value] ?? JSON.stringify(value);
  const given = order.filter((control) => control in values).map((control) => `${control}=${spelled(values[control])}`);
  return name && `explorers.${name}(${given.join(", ")})`;
}

// What the page asks of the kernel: at most IN_FLIGHT requests, and the kernel answers every one.
class Requests {
  flying = new Map();
  number = 0;
  page = Math.random().toString(36).slice(2);

  constructor(model) {
    this.model = model;
  }

  has(key) {
    for (const [number, { at }] of this.flying) if (performance.now() - at > PATIENCE) this.flying.delete(number);
    return [...this.flying.values()].some((request) => request.key === key);
  }

  full() {
    return this.flying.size >= IN_FLIGHT;
  }

  send(key, content) {
    this.number += 1;
    if (key) this.flying.set(this.number, { key, at: performance.now() });
    const { number } = this;
    const begun = { iopub: { status: (message) => message.content.execution_state === "busy" && this.poke(number) } };
    this.model.send({ page: this.page, ask: key ? number : null, ...content }, key ? begun : undefined);
  }

  // A stock Jupyter server keeps an answer back until the page has acknowledged the message before, "busy" (Nagle's
  // algorithm), and the page's system does that after 40 ms, or at once together with the next thing that it sends: in
  // a drag the next request, otherwise this, which the kernel passes over.
  poke(number) {
    if (this.flying.has(number) && number === this.number) this.model.send({ poke: true });
  }

  // Was this answer ours? Another page on the same kernel sees it too.
  settle(reply) {
    return reply.page === this.page && this.flying.delete(reply.ask);
  }
}

class Picture {
  constructor(model, el) {
    this.model = model;
    Object.assign(this, build(model, el));
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.requests = new Requests(model);
    this.controls = {}; // name -> the control's model in this page
    this.moves = 0; // counts changes of any control
    this.shown = -1; // the move that the picture on the screen belongs to
    this.axis = null; // the slider whose other positions are wanted next
    this.filled = null; // what has been asked to be filled in
    this.sharp = null; // the key of the sharp picture on the screen
    this.embedded = new Map(); // key -> frame that came with the page, not yet decoded
  }

  async follow() {
    for (const [name, reference] of Object.entries(this.model.get("controls"))) {
      this.controls[name] = await this.model.widget_manager.get_model(reference.replace("IPY_MODEL_", ""));
    }
    this.owner = Object.values(this.model.get("controls"))[0];
    for (const [name, control] of Object.entries(this.controls)) {
      control.on(`change:${stateName(control)}`, () => this.moved(name), this);
    }
    this.embed();
    await this.pushed();
  }

  leave() {
    clearTimeout(this.timer);
    clearTimeout(this.again);
    for (const control of Object.values(this.controls)) control.off(null, null, this);
    if (this.owner) store.dropAll(this.owner);
  }

  states() {
    return Object.fromEntries(Object.entries(this.controls).map(([name, c]) => [name, c.get(stateName(c))]));
  }

  key(states = this.states(), epoch = this.model.get("epoch")) {
    return `${this.owner} ${epoch} ${JSON.stringify(Object.keys(this.controls).map((name) => states[name]))}`;
  }

  moved(name) {
    this.moves += 1;
    if (isSlider(this.controls[name])) this.axis = name;
    this.look();
  }

  // Show the frame of the controls as they stand: at once if it is held, otherwise when it has come.
  look() {
    const key = this.key();
    const frame = this.model.get("hold") && store.get(key);
    if (frame) {
      this.draw(frame, this.moves, true);
      this.fill();
      this.sharpen();
    } else if (this.embedded.has(key)) {
      this.keep(key, this.embedded.get(key)).then(() => this.look());
    } else if (!this.requests.has(key) && !this.requests.full()) {
      this.requests.send(key, this.order(1));
      clearTimeout(this.again);
      this.again = setTimeout(() => this.shown < this.moves && this.look(), PATIENCE + 100); // it may have been lost
    }
  }

  order(ratio) {
    const missing = this.model.get("hold") && ratio === 1 ? this.missing() : [];
    if (ratio === 1) this.filled = this.base();
    return { move: this.moves, states: this.states(), axis: this.axis, missing, ratio };
  }

  // The moved slider's positions that are not held, the nearest first.
  missing() {
    const slider = this.controls[this.axis];
    if (!slider) return [];
    const states = this.states();
    const here = slider.get("index");
    return [...slider.get("_options_labels").keys()].filter((index) => index !== here)
      .filter((index) => !store.frames.has(this.key({ ...states, [this.axis]: index })))
      .sort((a, b) => Math.abs(a - here) - Math.abs(b - here));
  }

  base() {
    return this.axis && `${this.axis} ${this.key({ ...this.states(), [this.axis]: null })}`;
  }

  // Have the other positions of the slider sent, once for each state of the other controls.
  fill(axis = this.axis) {
    this.axis = axis;
    if (!this.axis || this.embedded.size || !this.model.get("hold") || this.filled === this.base()) return;
    const order = this.order(1);
    if (order.missing.length) this.requests.send(null, order);
  }

  async keep(key, { bytes, text, values, below }) {
    const frame = { bitmap: await decode(bytes, await below), text, values };
    if (this.model.get("hold")) store.put(key, frame);
    return frame;
  }

  async answered(reply, buffers) {
    if (reply.kind !== "frame") return;
    const key = this.key(reply.states, reply.epoch);
    const ours = this.requests.settle(reply);
    if (!this.requests.flying.size) clearTimeout(this.again);
    if (reply.error) {
      if (ours && key === this.key()) this.warn(reply.error);
    } else if (reply.ratio === 1) {
      const frame = await this.keep(key, { bytes: buffers[0], text: reply.text, values: reply.values });
      if (key === this.key()) {
        this.draw(frame, this.moves, !ours);
        this.sharpen();
      } else if (ours && reply.move > this.shown) this.draw(frame, reply.move, false);
    } else if (ours && key === this.key()) {
      const frame = { bitmap: await decode(buffers[0]), text: reply.text, values: reply.values };
      if (key === this.key()) {
        this.draw(frame, this.moves, true);
        this.sharp = key;
      }
    }
    if (ours && this.shown < this.moves && !reply.error) this.look();
  }

  draw({ bitmap, text, values }, move, held) {
    const { canvas } = this;
    if (canvas.width !== bitmap.width) [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    this.context.drawImage(bitmap, 0, 0);
    canvas.setAttribute("aria-label", text);
    if (this.words.textContent !== text) this.words.textContent = text;
    this.line.textContent = code(this.model.get("name"), values, this.model.get("order"));
    this.message.hidden = true;
    this.shown = move;
    this.sharp = null;
    Object.assign(canvas.dataset, { values: JSON.stringify(values), held });
    canvas.dispatchEvent(new CustomEvent("course-frame", { bubbles: true, detail: { values, held } }));
    const root = canvas.closest(".course-explorer");
    if (root) nameControls(root);
  }

  // On a screen with more than one pixel a point, ask for a sharper picture when the hand rests.
  sharpen() {
    clearTimeout(this.timer);
    if (devicePixelRatio <= 1 || this.embedded.size || !this.model.get("hold")) return;
    this.timer = setTimeout(() => {
      const key = `${this.key()} sharp`;
      if (this.sharp !== this.key() && !this.requests.has(key)) this.requests.send(key, this.order(2));
    }, REST);
  }

  warn(error) {
    this.message.textContent = error;
    this.message.hidden = !error;
  }

  // The picture that the kernel sent by itself.
  async pushed() {
    this.warn(this.model.get("error"));
    if (this.model.get("png").byteLength) {
      const frame = { bytes: this.model.get("png"), text: this.model.get("text"), values: this.model.get("values") };
      const key = this.key(this.model.get("states"));
      const { bitmap } = await this.keep(key, frame);
      if (key === this.key()) this.draw({ ...frame, bitmap }, this.moves, false);
    }
    this.warn(this.model.get("error"));
    this.look();
  }

  // Frames that travel with an exported page, one for each position of one slider: what differs from the first picture.
  embed() {
    const { axis, texts, values } = this.model.get("embedded");
    if (!axis) return;
    const below = decode(this.model.get("png"));
    this.model.get("images").forEach((bytes, index) => {
      const key = this.key({ ...this.model.get("states"), [axis]: index });
      this.embedded.set(key, { bytes, below, text: texts[index], values: values[index] });
    });
    this.decodeEmbedded();
  }

  // One after the other, so that a position that is wanted sooner has not to wait for all of them.
  async decodeEmbedded() {
    for (const [key, frame] of this.embedded) if (!store.frames.has(key)) await this.keep(key, frame);
  }

  clicked(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.model.get("width") / box.width;
    this.model.send({ click: [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale] });
  }
}

function render({ model, el }) {
  const picture = new Picture(model, el);
  const answered = (content, buffers) => picture.answered(content, buffers);
  const pushed = () => picture.pushed();
  const looked = () => picture.look();
  const warned = () => picture.warn(model.get("error"));
  picture.follow().then(() => {
    model.on("msg:custom", answered);
    model.on("change:png", pushed);
    model.on("change:epoch change:hold", looked);
    model.on("change:error", warned);
    if (model.get("clickable")) picture.canvas.addEventListener("click", (event) => picture.clicked(event));
  });
  // The sliders enter the page a little after this view does. The hand on a slider announces a move.
  const naming = setInterval(() => {
    const root = el.closest(".course-explorer");
    if (!root?.querySelector(".noUi-handle") || !picture.owner) return;
    clearInterval(naming);
    root.style.zoom = model.get("zoom");
    nameControls(root);
    const names = Object.keys(picture.controls).filter((name) => isSlider(picture.controls[name]));
    root.querySelectorAll(".widget-hslider").forEach((slider, place) => {
      for (const event of ["pointerenter", "focusin"]) slider.addEventListener(event, () => picture.fill(names[place]));
    });
  }, 100);
  return () => {
    clearInterval(naming);
    model.off("msg:custom", answered);
    model.off("change:png", pushed);
    model.off("change:epoch change:hold", looked);
    model.off("change:error", warned);
    picture.leave();
  };
}

export default { render };
