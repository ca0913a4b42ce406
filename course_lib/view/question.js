// A question in the page: predict, look at the picture, say what was seen, then hear why.
//
// The pictures of the page tell what they show (`course-frame`), and can be framed, sought and set; see picture.js. All
// of this works without a kernel; where there is one, it reads what was said.

import { Asking } from "./asking.js";
import { holds, meets } from "./moments.js";
import { Opened } from "./opened.js";
import { present } from "./present.js";
import { reveal } from "./reveal.js";
import { Sheet } from "./sheet.js";

class Question {
  asking;
  own; // the sheet in the question's cell
  beside = new Map(); // picture -> the sheet below it
  opened = new Opened();
  marked = new Map(); // picture -> the wrong observation that it is framed for
  since = new Map(); // picture -> its moves before the prediction: what it shows already counts after another one

  constructor(model, el) {
    this.asking = new Asking(model);
    el.classList.add("course-question");
    el.style.zoom = model.get("zoom");
    const { asking } = this;
    this.acts = { predict: (place) => this.predict(place), observe: (place) => asking.observe(place),
      ask: () => asking.ask(), tell: () => asking.tell(), go: () => this.go(), set: () => this.set() };
    this.own = new Sheet(asking, el, true, this.acts);
    this.count();
  }

  // The pictures of the explorer that answers this question; one that was handed a network of one's own does not.
  get pictures() {
    return [...present].filter(({ name, model }) => name === this.asking.look?.explorer && !model.get("handed")?.length);
  }

  // The one to lead to: another notebook, open in the background, may show the same.
  get picture() {
    return this.pictures.find(({ el }) => el.offsetParent) ?? this.pictures[0];
  }

  count() {
    for (const picture of this.pictures) this.since.set(picture, picture.moves);
  }

  predict(place) {
    if (this.asking.said.predicted === null) this.count();
    this.asking.predict(place);
  }

  // A picture shows something.
  frame({ picture, moves, values }) {
    if (!this.asking.look || !this.pictures.includes(picture)) return;
    if (moves > (this.since.get(picture) ?? 0)) this.asking.moved(values);
    if (["look", "see"].includes(this.asking.stage)) this.update();
  }

  // Bring the picture onto the screen (slides turn to it), and the hand to its controls.
  async go() {
    const { picture } = this;
    const explorer = picture.el.closest(".course-explorer") ?? picture.el;
    await reveal(explorer, this.own.root);
    explorer.dispatchEvent(new CustomEvent("course-go", { bubbles: true }));
    if (this.slides(picture)) picture.lead(this.asking.look.panel);
    else explorer.scrollIntoView({ block: "start" });
    explorer.querySelector(".noUi-handle, select, input, button")?.focus({ preventScroll: true });
  }

  // Is it enough to drag the main slider? A narrow page has that in sight wherever it is scrolled to.
  slides(picture) {
    const [next] = this.wanted;
    const others = Object.keys(next).filter((name) => name !== picture.model.get("main"));
    return picture.narrow && others.every((name) => meets(next[name], picture.values[name]));
  }

  // On a page without a kernel: have it show a moment that no hand can bring about there.
  set() {
    const { picture } = this;
    picture.alone.stand(this.nextOf(picture));
    this.go();
  }

  // The moment that the page would set: after the one that it shows, the next one.
  nextOf(picture) {
    const moments = this.wanted.filter((moment) => picture.alone.reaches(moment) === "page");
    return moments[(moments.findIndex((moment) => holds(moment, picture.values)) + 1) % moments.length];
  }

  // The moments that the picture should show now: the one ahead, or, to look again, all.
  get wanted() {
    const { ahead, look } = this.asking;
    return ahead.length ? ahead.slice(0, 1) : look.states;
  }

  // What is known of the picture. here: there is one; there: it shows the moment that is asked about; reach: who can bring it
  // there now; only: the one control that moves on a page without a kernel. In words, ahead: the next moment;
  // sets: what the page would set.
  known() {
    const { asking, picture } = this;
    if (!picture) return { here: false, there: false, reach: "nobody", only: "", ahead: "", sets: "" };
    const reaches = this.wanted.map((moment) => picture.alone.reaches(moment));
    const there = holds(asking.look.states.at(-1), picture.values);
    const reach = ["nobody", "page"].find((who) => reaches.includes(who)) ?? "hand";
    const words = (moment) => picture.alone.missing(moment, asking.look.states);
    return { here: true, there, reach, only: picture.alone.only, ahead: words(this.wanted[0]),
      sets: reach === "page" ? words(this.nextOf(picture)) : "" };
  }

  // What it waits for, in a few words.
  waits({ here, ahead }) {
    const { stage, said, look } = this.asking;
    if (stage === "see" && said.observed === null) return "A question has opened: go to it";
    if (stage !== "look" || !here) return "";
    return `${look.states.length > 1 ? `${said.been.length + 1} of ${look.states.length}: ` : "To do: "}${ahead}`;
  }

  update() {
    const { asking, pictures } = this;
    const underWay = ["look", "see"].includes(asking.stage);
    if (underWay) for (const picture of pictures) this.put(picture);
    const known = this.known();
    for (const [picture, sheet] of this.beside) {
      if (!sheet.root.isConnected && !present.has(picture)) this.beside.delete(picture);
      else {
        sheet.update(known);
        this.opened.show(picture, sheet, this.waits(known));
      }
    }
    this.own.parts.now.setAttribute("aria-live", this.beside.size ? "off" : "polite"); // said once is enough
    this.own.update(known);
    const wrong = underWay && asking.judged ? asking.said.observed : null;
    for (const picture of pictures) this.mark(picture, wrong);
  }

  // Frame the panel in a picture for a wrong observation, anew for another one; null: no more.
  mark(picture, wrong) {
    if (wrong === (this.marked.get(picture) ?? null)) return; // another question may have its frame there meanwhile
    this.marked.set(picture, wrong);
    picture.mark(wrong === null ? null : this.asking.look.panel, this);
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
    const acts = { ...this.acts, back: () => picture.lead(this.asking.look.panel) };
    this.beside.set(picture, new Sheet(this.asking, root, false, acts));
  }

  leave() {
    for (const [picture, sheet] of this.beside) {
      sheet.root.remove();
      this.mark(picture, null);
      this.opened.show(picture, sheet, "");
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
