// Frames that no hand has asked for. Once an explorer is on the screen and its kernel rests, the positions of its main
// slider are drawn and kept, so that the first touch finds them: one explorer of the page at a time, within a share of
// the kernel's time and of the page's memory, and once. A cell, a hand, a job go before: the kernel hears of them first
// and ends the turn (`course_lib.live.rest`), and the page waits until all is quiet again.

import { store } from "./held.js";

const CALM = 400; // ms without a word from the kernels after which they rest
const LONGEST = 6400; // ms: a kernel that says it is busy is asked less and less often
const LAST = 30_000; // ms after which a turn is not expected to end any more
const SEEN = 0.25; // of a picture that is on the screen
const ASIDE = /^(debug|(create|delete|list)_subshell)_request$/; // what a kernel answers beside its work: its debugger

// A picture that may have its turn.
class Guest {
  picture;
  stir; // (rested) is called whenever something happens in the kernel
  kernel;
  seen = false; // on the screen
  runs = false; // a cell. The kernel's status would not do: a slider that moves while a cell runs makes it "idle"
  over = null; // the state whose turn is over

  constructor(picture, kernel, stir) {
    Object.assign(this, { picture, kernel, stir });
    kernel.iopubMessage.connect(this.heard, this);
    kernel.statusChanged.connect(this.changed, this);
  }

  leave() {
    this.kernel.iopubMessage.disconnect(this.heard, this);
    this.kernel.statusChanged.disconnect(this.changed, this);
  }

  heard(_, { header, parent_header: parent, content }) {
    if (header.msg_type !== "status" || ASIDE.test(parent.msg_type)) return;
    const cell = parent.msg_type === "execute_request";
    if (cell) this.runs = content.execution_state === "busy";
    this.stir(cell);
  }

  changed(_, status) {
    if (["idle", "busy"].includes(status)) return;
    this.runs = false; // the kernel starts again, or is dead
    this.stir(true);
  }

  base() {
    return this.picture.base(this.picture.model.get("main"));
  }

  // How much of it is on the screen, in pixels.
  height() {
    const { top, bottom } = this.picture.canvas.getBoundingClientRect();
    return Math.min(bottom, innerHeight) - Math.max(top, 0);
  }

  // What the kernel is asked for in at most so many seconds of its time, or null when there is nothing to ask.
  order(seconds) {
    const { picture, kernel } = this;
    const shown = store.frames.get(picture.key());
    const rests = kernel.status === "idle" && !this.runs;
    if (!this.seen || !rests || !shown || seconds <= 0 || !picture.model.get("hold")) return null;
    if (this.over === this.base()) return null;
    const [axis, states] = [picture.model.get("main"), picture.states()];
    const unasked = (index) => store.frames.get(picture.key({ ...states, [axis]: index }))?.unasked;
    const room = store.room(shown) - picture.positions(axis).filter(unasked).length;
    const missing = picture.missing(axis).slice(0, Math.max(0, room));
    return missing.length ? { move: picture.moves, states, axis, missing, ratio: 1, seconds } : null;
  }
}

// Shared by all explorers of the page, like the frames.
class Turns {
  guests = new Map(); // picture -> Guest
  spent = new Map(); // owner -> seconds of the kernel's time
  turn = null; // {guest, base, timer} while one lasts
  quiet = CALM;
  timer = null;
  observer = null;

  join(picture) {
    const { model } = picture;
    const kernel = model.widget_manager?.kernel;
    if (!kernel?.iopubMessage || !(model.get("unasked") > 0) || model.get("embedded").axis) return; // no kernel here
    this.observer ??= new IntersectionObserver((entries) => this.looked(entries), { threshold: [0, SEEN] });
    if (!this.guests.size) document.addEventListener("visibilitychange", this.stir);
    this.guests.set(picture, new Guest(picture, kernel, this.stir));
    this.observer.observe(picture.canvas);
    this.stir();
  }

  leave(picture) {
    const guest = this.guests.get(picture);
    if (!guest) return;
    guest.leave();
    this.observer.unobserve(picture.canvas);
    this.guests.delete(picture);
    if (!this.guests.size) document.removeEventListener("visibilitychange", this.stir);
    if (this.turn?.guest === guest) this.end();
  }

  looked(entries) {
    for (const { target, isIntersecting, intersectionRatio } of entries) {
      const guest = [...this.guests.values()].find(({ picture }) => picture.canvas === target);
      if (guest) guest.seen = isIntersecting && intersectionRatio >= SEEN;
    }
    this.stir();
  }

  // Something has happened: wait until all is quiet. After a cell a kernel that was busy may be asked soon.
  stir = (rested = false) => {
    if (rested === true) this.quiet = CALM;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), this.quiet);
  };

  next() {
    if (this.turn || document.hidden) return;
    for (const guest of [...this.guests.values()].sort((a, b) => b.height() - a.height())) {
      const { picture } = guest;
      const order = guest.order(picture.model.get("unasked") - (this.spent.get(picture.owner) ?? 0));
      if (order) {
        const timer = setTimeout(() => this.end(), LAST);
        this.turn = { guest, base: guest.base(), timer };
        picture.requests.tell(order);
        return;
      }
    }
  }

  // A message from the kernel to this picture.
  heard(picture, { kind, page, seconds, end }) {
    if (kind === "frame") this.stir();
    else if (kind === "turn" && this.turn?.guest.picture === picture && page === picture.requests.page) {
      const spent = end === "spent" ? Infinity : seconds + (this.spent.get(picture.owner) ?? 0);
      this.spent.set(picture.owner, spent);
      this.quiet = end === "stirred" && !seconds ? Math.min(LONGEST, 2 * this.quiet) : CALM;
      this.end(end !== "stirred");
    }
  }

  end(over = true) {
    const { guest, base, timer } = this.turn;
    if (over) guest.over = base;
    clearTimeout(timer);
    this.turn = null;
    this.stir();
  }
}
export const turns = (globalThis[Symbol.for("course.turns")] ??= new Turns());
