// The exercises of an exported page become editable: their code is run in this page, the check's verdict stands under it.
import { cells, exercises, lesson } from "./cells.js";
import { Exercise } from "./exercise.js";
import { Forget } from "./forget.js";
import { python } from "../python/python.js"; // without it nothing here happens: the exercises are there to be read

const all = cells();
const page = { all, lesson: lesson(all), python, forget: new Forget() };
if (page.lesson) {
  page.forget.here = exercises(all).map(({ name, cell }) => new Exercise(page, name, cell));
}
