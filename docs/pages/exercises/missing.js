// A name that an answer uses and that a cell further up on the page makes: such a cell runs only when it is asked for.
const bindings = (name) => [
  String.raw`^(def|class) ${name}\b`,
  String.raw`^(from \S+ )?import .*\b${name}\b`,
  String.raw`^[\w, ()*]*\b${name}\b[\w, ()*]*=(?!=)`,
  String.raw`^(    )*for [\w, ()*]*\b${name}\b[\w, ()*]* in\b`,
].map((pattern) => new RegExp(pattern, "m"));

export const missing = (words) => /name '(\w+)' is not defined/.exec(words)?.[1];

// The nearest cell above this one that makes the name; the page's first cell has run anyway.
export function maker(all, cell, name) {
  const above = all.slice(1, all.indexOf(cell)).reverse();
  return above.find(({ text }) => bindings(name).some((binding) => binding.test(text)));
}

const words = ({ text, traceback }) => text ?? traceback ?? "";

// Run the cell above that makes the name, and before it what that cell misses itself; what they say is on the page already.
export async function make(python, all, cell, name) {
  const above = maker(all, cell, name);
  if (!above) return;
  let further;
  const { ok } = await python.run(above.text, (output) => { further ??= missing(words(output)); });
  if (ok || !further) return;
  await make(python, all, above, further);
  await python.run(above.text, () => {});
}
