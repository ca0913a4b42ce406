// A picture on a page that may start a Python of its own (docs/pages/python): whatever the learner touches beside the
// stored slider starts it, and waits for it; from then on Python answers this picture as a kernel does.

import { stateName } from "./moments.js";
import { Status } from "./status.js";

const LATER = /^(button|view)/; // parts that say something only once Python is there

export class InPage {
  picture;
  alone;
  status;
  alive = false; // Python answers this picture
  asked = null; // a promise, while this picture waits for Python
  error = ""; // why Python cannot draw this picture
  presses = new Map(); // model of a button, or of the picture -> what it says once Python is there
  parts = {}; // role -> model
  stop = null; // ends following Python

  constructor(picture, alone) {
    Object.assign(this, { picture, alone });
  }

  // The Python of this page; undefined where it has none: in JupyterLab, or on a page from a disk.
  get python() {
    return this.alone.stored ? globalThis[Symbol.for("course.python")] : undefined;
  }

  get failed() {
    return Boolean(this.error) || this.python?.state === "failed";
  }

  // Do other controls than the stored slider move, too? Not where the page has no Python, or it did not start.
  get possible() {
    return Boolean(this.python) && !this.failed;
  }

  async begin() {
    if (!this.alone.stored) return;
    const { model, el } = this.picture;
    this.status = new Status(el, () => this.retry());
    for (const [role, reference] of Object.entries(model.get("parts"))) {
      this.parts[role] = await model.widget_manager.get_model(reference.replace("IPY_MODEL_", ""));
    }
    this.sleep();
    this.stop = this.python?.follow(() => this.told());
    if (!this.python) this.disable();
    this.show();
  }

  leave() {
    this.stop?.();
  }

  disable() {
    for (const [role, part] of Object.entries(this.parts)) {
      if (/^(control|button) /.test(role) && role !== `control ${this.alone.stored}`) part.set("disabled", true);
    }
  }

  // Without Python, a button that is pressed and a picture that is clicked start it. Sliders and menus: see `alone`.
  sleep() {
    for (const [role, part] of Object.entries(this.parts)) {
      if (LATER.test(role)) part.comm = { send: (data) => this.press(part, data), close: () => {} };
    }
  }

  press(part, data) {
    if (!this.python || !(data.content?.event || data.content?.click)) return;
    this.presses.set(part, data);
    this.need();
  }

  // Python is needed now.
  need() {
    if (!this.python || this.asked) return;
    this.error = "";
    this.asked = this.wake().catch((error) => this.fall(error)).finally(() => this.show());
    this.show();
  }

  // Hand over what the learner sees, and what has moved or was pressed since.
  async wake() {
    const { picture, python } = this;
    await python.start();
    const [states, handed] = [picture.states(), picture.model.get("handed")];
    const { buffer, byteOffset, byteLength } = picture.model.get("found");
    const found = new Uint8Array(buffer, byteOffset, byteLength);
    await python.show({ name: picture.name, states, found, cells: handed.length ? this.cells() : [] }, this.parts);
    Object.assign(this, { alive: true, asked: null });
    for (const [name, control] of Object.entries(picture.controls)) {
      const [key, now] = [stateName(control), picture.states()[name]];
      if (now !== states[name]) control.comm.send({ method: "update", state: { [key]: now }, buffer_paths: [] });
    }
    for (const [part, data] of this.presses) part.comm.send(data);
    this.presses.clear();
    picture.look();
  }

  // The page's cells up to the picture's own.
  cells() {
    const all = this.python.cells();
    return all.slice(0, all.findIndex(({ element }) => element.contains(this.picture.el)) + 1).map(({ source }) => source);
  }

  // Python did not come. Where somebody has ended it, it comes again.
  fall({ name, message }) {
    this.asked = null;
    if (name === "Ended") {
      this.need();
      return;
    }
    if (this.python.state !== "failed") this.error = `Python cannot draw this picture: ${message}.`;
    this.presses.clear();
    this.alone.home();
  }

  retry() {
    this.need();
    this.alone.back();
  }

  // Python says something of itself. If somebody has ended it, pictures that cannot do without it want it again.
  told() {
    const { state } = this.python;
    if (this.alive && state !== "ready") {
      this.alive = false;
      this.sleep();
      if (state === "failed") this.alone.home();
      else if (this.alone.away(this.picture.states()).length) this.need();
    }
    this.show();
  }

  show() {
    this.status?.show(this);
  }
}
