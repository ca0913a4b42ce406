import { holds } from "./moments.js";

const NOTHING = { predicted: null, been: [], asked: false, observed: null, told: false };

// A question and what has been said to it: first predicted, then observed, then explained. It knows no page.
//
// Said so far, in a trait of the model that the kernel reads: `predicted` and `observed` are places of choices, `been`
// those of the moments that were seen, one after the other, so that the question opens at the last one; `asked`, the second question was called for without them; `told`, the reason.
// What follows from that travels with it: `seen`, the observation is right, and `explained`, the reason stands there.
export class Asking {
  model;

  constructor(model) {
    this.model = model;
  }

  get said() {
    return { ...NOTHING, ...this.model.get("said") };
  }

  // What the picture must show, or null: then the reason follows the prediction at once.
  get look() {
    const look = this.model.get("look");
    return look.explorer ? look : null;
  }

  // An inventory's question: no verdict, no reason.
  get silent() {
    return !this.model.get("reasons").length;
  }

  say(changes) {
    const said = { ...this.said, ...changes };
    const judged = !this.silent && (said.told || !this.model.get("hands"));
    const right = this.look !== null && said.observed === this.look.shown;
    said.seen = right && judged;
    said.explained = said.told || (judged && (this.look ? right : said.predicted !== null));
    this.model.set("said", said);
    this.model.save_changes();
  }

  // Are verdicts given, or has nobody called for them yet?
  get judged() {
    return !this.silent && (this.said.told || !this.model.get("hands"));
  }

  // A prediction stands once the picture has been judged by it.
  get locked() {
    const { told, observed } = this.said;
    return told || (this.look !== null && observed !== null && this.judged);
  }

  // "predict", "look" (in the picture), "see" (say what was seen) or "done".
  get stage() {
    const { predicted, asked, been, seen, told } = this.said;
    if (predicted === null) return told ? "done" : "predict";
    if (!this.look || seen) return "done";
    return asked || been.length === this.look.states.length ? "see" : "look";
  }

  // The moments that are still to be seen.
  get ahead() {
    return this.look.states.filter((_, place) => !this.said.been.includes(place));
  }

  predict(place) {
    if (!this.locked || (!this.look && this.said.predicted !== null)) this.say({ predicted: place });
  }

  // The hand has moved the picture to these values.
  moved(values) {
    if (this.stage !== "look") return;
    const { been } = this.said;
    if (holds(this.look.states[been.length], values)) this.say({ been: [...been, been.length] });
  }

  observe(place) {
    if (this.stage === "see") this.say({ observed: place });
  }

  // Ask what was seen although nobody knows whether it was.
  ask() {
    if (this.stage === "look") this.say({ asked: true });
  }

  // Give the reason now.
  tell() {
    this.say({ told: true });
  }
}
