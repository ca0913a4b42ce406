// One exercise: its code becomes an editor, what a run says stands where the stored output stood.
import { bar, keysOf, make, megabytes } from "./bar.js";
import { edit, replace, write } from "./editor.js";
import * as kept from "./kept.js";
import { maker, missing, make as makeName } from "./missing.js";
import { show } from "./outputs.js";

const NOTHING = "It ran and said nothing. The verdict comes from the last line, the check.";
const STOPPED = "Stopped. The next run has a new Python: what you defined in other exercises is gone until you run "
  + "them again.";
const WAITS = "It waits until what is running now has come to its end.";
const UNKEPT = "This browser keeps nothing: what you type is gone when you leave the page.";
const AGAIN = "This is what you typed before. Run it to see the verdict.";

export class Exercise {
  constructor(page, name, cell) {
    Object.assign(this, { page, name, cell, key: `${page.lesson}.${name}`, field: null, opening: null, running: false });
    const { python, forget } = page;
    this.parts = bar(name, python.total, {
      edit: () => this.open(), run: () => this.run(), again: () => this.again(), first: () => this.first(),
      stop: () => python.restart().catch(() => {}), // the next run tells what is the matter
      forget: () => forget.all(this), remember: () => forget.undo(this) });
    this.output = make("div", { className: "course-output" });
    this.output.setAttribute("aria-live", "polite");
    for (const child of cell.code.children) {
      child.addEventListener("click", () => getSelection().isCollapsed && this.open());
    }
    cell.code.append(this.parts.element);
    if (kept.get(this.key) !== null) this.open(false).then(() => this.say(AGAIN));
  }

  get text() {
    return this.field?.value ?? kept.get(this.key) ?? this.cell.text;
  }

  // The editor in place of the code; the keyboard goes there when a hand asked for it.
  open(focus = true) {
    this.opening ??= this.build();
    if (focus) this.opening.then(() => this.field.focus());
    return this.opening;
  }

  async build() {
    const { cell, parts } = this;
    const host = make("div", { className: "course-editor" });
    const { field, captures } = await edit(host, this.text, {
      run: () => this.run(), changed: (text) => this.keep(text) });
    parts.keys.textContent = keysOf(captures);
    field.setAttribute("aria-label", `Your code for exercise ${this.name}`);
    field.setAttribute("aria-describedby", parts.keys.id);
    this.field = field;
    for (const child of cell.code.children) child.hidden = child !== parts.element;
    parts.element.before(host);
    parts.edit.hidden = true;
    for (const part of parts.opened) part.hidden = false;
    this.stored = [...(cell.output?.childNodes ?? [])];
    this.output.append(...this.stored);
    if (cell.output) cell.output.append(this.output);
    else cell.code.after(this.output);
  }

  keep(text) {
    if (!kept.set(this.key, text === this.cell.text ? null : text)) this.say(UNKEPT);
  }

  // Said once: the words are read out whenever they are set.
  say(words) {
    const { status } = this.parts;
    if (status.textContent !== words) status.textContent = words;
  }

  // As it is kept, or as it was: what was typed has been deleted or brought back.
  restore() {
    if (this.field) write(this.field, kept.get(this.key) ?? this.cell.text);
  }

  again() {
    replace(this.field, this.cell.text);
    this.output.replaceChildren(...this.stored);
    this.misses = null;
    this.offer();
    this.say("The text is as it was.");
  }

  // How far Python is, while it is loaded for a run. A run is stopped by ending Python: not before it is there.
  loading({ state, stage, share, total }, queued) {
    const { progress, stop } = this.parts, waits = state !== "ready";
    progress.hidden = state !== "loading";
    progress.value = share;
    stop.hidden = waits;
    if (state === "loading") this.say(`${stage.split(":")[0]}, ${megabytes(total)} MB in all …`);
    if (state === "ready") this.say(queued ? WAITS : "Running …");
  }

  draw(running) {
    const { run, stop, element, progress, first } = this.parts;
    if (!running && stop === document.activeElement) this.field.focus();
    this.running = running;
    run.setAttribute("aria-disabled", running);
    element.setAttribute("aria-busy", running);
    this.output.classList.toggle("course-past", running);
    stop.hidden = progress.hidden = first.hidden = true;
  }

  // Whatever work is given Python: what is going on is said meanwhile, and why it came to nothing.
  async busy(work) {
    if (this.running) return;
    const { python } = this.page, queued = python.busy;
    this.draw(true);
    const leave = python.follow((state) => this.loading(state, queued));
    let words = "";
    try {
      words = await work(python);
    } catch (error) {
      words = error.name === "Ended" ? STOPPED : error.message;
    }
    leave();
    this.draw(false);
    this.say(words);
  }

  run() {
    return this.busy((python) => this.told(python)).then(() => this.offer());
  }

  async told(python) {
    let said = false;
    this.misses = null;
    await python.run(this.text, (output) => {
      if (!said) this.output.replaceChildren();
      said = true;
      this.output.classList.remove("course-past");
      this.misses ??= missing(output.text ?? output.traceback);
      show(this.output, output);
    });
    if (!said) this.output.replaceChildren();
    return said ? "" : NOTHING;
  }

  // A name is missing that a cell above makes: one press runs that cell, and then this one again.
  offer() {
    const { first } = this.parts;
    first.hidden = !(this.misses && maker(this.page.all, this.cell, this.misses));
    first.textContent = `First run the cell above that makes ${this.misses}`;
  }

  first() {
    this.field.focus();
    return this.busy(async (python) => {
      await makeName(python, this.page.all, this.cell, this.misses);
      return this.told(python);
    }).then(() => this.offer());
  }
}
