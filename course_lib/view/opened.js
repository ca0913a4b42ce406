// On a narrow page a question stands below the picture, a screen or two away from the slider: what it waits for, and that
// it has opened, is said at the slider, which stays in sight, and leads there.

import { add, write } from "./text.js";

function put(picture, sheet, text) {
  const main = picture.el.closest?.(".course-explorer")?.querySelector(".course-main");
  for (const other of main?.querySelectorAll(".course-opened") ?? []) other.remove();
  if (!main) return null;
  const button = add(main, "button", "course-opened", { type: "button" });
  write(button, text);
  button.addEventListener("click", () => {
    const { see, now } = sheet.parts;
    if (!see.hidden) button.remove();
    (see.hidden ? now : see).scrollIntoView({ block: "center" });
    sheet.focus();
  });
  return button;
}

// What is under the slider of each picture for one question.
export class Opened {
  said = new Map(); // picture -> {button, text}: the button that is or was there, and what it says

  // Say it, once each time that it is something else, or, without a text, take it back. `sheet` is where the question
  // stands.
  show(picture, sheet, text) {
    const before = this.said.get(picture);
    if (text === before?.text) return;
    before?.button?.remove();
    if (text) this.said.set(picture, { text, button: put(picture, sheet, text) });
    else this.said.delete(picture);
  }
}
