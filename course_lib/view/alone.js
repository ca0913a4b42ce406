import { InPage } from "./inpage.js";
import { holds, meets, stateName } from "./moments.js";
import { write } from "./text.js";

// A picture on a page without a kernel: the frames of one slider travel with the page, and those of some more states,
// because they answer a question. The other controls need a Python of the page's own (`inpage`); where that is missing
// only the slider moves, and the page itself can set those states.
export class Alone {
  picture;
  inpage;
  line; // says in words what has been set without a hand
  wanted = null; // states that were given up because Python did not come, and
  returned = ""; // in words, the controls that went back

  constructor(picture) {
    this.picture = picture;
    this.inpage = new InPage(picture, this);
  }

  // The slider whose frames have come with the page; null where a kernel draws.
  get stored() {
    return this.picture.model.get("embedded").axis;
  }

  // Is nobody there who draws?
  get on() {
    return Boolean(this.stored) && !this.inpage.alive;
  }

  // The one slider that moves; null where all controls do.
  get axis() {
    return this.on && !this.inpage.possible ? this.stored : null;
  }

  // How the controls stood when the page was made.
  get start() {
    return this.picture.model.get("states");
  }

  // The key of what can be shown now: what the page has for the slider, until Python draws what the others say.
  key() {
    const { picture } = this;
    if (!this.on || picture.embedded.has(picture.key())) return picture.key();
    this.inpage.need();
    return picture.key({ ...this.start, [this.stored]: picture.states()[this.stored] });
  }

  // Python did not come: the others stand again where the picture has them.
  home() {
    const states = this.picture.states();
    const away = this.away(states);
    if (!away.length) return;
    this.wanted = states;
    this.set({ ...this.start, [this.stored]: states[this.stored] });
    this.returned = ` ${this.backAt(away)}.`;
  }

  // It is tried again.
  back() {
    if (this.wanted) this.set({ ...this.wanted, [this.stored]: this.picture.states()[this.stored] });
    Object.assign(this, { wanted: null, returned: "" });
    this.say("");
  }

  backAt(names) {
    return names.map((name) => `${this.label(name)} is back at ${this.shown(name, this.start)}`).join(", ");
  }

  // The label of the one slider that moves; undefined where all controls do.
  get only() {
    return this.picture.controls[this.axis]?.get("description");
  }

  // Bring controls to these states, the slider first: it sends the others home.
  set(states) {
    const { controls } = this.picture;
    for (const name of Object.keys(states).sort((a, b) => (b === this.axis) - (a === this.axis))) {
      controls[name].set(stateName(controls[name]), states[name]);
    }
  }

  // The slider has moved: the other controls go back to where the page has frames for it.
  goHome(name) {
    const { picture } = this;
    if (name !== this.axis || picture.embedded.has(picture.key())) return;
    const away = this.away(picture.states());
    this.set(Object.fromEntries(Object.entries(this.start).filter(([control]) => control !== name)));
    if (away.length) this.say(`You moved ${this.label(name)}: ${this.backAt(away)}.`);
  }

  // The controls beside the slider that stand elsewhere than where the page has frames for all of its positions.
  away(states) {
    return Object.keys(this.start).filter((name) => name !== this.stored && states[name] !== this.start[name]);
  }

  label(name) {
    return `*${this.picture.controls[name]?.get("description") || name}*`;
  }

  // What a control shows in a state.
  shown(name, states) {
    return this.picture.controls[name].get("_options_labels")?.[states[name]] ?? states[name];
  }

  // Beside the slider, where it stays in sight on a narrow page.
  say(text) {
    const { el } = this.picture;
    if (!this.line) {
      if (!text) return;
      this.line = document.createElement("p");
      this.line.className = "course-stands";
      this.line.setAttribute("role", "status");
    }
    const main = el.closest(".course-explorer")?.querySelector(".course-main");
    if (!this.line.isConnected) (main ?? el).append(this.line);
    write(this.line, text);
    this.line.hidden = !text;
  }

  // What is still to be set for one of some moments, and what tells it from the others, in words; all of it where
  // there is nothing of that.
  missing(moment, moments) {
    const { values, model } = this.picture;
    const all = Object.entries(moment);
    const own = (name) => moments.some((other) => name in other && String(other[name]) !== String(moment[name]));
    const ahead = all.filter(([name, wanted]) => own(name) || !meets(wanted, values[name]));
    const words = ([name, wanted]) => {
      const [sign, number] = Array.isArray(wanted) ? wanted : ["", wanted];
      const shown = model.get("spelled")?.[name]?.find(([value]) => value === number)?.[1] ?? number;
      return `${this.label(name)} ${shown}${{ "<=": " or less", ">=": " or more" }[sign] ?? ""}`;
    };
    return (ahead.length ? ahead : all).map(words).join(", ");
  }

  // The frames that show a moment, those first that the slider reaches.
  showing(moment) {
    return [...this.picture.embedded.values()].filter(({ values }) => holds(moment, values));
  }

  // Who can bring the controls to a moment: "hand", "page" where only the page itself can, or "nobody".
  reaches(moment) {
    if (!this.axis) return "hand";
    const frames = this.showing(moment);
    if (frames.some(({ states }) => !this.away(states).length)) return "hand";
    return frames.length ? "page" : "nobody";
  }

  // Bring them there.
  stand(moment) {
    const { states } = this.showing(moment)[0];
    this.set(states);
    const away = this.away(states).map((name) => `${this.label(name)} ${this.shown(name, states)}`);
    this.say(!away.length ? "" : `The question has set: ${away.join(", ")}. Moving ${this.label(this.axis)} brings ${
      away.length > 1 ? "them" : "it"} back.`);
  }
}
