// One appearance of a question in the page. There is one in its own cell and, while the picture is wanted, another one
// below the picture: the same model behind both.

let number = 0; // for ids

export function add(parent, tag, name, attributes = {}, text = "") {
  const element = parent.appendChild(document.createElement(tag));
  element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

// Text in which *this* is a name on the screen.
export function write(element, text) {
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  element.replaceChildren(...text.split(/(\*[^\s*][^*]*\*)/).map((part) => {
    if (!/^\*.+\*$/.test(part)) return part;
    const name = document.createElement("em");
    name.textContent = part.slice(1, -1);
    return name;
  }));
}

const quoted = (choice) => `“${choice.replace(/^\.\.\. /, "… ")}”`;

export class Sheet {
  asking;
  root;
  parts = {};
  predictions = []; // buttons
  observations = []; // buttons

  // own: it stands in the question's cell. `act` {name: what a button does}.
  constructor(asking, root, own, act) {
    Object.assign(this, { asking, root, own, act });
    const { model, look } = asking;
    const id = `course-question-${(number += 1)}`;
    root.setAttribute("role", "group");
    root.setAttribute("aria-labelledby", id);
    root.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take Enter and the arrow keys
    write(add(root, "p", "course-asked", { id }), model.get("text"));
    const choices = this.part("choices", "div", { role: "group", "aria-label": "Your prediction" });
    this.predictions = own ? this.buttons(choices, model.get("choices"), act.predict) : [];
    this.part("now", "p", { "aria-live": "polite" });
    const helps = this.part("helps", "div");
    for (const help of ["go", "set", "ask", "tell"]) {
      this.parts[help] = add(helps, "button", "course-help", { type: "button" });
      this.parts[help].addEventListener("click", () => act[help](this));
    }
    const see = this.part("see", "div", { role: "group", "aria-labelledby": `${id}-see` });
    write(add(see, "p", "course-asked", { id: `${id}-see` }), look?.asks ?? "");
    this.observations = this.buttons(add(see, "div", "course-choices"), look?.seen ?? [], act.observe);
    this.part("reply", "p", { "aria-live": "polite" });
    const live = look ? {} : { "aria-live": "polite" }; // with a picture it gets the focus, which is said as well
    this.part("outcome", "div", { tabindex: "-1", role: "group", "aria-label": "Answer", ...live });
  }

  part(name, tag, attributes = {}) {
    return (this.parts[name] = add(this.root, tag, `course-${name}`, attributes));
  }

  buttons(parent, texts, press) {
    return texts.map((text, place) => {
      const button = add(parent, "button", "course-choice", { type: "button" }, text);
      button.addEventListener("click", () => press(place));
      return button;
    });
  }

  // Show how things stand. `picture` {here, reach, only} says what is known of the picture.
  update(picture) {
    const { asking, parts } = this;
    const { said, stage, look } = asking;
    const hidden = { choices: !this.own || (look && said.explained), now: !this.words(picture), see: stage !== "see",
      reply: !this.reply(), outcome: !said.explained };
    const helps = { go: this.own && stage === "look" && picture.here, set: stage === "look" && picture.reach === "page",
      ask: stage === "look" && picture.reach === "nobody",
      tell: !said.explained && (asking.judged ? Boolean(look) && stage !== "predict" : this.own || stage !== "predict") };
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    for (const [name, away] of Object.entries(hidden)) parts[name].hidden = away;
    for (const [name, there] of Object.entries(helps)) parts[name].hidden = !there;
    parts.helps.hidden = !Object.values(helps).some(Boolean);
    this.press(this.predictions, said.predicted);
    this.press(this.observations, said.observed);
    write(parts.now, this.words(picture));
    write(parts.reply, this.reply());
    write(parts.go, "Go to the picture");
    write(parts.set, "Set the picture for me");
    write(parts.ask, "Ask me all the same");
    write(parts.tell, asking.judged ? "Skip: tell me why" : "Show the answer");
    this.root.dataset.done = String(stage === "done");
    this.explain();
    if (focused?.closest("[hidden]")) (said.explained ? parts.outcome : this.firstButton()).focus();
  }

  press(buttons, chosen) {
    buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(place === chosen)));
  }

  firstButton() {
    return [...this.root.querySelectorAll("button")].find((button) => !button.closest("[hidden]")) ?? this.root;
  }

  // What is to be done now.
  words({ here, reach, only }) {
    const { asking, own } = this;
    const { said, stage, look } = asking;
    if (!look || !["look", "see"].includes(stage)) return "";
    const predicted = own ? "" : `You predicted ${quoted(asking.model.get("choices")[said.predicted])}. `;
    const say = said.told ? "Now say what you saw." : "Now say what you saw, before you hear why.";
    if (stage === "see") return said.observed === null ? predicted + say : predicted;
    const many = look.states.length;
    const count = many > 1 && said.been.length ? ` Seen so far: ${said.been.length} of ${many}.` : "";
    const where = !here ? " This page does not show the picture yet: run its cell, or scroll to it." : {
      page: ` Here, without Python, only *${only}* moves by hand; the button sets the picture as you would.`,
      nobody: ` Here, without Python, only *${only}* moves. In the notebook the others do, too.`, hand: "" }[reach];
    return `${predicted}${said.told ? "You may still look." : "Look before you hear why."} ${look.move}${count}${where}`;
  }

  // What is said to an observation that the picture does not bear out.
  reply() {
    const { said, stage, look, judged } = this.asking;
    if (stage !== "see" || said.observed === null || !judged || said.observed === look.shown) return "";
    return `Not yet: ${look.answers[said.observed]} Look at the framed panel, then answer again.`;
  }

  // Prediction, observation and reason beside each other. Nothing of it is in the page before.
  explain() {
    const { said, look, model } = this.asking;
    const { outcome } = this.parts;
    const story = JSON.stringify(said);
    if (outcome.dataset.story === story) return;
    outcome.dataset.story = story;
    outcome.replaceChildren();
    if (!said.explained) return;
    const [choices, reasons, right] = ["choices", "reasons", "right"].map((name) => model.get(name));
    const column = (name, title, text, verdict, why) => {
      const part = add(outcome, "div", `course-column ${name}`);
      add(part, "p", "course-title", {}, title);
      write(add(part, "p", ""), text);
      if (why) write(add(part, "p", `course-verdict course-${verdict ? "right" : "wrong"}`),
        `${verdict ? "Right" : "Not yet"}: ${why}`);
    };
    const { predicted } = said;
    const good = predicted === right;
    if (!look) {
      if (predicted !== null) return column("", "You predicted", quoted(choices[predicted]), good, reasons[predicted]);
      return column("", "Why", `${quoted(choices[right])}: ${reasons[right]}`);
    }
    if (predicted !== null) {
      column("", "You predicted", quoted(choices[predicted]), good, good ? "so it is." : reasons[predicted]);
      if (said.seen) column("", "You saw", quoted(look.seen[look.shown]), true, look.answers[look.shown]);
      else column("course-open", "You saw", "Not looked yet.");
    }
    column("", "Why", `${quoted(choices[right])}: ${reasons[right]}`);
  }
}
