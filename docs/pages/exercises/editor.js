// An editor for a few lines of Python. prism-code-editor draws the colours behind an ordinary text field, so keyboard,
// screen reader and touch meet nothing new; where it does not come, the text field alone does the same work.
const LIBRARY = new URL("prism-code-editor/", import.meta.url);
const PATIENCE = 2000; // milliseconds: who wants to type does not wait longer for colours

let library = null;

function sheet(name) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(name, LIBRARY) });
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

// Loaded at the first press of a button, once for the page.
async function load() {
  const names = ["index.js", "extensions/commands/index.js", "languages/python.js", "prism/languages/python.js"];
  const [{ createEditor }, commands] = await Promise.all([
    ...names.map((name) => import(new URL(name, LIBRARY))), sheet("layout.css")]);
  return { createEditor, ...commands };
}

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

// Runs, and lets the Tab key go: after Escape it leaves the editor, until something else is typed there.
function keys(host, { run, setIgnoreTab }) {
  host.addEventListener("keydown", (event) => {
    const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey);
    if (event.key !== "Tab" && event.key !== "Shift") setIgnoreTab?.(event.key === "Escape");
    if (!runs && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // slides and the editor itself have other uses for these
    if (runs) run();
  }, true);
  host.addEventListener("focusin", () => setIgnoreTab?.(false));
}

function plain(host, text) {
  const field = Object.assign(document.createElement("textarea"), {
    value: text, spellcheck: false, autocapitalize: "off", autocomplete: "off", className: "course-plain" });
  const grow = () => { field.rows = field.value.split("\n").length; };
  field.addEventListener("input", grow);
  grow();
  host.append(field);
  return field;
}

function coloured(host, text, { createEditor, editorCommands, defaultKeymap }) {
  const traits = { language: "python", value: text, tabSize: 4, wordWrap: true, lineNumbers: false };
  return createEditor(host, traits, editorCommands(defaultKeymap)).textarea;
}

// Put an editor into `host`: {field, captures}, the text field and whether it keeps the Tab key for itself.
export async function edit(host, text, { run, changed }) {
  library ??= load().catch(() => { library = null; return null; });
  const parts = await Promise.race([library, late()]);
  const field = parts ? coloured(host, text, parts) : plain(host, text);
  keys(host, { run, setIgnoreTab: parts?.setIgnoreTab });
  field.addEventListener("input", () => changed(field.value));
  return { field, captures: Boolean(parts) };
}

export function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

// Replace the whole text so that Ctrl+Z brings the old one back.
export function replace(field, text) {
  field.focus();
  field.select();
  document.execCommand("insertText", false, text);
  if (field.value !== text) write(field, text);
}
