// The exercises of an exported page become editable: their code is run in this page, the check's verdict stands under it.
import { cells, exercises, lesson } from "./cells.js";
import { Exercise } from "./exercise.js";
import { Forget } from "./forget.js";

const all = cells();
// Without Python in the page, and on a page without exercises, everything is there to be read.
const page = { all, lesson: lesson(all), python: globalThis[Symbol.for("course.python")], forget: new Forget() };
if (page.python && page.lesson) {
  page.forget.here = exercises(all).map(({ name, cell }) => new Exercise(page, name, cell));
}
