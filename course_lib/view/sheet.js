import { explain } from "./outcome.js";
import { add, quoted, write } from "./text.js";

const HELPS = ["back", "go", "set", "ask", "tell"]; // quiet buttons
// Of the page's sheets, for ids: each question may have a copy of this module to itself.
const numbers = (globalThis[Symbol.for("course.sheets")] ??= { last: 0 });

function buttons(parent, texts, press) {
  return texts.map((text, place) => {
    const button = add(parent, "button", "course-choice", { type: "button" }, text);
    button.addEventListener("click", () => press(place));
    return button;
  });
}

const press = (row, chosen) =>
  row.forEach((button, place) => button.setAttribute("aria-pressed", String(place === chosen)));

// One appearance of a question. There is one in its own cell and, while the picture is wanted, another one below the
// picture: what was said stands in one model, and both show it.
export class Sheet {
  asking;
  root;
  own; // it stands in the question's cell
  parts = {};
  predictions; // buttons
  observations; // buttons

  // acts: {name: what a button does}
  constructor(asking, root, own, acts) {
    Object.assign(this, { asking, root, own });
    const { model, look } = asking;
    const id = `course-question-${(numbers.last += 1)}`;
    for (const [name, value] of [["role", "group"], ["aria-labelledby", id]]) root.setAttribute(name, value);
    root.classList.toggle("course-silent", asking.silent);
    root.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take keys that buttons need
    write(add(root, "p", "course-asked", { id }), model.get("text"));
    const choices = this.part("choices", "div", { role: "group",
      "aria-label": asking.silent ? "Your answer" : "Your prediction" });
    this.predictions = own ? buttons(choices, model.get("choices"), acts.predict) : [];
    const live = look ? {} : { "aria-live": "polite" }; // with a picture it gets the focus, which is said as well
    this.part("outcome", "div", { tabindex: "-1", role: "group", "aria-label": "Answer", ...live });
    this.part("now", "p", { "aria-live": "polite" });
    const see = this.part("see", "div", { role: "group", "aria-labelledby": `${id}-see` });
    write(add(see, "p", "course-asked", { id: `${id}-see` }), look?.asks ?? "");
    this.observations = buttons(add(see, "div", "course-choices"), look?.seen ?? [], acts.observe);
    this.part("reply", "p", { "aria-live": "polite" });
    const helps = this.part("helps", "div");
    for (const help of HELPS) {
      this.parts[help] = add(helps, "button", `course-help course-${help}`, { type: "button" });
      this.parts[help].addEventListener("click", acts[help]);
    }
  }

  part(name, tag, attributes = {}) {
    return (this.parts[name] = add(this.root, tag, `course-${name}`, attributes));
  }

  // Show how things stand. `picture` {here, there, reach, only, ahead, sets} says what is known of the picture, see question.js.
  update(picture) {
    const { asking, parts, root } = this;
    const { said, stage, locked } = asking;
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    const texts = { now: this.now(picture), reply: this.reply(picture), go: "Go to the picture", back: "Back to the panel",
      set: `Set the picture for me${picture.sets && stage !== "done" ? `: ${picture.sets}` : ""}`,
      ask: picture.here ? "Ask me all the same" : "I have looked: ask me",
      tell: asking.judged ? "Skip: tell me why" : "Show the answer" };
    for (const [name, text] of Object.entries(texts)) write(parts[name], text);
    for (const [name, there] of Object.entries(this.wanted(picture, texts))) parts[name].hidden = !there;
    parts.helps.hidden = HELPS.every((name) => parts[name].hidden);
    press(this.predictions, said.predicted);
    press(this.observations, said.observed);
    for (const button of this.predictions) button.disabled = locked && (asking.look !== null || said.predicted === null);
    root.dataset.done = String(stage === "done");
    explain(asking, parts.outcome);
    if (focused && (focused.disabled || focused.closest("[hidden]"))) this.focus();
  }

  // {part: is it shown?}
  wanted({ here, there, reach }, { now, reply }) {
    const { asking, own } = this;
    const { stage, look, judged, said } = asking;
    const underWay = stage === "look" || stage === "see";
    const skip = !asking.silent && (judged ? look !== null && stage !== "predict" : own || stage !== "predict");
    return { choices: own && !(look && said.explained), outcome: said.explained, see: stage === "see", now, reply,
      go: own && underWay && here, back: !own && stage === "see",
      set: reach === "page" && (["look", "done"].includes(stage) || (stage === "see" && !there)),
      ask: reach === "nobody" && stage === "look", tell: !said.explained && skip };
  }

  // What had the focus is gone: it goes to the answer, or to the next thing that can be done.
  focus() {
    const next = [...this.root.querySelectorAll("button:enabled")].find((button) => !button.closest("[hidden]"));
    (this.asking.said.explained || !next ? this.parts.outcome : next).focus();
  }

  // What is to be done now.
  now({ here, reach, only, ahead }) {
    const { model, said, stage, look } = this.asking;
    if (stage !== "look" && stage !== "see") return "";
    const mine = this.own || said.told ? "" : `You predicted ${quoted(model.get("choices")[said.predicted])}. `;
    if (stage === "see" && said.observed !== null) return mine;
    if (stage === "see") return `${mine}Now say what you saw${said.told ? "" : ", before you hear why"}.`;
    const many = look.states.length;
    const count = many > 1 && ahead ? ` ${said.been.length + 1} of ${many}: ${ahead}.` : "";
    const where = !here ? " This page does not show the picture yet: run its cell, or scroll to it." : {
      page: ` Here, without Python, only *${only}* moves by hand; the page itself can set the rest.`,
      nobody: ` Here, without Python, only *${only}* moves; in the notebook the others do, too.` }[reach] ?? "";
    return `${mine}${said.told ? "You may still look." : "Look before you hear why."} ${look.move}${count}${where}`;
  }

  // What is said to an observation that the picture does not bear out.
  reply({ here, there }) {
    const { said, stage, look, judged } = this.asking;
    if (stage !== "see" || said.observed === null || !judged || said.observed === look.shown) return "";
    const back = there ? "" : `${look.move} `;
    const answer = said.told ? "" : `Not yet: ${look.answers[said.observed]} `; // then it stands with the reason
    return `${answer}${back}Look at the ${here ? "framed panel" : "picture"}, then answer again.`;
  }
}
