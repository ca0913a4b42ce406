import { Alone } from "./alone.js";
import { followTheme, isDark } from "./dark.js";
import { Flow } from "./flow.js";
import { decode, seen, store } from "./held.js";
import { lead, mark } from "./mark.js";
import { stateName } from "./moments.js";
import { present } from "./present.js";
import { Requests } from "./requests.js";
import { Silence } from "./silence.js";
import { Spoken } from "./spoken.js";
import { build, code, nameControls } from "./stage.js";
import { turns } from "./unasked.js";

const REST = 50; // ms without a move before a sharper picture is asked for

export const isSlider = (control) => control.get("_model_name") === "SelectionSliderModel";

// A canvas that shows the frame belonging to the controls as they stand in this page.
export class Picture {
  model;
  el; // what stands in the page
  canvas;
  message; // what went wrong, beside the picture
  words; // the picture in words
  spoken; // when they are read out
  line; // of Python, that shows it again
  flow; // how the frame stands on the canvas
  requests;
  silence;
  alone = new Alone(this); // what it can do where no kernel is
  owner; // a name for this explorer's frames
  timer; // until a sharper picture is asked for
  gone = new AbortController(); // when the picture leaves the page, its questions are given up
  controls = {}; // name -> the control's model in this page
  moves = 0; // counts changes of any control
  shown = -1; // the move that the picture on the screen belongs to
  axis = null; // the slider whose other positions are wanted next
  filled = null; // what has been asked to be filled in
  sharp = null; // the key of the sharp picture on the screen
  embedded = new Map(); // key -> frame that came with the page, not yet decoded

  constructor(model, el) {
    Object.assign(this, { model, el, ...build(model, el) });
    present.add(this);
    this.flow = new Flow(model, this.canvas, () => this.look());
    this.requests = new Requests(model);
    this.spoken = new Spoken(this.words);
    const speak = (words) => this.shown < this.moves && this.warn(words);
    this.silence = new Silence(model, speak, () => this.requests.giveUp());
  }

  async follow() {
    this.silence.begin(); // until the first picture
    for (const [name, reference] of Object.entries(this.model.get("controls"))) {
      this.controls[name] = await this.model.widget_manager.get_model(reference.replace("IPY_MODEL_", ""));
    }
    this.owner = Object.values(this.model.get("controls"))[0];
    for (const [name, control] of Object.entries(this.controls)) {
      control.on(`change:${stateName(control)}`, () => this.moved(name), this);
    }
    followTheme(() => this.recolour(), this.gone.signal);
    this.embed();
    await this.pushed();
    await this.alone.inpage.begin();
    if (!this.left) turns.join(this);
  }

  leave() {
    clearTimeout(this.timer);
    turns.leave(this);
    this.alone.inpage.leave();
    this.silence.end();
    this.spoken.end();
    this.flow.end();
    this.gone.abort();
    present.delete(this);
    for (const control of Object.values(this.controls)) control.off(null, null, this);
    if (this.owner) store.dropAll(this.owner);
  }

  get left() {
    return this.gone.signal.aborted;
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
    this.alone.goHome(name);
    this.look();
  }

  // Show the frame of the controls as they stand: at once if it is held, otherwise when it has come.
  look() {
    const key = this.alone.key();
    const frame = this.model.get("hold") && store.get(key);
    const packed = frame || this.embedded.get(key);
    if (frame?.dark === isDark()) {
      this.draw(frame, this.moves, true);
      this.fill();
      this.sharpen();
    } else if (packed) {
      this.keep(key, packed).then(() => this.left || this.look());
    } else if (!this.alone.on && !this.requests.has(key) && !this.requests.full()) {
      this.ask(key, 1);
    }
  }

  // Ask for the picture of the controls as they stand. What comes too late, or never, is asked for again.
  async ask(key, ratio) {
    if (ratio === 1) this.silence.begin();
    const answer = await this.requests.ask(key, this.order(ratio), this.gone.signal);
    if (this.left) return;
    if (answer) {
      this.silence.end();
      await this.take(answer.reply, answer.buffers, true);
      if (answer.reply.error) return;
    }
    if (this.shown < this.moves) this.look();
  }

  order(ratio) {
    const missing = this.model.get("hold") && ratio === 1 ? this.missing() : [];
    if (ratio === 1) this.filled = this.base();
    return { move: this.moves, states: this.states(), axis: this.axis, missing, ratio };
  }

  positions(axis) {
    return [...this.controls[axis]?.get("_options_labels").keys() ?? []];
  }

  // The moved slider's positions that are not held, the nearest first.
  missing(axis = this.axis) {
    const states = this.states();
    const here = states[axis];
    return this.positions(axis).filter((index) => index !== here)
      .filter((index) => !store.frames.has(this.key({ ...states, [axis]: index })))
      .sort((a, b) => Math.abs(a - here) - Math.abs(b - here));
  }

  base(axis = this.axis) {
    return axis && `${axis} ${this.key({ ...this.states(), [axis]: null })}`;
  }

  // Have the other positions of the slider sent, once for each state of the other controls.
  fill(axis = this.axis) {
    this.axis = axis;
    if (!this.axis || this.alone.on || !this.model.get("hold") || this.filled === this.base()) return;
    const order = this.order(1);
    if (order.missing.length) this.requests.tell(order);
  }

