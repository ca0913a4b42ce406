// Elements and their text.

export function add(parent, tag, name, attributes = {}, text = "") {
  const element = parent.appendChild(document.createElement(tag));
  if (name) element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

// Text in which *this* is a name on the screen. What stands there already is left alone, and not said again.
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

// Text in which a number with an exponent, 2.3e-05, is not broken behind its hyphen.
export const unbroken = (text) => text.split(/([\d.]+e-\d+)/).map((part, place) => {
  if (place % 2 === 0) return part;
  const number = document.createElement("span");
  number.style.whiteSpace = "nowrap";
  number.textContent = part;
  return number;
});

export const quoted = (choice) => `“${choice.replace(/^\.\.\. /, "… ")}”`;
