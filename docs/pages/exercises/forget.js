// What was typed is deleted, in all lessons at once; until the page is left it can be brought back.
import * as kept from "./kept.js";

export class Forget {
  here = []; // this page's exercises
  texts = {};

  all(asked) {
    this.texts = kept.all();
    this.put(() => null);
    const count = Object.keys(this.texts).length;
    asked.say(count ? `Deleted: what you typed in ${count} exercise${count > 1 ? "s" : ""}.` : "There was nothing.");
    asked.parts.remember.hidden = !count;
  }

  undo(asked) {
    this.put((name) => this.texts[name]);
    asked.say("It is back.");
    asked.parts.forget.focus();
    asked.parts.remember.hidden = true;
  }

  put(text) {
    for (const name of Object.keys(this.texts)) {
      kept.set(name, text(name));
      this.here.find(({ key }) => key === name)?.restore();
    }
  }
}
