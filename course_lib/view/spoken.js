// The words under a picture, which a screen reader reads out when they change. A drag or a player passes sixty positions
// in a second or two: the first is read at once, and then the one at which the hand rests.

import { unbroken } from "./text.js";

const STILL = 400; // ms without another change until the words stand

export class Spoken {
  element;
  timer;

  constructor(element) {
    this.element = element;
  }

  say(text) {
    if (text === this.element.textContent) return;
    this.element.setAttribute("aria-live", this.timer ? "off" : "polite");
    this.element.replaceChildren(...unbroken(text));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), STILL);
  }

  rest() {
    this.timer = undefined;
    if (this.element.getAttribute("aria-live") === "polite") return; // read already
    this.element.setAttribute("aria-live", "polite");
    this.element.replaceChildren(...unbroken(this.element.textContent)); // said anew: what was written in silence is not read
  }

  end() {
    clearTimeout(this.timer);
  }
}
