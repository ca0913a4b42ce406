import { holds } from "./moments.js";

export const stateName = (control) => (control.get("index") === undefined ? "value" : "index");

// A picture on a page without a kernel: one slider moves, and the page itself can set the controls to some more states
// whose frames travel with it, because they answer a question.
export class Alone {
  picture;

  constructor(picture) {
    this.picture = picture;
  }

  get axis() {
    return this.picture.model.get("embedded").axis;
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
    const home = Object.entries(picture.model.get("states")).filter(([control]) => control !== name);
    this.set(Object.fromEntries(home));
  }

  // The frames that show a moment, those first that the slider reaches.
  showing(moment) {
    return [...this.picture.embedded.values()].filter(({ values }) => holds(moment, values));
  }

  // Who can bring the controls to a moment: "hand", "page" where only the page itself can, or "nobody".
  reaches(moment) {
    if (!this.axis) return "hand";
    const home = this.picture.model.get("states");
    const slid = ({ states }) => Object.keys(home).every((name) => name === this.axis || states[name] === home[name]);
    const frames = this.showing(moment);
    if (frames.some(slid)) return "hand";
    return frames.length ? "page" : "nobody";
  }

  // Bring them there.
  stand(moment) {
    this.set(this.showing(moment)[0].states);
  }
}
