// A question in the page: predict, look at the picture, say what was seen, then hear why.
//
// The pictures of the page tell what they show (`course-frame`), and can be framed, sought and set; see picture.js. All
// of this works without a kernel; where there is one, it reads what was said.

import { Asking } from "./asking.js";
import { present } from "./present.js";
import { Sheet } from "./sheet.js";

class Question {
  asking;
  own; // the sheet in the question's cell
  beside = new Map(); // picture -> the sheet below it
  since = new Map(); // picture -> its moves before the prediction: what it shows already counts after another one

  constructor(model, el) {
    this.asking = new Asking(model);
    el.classList.add("course-question");
    el.style.zoom = model.get("zoom");
    const { asking } = this;
    this.acts = { predict: (place) => this.predict(place), observe: (place) => asking.observe(place),
      ask: () => asking.ask(), tell: () => asking.tell(), go: (sheet) => this.go(sheet), set: () => this.set() };
    this.own = new Sheet(asking, el, true, this.acts);
    this.count();
  }

  // The pictures of the explorer that answers this question.
  get pictures() {
    return [...present].filter(({ name }) => name === this.asking.look?.explorer);
  }

  count() {
    for (const picture of this.pictures) this.since.set(picture, picture.moves);
  }

  predict(place) {
    if (this.asking.said.predicted === null) this.count();
    this.asking.predict(place);
  }

  // A picture shows something.
  frame({ picture, name, moves, values }) {
    if (!this.asking.look || name !== this.asking.look.explorer) return;
    if (moves > (this.since.get(picture) ?? 0)) this.asking.moved(values);
    this.update();
  }

  go() {
    const [picture] = this.pictures;
    const explorer = picture.el.closest(".course-explorer") ?? picture.el;
    explorer.scrollIntoView({ block: "start" });
    explorer.querySelector(".noUi-handle, select, input, button")?.focus({ preventScroll: true });
  }

  set() {
    const [picture] = this.pictures;
    picture.el.scrollIntoView({ block: "start" });
    picture.stand(this.asking.ahead.find((moment) => picture.reaches(moment) === "page"));
  }

  // What is known of the pictures: are there any, and who can bring one to the moments ahead?
  known() {
    const { pictures, asking } = this;
    const [picture] = pictures;
    if (!picture) return { here: false, reach: "nobody", only: "" };
    const reaches = asking.look ? asking.ahead.map((moment) => picture.reaches(moment)) : [];
    return { here: true, reach: ["nobody", "page"].find((who) => reaches.includes(who)) ?? "hand", only: picture.only };
  }

  update() {
    const { asking, pictures } = this;
    const wanted = asking.look && ["look", "see"].includes(asking.stage);
    if (wanted) for (const picture of pictures) this.put(picture);
    const known = this.known();
    for (const [picture, sheet] of this.beside) {
      if (!sheet.root.isConnected && !present.has(picture)) this.beside.delete(picture);
      else sheet.update(known);
    }
    this.own.parts.now.setAttribute("aria-live", this.beside.size ? "off" : "polite"); // said once is enough
    this.own.update(known);
    const wrong = wanted && asking.judged && asking.said.observed !== null;
    for (const picture of pictures) {
      if (wrong) picture.mark(asking.look.panel);
      else if (this.marked) picture.mark(null);
    }
    this.marked = wrong;
  }

  // Put the question below a picture; others that were answered there make room.
  put(picture) {
    const text = this.asking.model.get("text");
    const there = [...picture.el.querySelectorAll(":scope > .course-beside")];
    if (this.beside.has(picture) || there.some((root) => root.dataset.text === text)) return;
    for (const root of there) if (root.dataset.done === "true") root.remove();
    const root = picture.el.appendChild(document.createElement("div"));
    root.className = "course-beside course-sheet";
    root.dataset.text = text;
    this.beside.set(picture, new Sheet(this.asking, root, false, this.acts));
  }

  leave() {
    for (const [picture, sheet] of this.beside) {
      sheet.root.remove();
      if (this.marked) picture.mark(null);
    }
  }
}

function render({ model, el }) {
  const question = new Question(model, el);
  const said = () => question.update();
  const framed = (event) => question.frame(event.detail);
  model.on("change:said change:hands", said);
  document.addEventListener("course-frame", framed);
  question.update();
  return () => {
    model.off("change:said change:hands", said);
    document.removeEventListener("course-frame", framed);
    question.leave();
  };
}

export default { render };