  async keep(key, { bytes, text, values, states, below, unasked }) {
    const frame = { ...(await seen(bytes, await below)), bytes, below, text, values, states, key };
    // One that is unpacked after the picture has left would stay in the page's memory, where nobody lets go of it.
    if (this.model.get("hold") && !this.left) store.put(key, frame, unasked && key !== this.key());
    return frame;
  }

  // A message from the kernel: the answer to a question, or a position filled in.
  async heard(reply, buffers) {
    turns.heard(this, reply);
    if (reply.kind === "frame" && !this.requests.settle(reply, buffers)) await this.take(reply, buffers, false);
  }

  async take(reply, buffers, ours) {
    const key = this.key(reply.states, reply.epoch);
    if (reply.error) {
      if (ours && key === this.key()) this.warn(reply.error);
    } else if (reply.ratio === 1) {
      const frame = await this.keep(key, { ...reply, bytes: buffers[0] });
      if (this.left) return;
      if (key === this.key()) {
        this.draw(frame, this.moves, !ours);
        this.sharpen();
      } else if (ours && reply.move > this.shown) this.draw(frame, reply.move, false);
    } else if (ours && key === this.key()) {
      const { text, values, states } = reply;
      const frame = { ...(await seen(buffers[0])), text, values, states, key };
      if (key === this.key() && !this.left) {
        this.draw(frame, this.moves, true);
        this.sharp = key;
      }
    }
  }

  draw({ bitmap, text, values, states, key }, move, held) {
    const { canvas } = this;
    this.flow.show(bitmap);
    this.spoken.say(text);
    this.line.textContent = code(this.model.get("name"), values, this.model.get("order"),
      this.model.get("handed"));
    this.message.hidden = true;
    if (move === this.moves) this.silence.end();
    this.shown = move;
    this.sharp = null;
    Object.assign(canvas.dataset, { values: JSON.stringify(values), held });
    const detail = { picture: this, name: this.name, moves: move, values, held, states, key };
    canvas.dispatchEvent(new CustomEvent("course-frame", { bubbles: true, detail }));
    const root = canvas.closest(".course-explorer");
    if (root) nameControls(root);
  }

  // On a screen with more than one pixel a point, ask for a sharper picture when the hand rests.
  sharpen() {
    clearTimeout(this.timer);
    if (devicePixelRatio <= 1 || this.alone.on || !this.model.get("hold")) return;
    this.timer = setTimeout(() => {
      const key = `${this.key()} sharp`;
      if (this.sharp !== this.key() && !this.requests.has(key)) this.ask(key, 2);
    }, REST);
  }

  warn(error) {
    if (this.message.textContent !== error) this.message.textContent = error;
    this.message.hidden = !error;
  }

  // The picture that the kernel sent by itself.
  async pushed() {
    this.warn(this.model.get("error"));
    if (this.model.get("png").byteLength) {
      const [bytes, text, values, states] = ["png", "text", "values", "states"].map((name) => this.model.get(name));
      const key = this.key(states);
      const frame = await this.keep(key, { bytes, text, values, states });
      if (this.left) return;
      if (key === this.key()) this.draw(frame, this.moves, false);
    }
    this.warn(this.model.get("error"));
    this.look();
  }

  // Frames that travel with an exported page, one for each position of one slider: what differs from the first picture.
  embed() {
    const { axis, texts, values, further } = this.model.get("embedded");
    if (!axis) return;
    const below = decode(this.model.get("png"));
    const images = this.model.get("images");
    images.forEach((bytes, index) => {
      const states = further[index + further.length - images.length] ?? { ...this.model.get("states"), [axis]: index };
      this.embedded.set(this.key(states), { bytes, below, text: texts[index], values: values[index], states });
    });
    this.decodeEmbedded();
  }

  // One after the other, so that a position that is wanted sooner has not to wait for all of them.
  async decodeEmbedded() {
    for (const [key, frame] of this.embedded) {
      if (store.frames.get(key)?.dark !== isDark()) await this.keep(key, frame);
    }
  }

  // The page has turned dark, or light again: a frame that it holds is unpacked anew when it is looked at.
  recolour() {
    this.look();
    this.decodeEmbedded();
  }

  get name() {
    return this.model.get("name");
  }

  // What the controls mean in the picture on the screen.
  get values() {
    return JSON.parse(this.canvas.dataset.values ?? "{}");
  }

  // Where all that belongs to a panel lies in the picture.
  place(panel) {
    return this.flow.piece(panel) ?? this.model.get("places")[panel];
  }

  // Lay a frame around a panel because somebody says so, or take away the one that stands there for them.
  mark(panel, who) {
    mark(this.canvas, this.place(panel), this.flow, who);
  }

  // Does it stand in pieces, its main slider above them wherever the page is scrolled to?
  get narrow() {
    return this.flow.layout?.whole === false;
  }

  // Scroll to a panel.
  lead(panel) {
    lead(this.canvas, this.place(panel), this.flow);
  }

  clicked(event) {
    const point = this.flow.under(event);
    if (point) this.model.send({ click: point });
  }
}
