// What stands under the code of an exercise: buttons, what is going on, and what there is to know.
export function make(tag, traits = {}, ...children) {
  const element = Object.assign(document.createElement(tag), traits);
  element.append(...children);
  return element;
}

export function button(label, press) {
  const element = make("button", { type: "button", textContent: label });
  element.addEventListener("click", press);
  return element;
}

const KEYS = {
  true: "Shift+Enter or Ctrl+Enter runs. Tab indents; press Escape, then Tab to leave the editor.",
  false: "Shift+Enter or Ctrl+Enter runs.",
};
export const megabytes = (bytes) => Math.round(bytes / 1e6);

const know = (total) => [
  `Run starts Python inside this page: ${megabytes(total)} MB, once. It is there until you leave the page.`,
  "Before your code it runs the first cell of this page, the imports. Other cells run only if you ask for a name that "
  + "one of them makes. What you define in one exercise is there in the others, too.",
  "Nothing leaves this page. What you type is kept by this browser, on this device, until you delete it.",
];

// The parts of one exercise's bar; Python has `total` bytes; `press` has what its buttons do.
export function bar(name, total, press) {
  const parts = {
    edit: button("Edit and run", press.edit),
    run: button("Run", press.run),
    stop: button("Stop", press.stop),
    again: button("Start again from the text as it was", press.again),
    status: make("p", { className: "course-status", role: "status" }),
    first: button("", press.first),
    progress: make("progress", { hidden: true, max: 1 }),
    keys: make("p", { className: "course-keys", id: `course-keys-${name}` }),
    forget: button("Delete what I typed in all exercises of the course", press.forget),
    remember: button("Bring it back", press.remember),
  };
  parts.progress.setAttribute("aria-label", "Python is loading");
  const buttons = make("div", { className: "course-buttons" }, parts.edit, parts.run, parts.stop, parts.again);
  const words = know(total).map((textContent) => make("p", { textContent }));
  const more = make("details", {}, make("summary", { textContent: "What runs, and what is kept" }), ...words,
    make("div", { className: "course-buttons" }, parts.forget, parts.remember));
  parts.element = make("div", { className: "course-bar", role: "group", ariaLabel: `Exercise ${name}` },
    buttons, parts.status, parts.progress, make("div", { className: "course-buttons" }, parts.first), parts.keys, more);
  parts.opened = [parts.run, parts.again, parts.keys, more];
  for (const part of [...parts.opened, parts.stop, parts.first, parts.remember]) part.hidden = true;
  return parts;
}

export const keysOf = (captures) => KEYS[captures];
