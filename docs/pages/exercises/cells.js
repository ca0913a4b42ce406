// The code cells of an exported page, of the site or of slides: their text, and where it and their output stand.
const CELL = ".jp-CodeCell, div.cell";
const CODE = ".jp-InputArea-editor, .cell_input";
const OUTPUT = ".jp-OutputArea-output, .cell_output .output";

export function cells() {
  return [...document.querySelectorAll(CELL)].flatMap((element) => {
    const code = element.querySelector(CODE);
    if (!code) return [];
    const text = code.querySelector("pre").textContent.replace(/\n$/, "");
    return [{ element, code, text, output: element.querySelector(OUTPUT) }];
  });
}

// {name, cell} of each exercise: its check is called there.
export function exercises(all) {
  return all.flatMap((cell) => {
    const [, name] = /\bexercise\.(\w+)\.check\(/.exec(cell.text) ?? [];
    return name ? [{ name, cell }] : [];
  });
}

// The lesson is told by its set-up cell, on every kind of page.
export const lesson = (all) => /from course_lib\.checks import (\w+)/.exec(all[0]?.text)?.[1];
