// The numbers of the picture as tables, in a part of the page that opens: for those who cannot see the picture, and for
// those who want to take the numbers away.
//
// While it is closed nothing is asked. Open, it asks for the tables of the frame on the screen, one question at a time;
// an answer that belongs to another frame by now is dropped, so tables can be late but never wrong. On an exported page
// the tables of all positions have come with the page.

import { Requests } from "./requests.js";
import { code } from "./stage.js";
import { add } from "./text.js";

const [READ, TAKEN] = [4, 6]; // significant digits: to be read, and to be taken away

// A value as it is read: 0.1257, −12, 3.1e−5. Python writes numbers in the same way, see plots/tables.py.
function written(value) {
  if (typeof value !== "number") return value ?? "";
  const size = Math.abs(value);
  const plain = (size >= 1e-4 && size < 1e5) || (Number.isInteger(size) && size < 1e6);
  const digits = Number.isInteger(size) && size < 1e6 ? String(size) : String(Number(size.toPrecision(READ)));
  const [mantissa, exponent] = size.toExponential(READ - 1).split("e");
  const text = plain ? digits : `${Number(mantissa)}e${Number(exponent)}`.replace("e-", "e−");
  return value < 0 ? `−${text}` : text;
}

const field = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value ?? "");
const chosen = (table) => table.chosen ?? [...table.rows.keys()];
const layout = (table) => JSON.stringify([table.head, table.rows, table.columns, chosen(table), table.marked]);
const heading = (table) => (table.chosen
  ? `${table.title}: ${table.chosen.length} of ${table.rows.length} rows, all of them in the copy` : table.title);

// The <table> without its numbers.
function drawn(parent, table) {
  const element = add(parent, "table", "");
  add(element, "caption", "");
  const head = add(add(element, "thead", ""), "tr", "");
  for (const name of [table.head, ...table.columns]) add(head, "th", "", { scope: "col" }).textContent = name;
  const body = add(element, "tbody", "");
  for (const row of chosen(table)) {
    const line = add(body, "tr", "", row === table.marked ? { "aria-current": "true" } : {});
    add(line, "th", "", { scope: "row" }).textContent = written(table.rows[row]);
    table.columns.forEach(() => add(line, "td", ""));
  }
  return element;
}

// A region that scrolls can be reached by the keyboard, and has a name; one that does not is none.
function reach(region) {
  const scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
  const given = { role: "region", tabindex: "0", "aria-label": region.querySelector("caption")?.textContent ?? "" };
  for (const [name, value] of Object.entries(given)) {
    if (scrolls) region.setAttribute(name, value);
    else region.removeAttribute(name);
  }
}

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

