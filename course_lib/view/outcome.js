import { add, quoted, write } from "./text.js";

// [title, text, right or not (null: no verdict), the reason for that] of each column beside the others.
function columns(asking) {
  const { said, look, model } = asking;
  const [choices, reasons, right] = ["choices", "reasons", "right"].map((name) => model.get(name));
  const why = ["Why", `${quoted(choices[right])}: ${reasons[right]}`, null];
  const { predicted } = said;
  if (predicted === null) return [why];
  const good = predicted === right;
  const mine = ["You predicted", quoted(choices[predicted]), good, good && look ? "" : reasons[predicted]];
  if (!look) return [mine];
  const { observed } = said;
  const saw = observed === null ? ["Not looked yet.", null]
    : [quoted(look.seen[observed]), observed === look.shown, look.answers[observed]];
  return [mine, ["You saw", ...saw], why];
}

// Prediction, observation and reason, once the reason may be told. Before that nothing of it is in the page.
export function explain(asking, element) {
  const story = JSON.stringify(asking.said);
  if (element.dataset.story === story) return;
  element.dataset.story = story;
  element.replaceChildren();
  if (!asking.said.explained) return;
  for (const [title, text, right, why] of columns(asking)) {
    const column = add(element, "div", "course-column");
    add(column, "p", "course-title", {}, title);
    write(add(column, "p", ""), text);
    const verdict = right ? "Right" : "Not yet";
    if (right !== null) write(add(column, "p", `course-verdict${right ? " course-right" : ""}`),
      why ? `${verdict}: ${why}` : `${verdict}.`);
  }
}
