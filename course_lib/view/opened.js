// On a narrow page a question stands below the picture, a screen or two away from the slider: that it has opened is
// said at the slider, which stays in sight, and leads there.

import { add } from "./text.js";

// What is under the slider of each picture for one question.
export class Opened {
  buttons = new Map(); // picture -> the button that is or was there

  // Say it, once each time that the question opens, or take it back. `sheet` is where the question stands.
  show(picture, sheet, open) {
    if (open === this.buttons.has(picture)) return;
    if (open) this.add(picture, sheet);
    else {
      this.buttons.get(picture)?.remove();
      this.buttons.delete(picture);
    }
  }

  add(picture, sheet) {
    const main = picture.el.closest?.(".course-explorer")?.querySelector(".course-main");
    for (const other of main?.querySelectorAll(".course-opened") ?? []) other.remove();
    const text = "A question has opened: go to it";
    const button = main ? add(main, "button", "course-opened", { type: "button" }, text) : null;
    button?.addEventListener("click", () => {
      button.remove();
      sheet.parts.see.scrollIntoView({ block: "center" });
      sheet.observations[0]?.focus({ preventScroll: true });
    });
    this.buttons.set(picture, button);
  }
}