export class Numbers {
  model;
  picture; // what is on the screen
  details;
  button;
  said; // what became of copying
  note; // what went wrong, or how exact the numbers are
  body; // the tables
  byHand; // the copy, to be copied by hand where the page may not
  requests;
  frame = null; // {key, states, values} of the frame on the screen
  tables = []; // as they are on the page, and
  of = null; // the frame that they belong to
  asking = false;
  stored = null; // a promise of what has come with the page
  sized = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target.closest(".course-table"))));

  constructor(model, el, picture) {
    Object.assign(this, { model, picture, requests: new Requests(model) });
    // JupyterLab would take Enter, the arrow keys and Ctrl+C for itself.
    this.details = add(el, "details", "course-numbers", { "data-lm-suppress-shortcuts": "true" });
    add(this.details, "summary", "").textContent = "The numbers";
    const tools = add(this.details, "p", "course-numbers-tools");
    this.button = add(tools, "button", "", { type: "button" });
    this.button.textContent = "Copy as CSV";
    this.said = add(tools, "span", "", { role: "status" });
    this.note = add(tools, "span", "");
    this.byHand = add(this.details, "textarea", "", { "aria-label": "The numbers as CSV", rows: "6", readonly: "" });
    this.byHand.hidden = true;
    this.body = add(this.details, "div", "course-tables");
    this.details.addEventListener("toggle", () => this.look());
    this.button.addEventListener("click", () => this.copy());
    el.addEventListener("course-frame", ({ detail }) => this.follow(detail));
  }

  leave() {
    this.sized.disconnect();
  }

  follow(frame) {
    this.frame = frame;
    this.look();
  }

  // Have the tables of the frame on the screen, unless they are there or nobody looks.
  async look() {
    const { frame } = this;
    const late = frame !== null && frame.key !== this.of?.key;
    this.body.setAttribute("aria-busy", late);
    if (!late || !this.details.open || this.asking) return;
    this.asking = true;
    const found = await this.have(frame).catch((error) => ({ error: String(error) }));
    this.asking = false;
    if (this.picture.gone.signal.aborted) return;
    if (this.frame.key !== frame.key) this.look();
    else if (found?.tables) this.show(found, frame);
    else this.note.textContent = found?.error ?? "";
  }

  async have(frame) {
    const place = [...this.picture.embedded.keys()].indexOf(frame.key);
    if (place >= 0) {
      const { tables, digits } = await (this.stored ??= unpacked(this.model.get("tables")));
      const note = digits < TAKEN ? `On this page numbers are rounded to ${digits} digits.` : "";
      return { tables: tables[place], note };
    }
    const answer = await this.requests.ask(frame.key, { kind: "table", states: frame.states }, this.picture.gone.signal);
    if (!answer) return { error: "Python does not answer." };
    const { states, epoch, tables, error } = answer.reply;
    // What a job has found meanwhile is on its way to the picture, and this is asked again then.
    return error || this.picture.key(states, epoch) === frame.key ? { tables, error } : null;
  }

  // The answer to a question of ours.
  heard(reply) {
    if (reply.kind === "table") this.requests.settle(reply);
  }

  show({ tables, note = "" }, frame) {
    Object.assign(this, { tables, of: frame });
    this.note.textContent = note;
    this.said.textContent = "";
    this.byHand.hidden = true;
    while (this.body.children.length > tables.length) this.body.lastChild.remove();
    tables.forEach((table, place) => this.fill(this.body.children[place] ?? this.region(), table));
    this.body.setAttribute("aria-busy", "false");
  }

  region() {
    const region = add(this.body, "div", "course-table");
    this.sized.observe(region);
    return region;
  }

  // Write a table into its region; it is built anew only where its rows or columns are others.
  fill(region, table) {
    const form = layout(table);
    if (region.dataset.form !== form) {
      region.replaceChildren();
      this.sized.observe(drawn(region, table));
      region.dataset.form = form;
    }
    const put = (element, text) => element.textContent !== text && (element.textContent = text);
    put(region.querySelector("caption"), heading(table));
    const cells = region.querySelectorAll("td");
    chosen(table).flatMap((row) => table.values[row]).forEach((value, place) => put(cells[place], written(value)));
  }

  // The line of code, then each table: title, names of columns, rows; as `explorer.table().csv()` in Python.
  csv() {
    const { model, of, tables } = this;
    const line = code(model.get("name"), of?.values ?? {}, model.get("order"), model.get("handed"));
    const rows = tables.flatMap((table) => [[], [table.title], [table.head, ...table.columns],
      ...table.rows.map((name, row) => [name, ...table.values[row]])]);
    return [[line], ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
  }

  async copy() {
    this.said.textContent = "";
    const text = this.csv();
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    this.said.textContent = copied || this.select(text) ? "Copied" : "Press Ctrl+C (⌘C) to copy what is selected";
  }

  // Where a page may not write to the clipboard by itself, such as over http: what is selected can be copied.
  select(text) {
    this.byHand.value = text;
    this.byHand.hidden = false;
    this.byHand.select();
    const copied = document.execCommand("copy");
    this.byHand.hidden = copied;
    if (copied) this.button.focus();
    return copied;
  }
}
