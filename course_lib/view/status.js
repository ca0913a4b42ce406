// How the Python of a page is doing, in one line beside a picture: words, a bar while it loads, a button once it failed.

import { add, write } from "./text.js";

const megabytes = (bytes) => Math.round(bytes / 1e6);
const QUARTERS = 4; // a screen reader hears how far it is four times
const THERE = "Python runs in this page: everything moves.";

// What is said of a picture, `inpage`: its `text`, `share` of the way or null, whether it can be tried `again`, and what
// a screen reader is told, where that is not all of it.
function words({ alive, asked, failed, error, python, alone, picture }) {
  const only = alone.label(alone.stored);
  const { state, stage, loaded, total, share } = python ?? {};
  if (!python) {
    const why = location.protocol === "file:" ? "a page opened from a disk cannot start it. From a web server everything moves."
      : "this page could not load what starts it.";
    return { text: `${only} moves here. The rest needs Python, and ${why}` };
  }
  if (failed) return { text: `${error || python.error}${alone.returned} ${only} still moves.`, again: true };
  if (alive) return { text: THERE };
  if (!asked) {
    const first = `${only} moves at once. Anything else starts Python in this page: ${megabytes(total)} MB, once.`;
    return { text: state === "ready" ? THERE : first, told: "" };
  }
  const away = alone.away(picture.states()).map((name) => `${alone.label(name)} ${alone.shown(name, alone.start)}`);
  const until = away.length ? ` Until then the picture shows ${away.join(", ")}.` : "";
  if (state === "ready") return { text: `Python draws the picture.${until}`, share: 1 };
  const quarter = Math.floor(QUARTERS * share) * (100 / QUARTERS);
  const far = loaded < total ? `: ${megabytes(loaded)} of ${megabytes(total)} MB` : "";
  return { text: `${stage}${far}.${until}`, share,
    told: `Python is starting: ${quarter} per cent.` };
}

export class Status {
  root;
  words;
  bar;
  again;
  told; // to screen readers

  constructor(el, again) {
    this.root = add(el, "div", "course-python");
    el.querySelector(".course-frame").before(this.root);
    this.words = add(this.root, "span", "course-python-words");
    this.again = add(this.root, "button", "", { type: "button" }, "Try again");
    this.again.addEventListener("click", again);
    const named = { role: "progressbar", "aria-label": "Starting Python", "aria-valuemin": 0, "aria-valuemax": 100 };
    this.bar = add(this.root, "div", "course-python-bar", named);
    add(this.bar, "div");
    this.told = add(this.root, "span", "course-python-told", { role: "status" });
  }

  show(inpage) {
    const { text, share = null, again = false, told = text } = words(inpage);
    write(this.words, text);
    write(this.told, told.replaceAll("*", ""));
    this.again.hidden = !again;
    this.root.classList.toggle("course-python-failed", again);
    this.bar.hidden = share === null;
    this.bar.firstChild.style.width = `${100 * share}%`;
    this.bar.setAttribute("aria-valuenow", Math.round(100 * share));
  }
}
