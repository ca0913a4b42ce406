// Python in this page: one worker for the visit, started when somebody first needs it.
//
// Others find it as globalThis[Symbol.for("course.python")]; where that is missing (a page from a disk, JupyterLab) the
// page has none. It is asleep, loading, ready or failed, and tells those who follow it.

import { RUNTIME } from "./runtime.js";
import { Wire } from "./wire.js";

const LOADING = 0.6; // of the way that the bar shows; the rest is Python's own start
const WORKER_WAITS = 3000; // ms at most until the service worker is there: without it Python loads all the same
const beside = (name) => new URL(name, import.meta.url).href;
const ended = () => Object.assign(new Error("Python was ended."), { name: "Ended" });


// The page's code cells in their order.
const cells = () => [...document.querySelectorAll(".jp-CodeCell, div.cell:has(> .cell_input)")].map((element) => (
  { element, source: element.querySelector(".jp-InputArea pre, .cell_input pre").textContent }));

class Python {
  cells = cells;
  state = "asleep";
  error = ""; // why it failed, in words for people
  stage = ""; // what is being done while it loads
  share = 0; // of the way to "ready"
  loaded = 0; // bytes
  total = Object.values(RUNTIME.files).reduce((a, b) => a + b, 0);
  busy = false; // runs a cell
  worker = null;
  started = null; // a promise
  wires = new Map(); // comm_id -> Wire
  waiting = new Map(); // number of a message -> {heard(answer), end(error)}
  followers = new Set();
  number = 0;
  last = Promise.resolve(); // the cell that ran, or waits, last
  setUp = null; // a promise: the notebook's first cell has run

  // Call listener(this) now and at each change; returns what ends that.
  follow(listener) {
    this.followers.add(listener);
    listener(this);
    return () => this.followers.delete(listener);
  }

  set(changes) {
    Object.assign(this, changes);
    for (const listener of [...this.followers]) listener(this);
  }

  // A promise: Python is there. After a failure it tries again.
  start() {
    if (!this.started) {
      this.started = this.load();
      this.started.catch((error) => error.name !== "Ended" && this.fail(`Python could not be loaded: ${error.message}.`));
    }
    return this.started;
  }

  async load() {
    this.set({ state: "loading", error: "", share: 0, loaded: 0, stage: "Loading Python" });
    await keep();
    const worker = new Worker(beside("worker.js"), { type: "module" });
    this.worker = worker;
    return new Promise((resolve, reject) => {
      this.giveUp = reject;
      worker.onerror = () => reject(new Error("worker.js did not arrive"));
      worker.onmessage = ({ data: { text, buffers } }) => {
        const message = JSON.parse(text);
        if (message.kind === "failed") reject(new Error(message.why));
        else if (message.kind === "stopped") this.fail(`Python has stopped: ${message.why}.`);
        else if (message.kind !== "progress") this.hear(message, buffers);
        else if (this.progress(message)) resolve();
      };
      const { base, lock, course, files, packages } = RUNTIME;
      worker.postMessage({ base: beside(base), lock: beside(lock), course: beside(course), files, packages });
    });
  }

  progress({ loaded = this.total, step = 0, doing = "", ready = false }) {
    const share = (LOADING * loaded) / this.total + (1 - LOADING) * step;
    const stage = doing ? `Starting Python: ${doing}` : `${loaded < this.total ? "Loading" : "Starting"} Python`;
    this.set({ loaded, share, stage, state: ready ? "ready" : "loading" });
    return ready;
  }

  fail(error) {
    this.end(new Error(error));
    this.set({ state: "failed", error });
  }

  // End the worker; whoever waits for it hears why.
  end(why) {
    this.worker?.terminate();
    for (const { end } of [...this.waiting.values()]) end(why);
    for (const wire of this.wires.values()) wire.cut();
    this.wires.clear();
    this.waiting.clear();
    Object.assign(this, { worker: null, started: null, setUp: null, busy: false });
  }

  // The way to interrupt what runs: end Python, start it anew. Pictures get theirs at the next touch.
  restart() {
    this.giveUp?.(ended());
    this.end(ended());
    this.set({ state: "asleep" });
    return this.start();
  }

  // Say something to Python. `heard` is called with each answer to it, until one of the kinds in `last`.
  post(message, buffers, heard, end) {
    this.number += 1;
    this.waiting.set(this.number, { heard, end });
    this.worker.postMessage({ text: JSON.stringify({ ...message, number: this.number }), buffers });
    return this.number;
  }

  hear(message, buffers) {
    if (message.kind === "comm") {
      this.wires.get(message.comm_id)?.heard(message.data, buffers);
      return;
    }
    const question = this.waiting.get(message.number);
    if (message.kind !== "output") this.waiting.delete(message.number);
    question?.heard(message);
  }

  // A widget's message. Its callbacks hear that it was handled, as from a kernel.
  say(message, buffers, callbacks) {
    const idle = () => callbacks?.iopub?.status?.({ content: { execution_state: "idle" } });
    return String(this.post(message, buffers.map((part) => new Uint8Array(part.buffer ?? part)), idle, idle));
  }

  // Have Python make the explorer that stands on the page: {name, states, found, cells}. The models in `parts`
  // {role: model} are wired to it.
  async show({ found, ...explorer }, parts) {
    await this.start();
    const ids = await new Promise((resolve, reject) => {
      const heard = ({ error, parts: made }) => (error ? reject(new Error(error)) : resolve(made));
      this.post({ kind: "show", ...explorer }, [found], heard, reject);
    });
    for (const [role, model] of Object.entries(parts)) {
      if (ids[role]) this.wires.set(ids[role], new Wire(ids[role], model, this));
    }
  }

  // Run source as a cell, after those that wait already: a promise of {ok}.
  run(code, onOutput = () => {}) {
    const now = this.last.catch(() => {}).then(async () => {
      await this.start();
      const [first] = this.cells();
      if (first) await (this.setUp ??= this.cell(first.source, () => {}));
      return this.cell(code, onOutput);
    });
    this.last = now;
    return now;
  }

  cell(code, onOutput) {
    this.set({ busy: true });
    return new Promise((resolve, reject) => {
      const heard = ({ kind, output, ok }) => (kind === "output" ? onOutput(output) : resolve({ ok }));
      this.post({ kind: "run", code }, [], heard, reject);
    }).finally(() => this.set({ busy: false }));
  }
}

// A service worker keeps what was loaded, for the next visit and without a network.
async function keep() {
  const workers = navigator.serviceWorker;
  if (!workers) return; // a page over plain http from another machine
  const there = workers.register(beside(RUNTIME.keeper)).then(() => workers.ready).then(() => workers.controller ??
    new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true })));
  const late = new Promise((resolve) => setTimeout(resolve, WORKER_WAITS));
  await Promise.race([there, late]).catch(() => {});
}

export const python = (globalThis[Symbol.for("course.python")] ??= new Python()); // once, whoever imports it
