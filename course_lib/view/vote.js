// Hands counted in two rounds, before and after a discussion: numbers that are typed or clicked, bars, and words.

import { add } from "./text.js";

const ROUNDS = ["before", "after"];

// The number of hands, its button and its bar for one choice in one round; `set(number)` is told of a change.
function tally(parent, choice, round, set) {
  const line = add(parent, "div", `course-tally course-${round}`);
  add(line, "span", "course-round", {}, round);
  const label = `Hands for “${choice}” ${round} the discussion`;
  const input = add(line, "input", "course-hands", { type: "number", min: 0, max: 9999, "aria-label": label });
  const more = add(line, "button", "course-more", { type: "button", "aria-label": `One more: ${label}` }, "+1");
  const bar = add(add(line, "div", "course-track"), "div", "course-bar");
  const words = add(line, "span", "course-share");
  input.addEventListener("input", () => set(Math.max(0, Math.round(input.valueAsNumber) || 0)));
  more.addEventListener("click", () => set((Number(input.value) || 0) + 1));
  return (hands, all) => {
    const share = all ? Math.round((100 * hands) / all) : 0;
    if (Number(input.value) !== hands || input.value === "") input.value = hands;
    bar.style.width = `${share}%`;
    words.textContent = `${hands} · ${share}%`;
  };
}

function render({ model, el }) {
  const choices = model.get("choices");
  const counts = model.get("counts") ?? choices.map(() => ROUNDS.map(() => 0)); // known to this page alone
  model.set("counts", counts);
  el.classList.add("course-vote");
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take the arrow keys away from the numbers
  el.style.zoom = model.get("zoom");
  add(el, "p", "course-asked", {}, model.get("text"));
  const shows = choices.map((choice, place) => {
    const part = add(el, "div", "course-option", { role: "group", "aria-label": choice });
    add(part, "p", "course-name", {}, choice);
    return ROUNDS.map((round, k) => tally(part, choice, round, (hands) => {
      counts[place][k] = hands;
      show();
    }));
  });
  const total = add(el, "p", "course-total", { role: "status" });
  const clear = add(el, "button", "course-clear", { type: "button" }, "Count anew");
  clear.addEventListener("click", () => {
    for (const count of counts) count.fill(0);
    show();
  });

  function show() {
    const all = ROUNDS.map((_, k) => counts.reduce((sum, count) => sum + count[k], 0));
    shows.forEach((rounds, place) => rounds.forEach((draw, k) => draw(counts[place][k], all[k])));
    total.textContent = `Hands: ${all[0]} before, ${all[1]} after the discussion.`;
  }
  show();
}

export default { render };
