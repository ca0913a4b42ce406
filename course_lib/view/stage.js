// What stands in the page: the canvas, its words, and names for assistive technology.

import { add } from "./text.js";

const HIGHEST = 62; // per cent of the window's height that a picture takes

// ipywidgets draws sliders and players without names for assistive technology; what is visible becomes the name.
// JupyterLab takes the arrow keys away from menus unless they ask to keep them. A slider's value looks as if it could be
// typed over, and nothing would come of that: the Tab key passes it by.
export function nameControls(root) {
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", root.querySelector("canvas")?.dataset.name ?? "");
  for (const label of root.querySelectorAll("label[title=null]")) label.removeAttribute("title"); // read out, and shown
  for (const menu of root.querySelectorAll("select")) menu.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const slider of root.querySelectorAll(".widget-hslider")) {
    const handle = slider.querySelector(".noUi-handle");
    if (!handle) continue;
    handle.setAttribute("aria-label", slider.querySelector(".widget-label")?.textContent ?? "");
    const readout = slider.querySelector(".widget-readout");
    handle.setAttribute("aria-valuetext", readout?.textContent ?? "");
    readout?.setAttribute("contenteditable", "false");
    const still = slider.querySelector(".noUi-target").hasAttribute("disabled");
    handle.setAttribute("aria-disabled", still);
    handle.tabIndex = still ? -1 : 0;
  }
  for (const player of root.querySelectorAll(".widget-play")) {
    player.querySelectorAll("button").forEach((button, place) => {
      button.setAttribute("aria-label", ["Play or pause", "Stop and go to the first step"][place] ?? "");
    });
  }
  root.querySelectorAll(".widget-hprogress:not([role])").forEach(tellProgress);
}

// How far a job is, for assistive technology: ipywidgets says it by the width of a bar.
function tellProgress(progress) {
  const bar = progress.querySelector(".progress-bar");
  const named = { role: "progressbar", "aria-label": progress.title || "progress", "aria-valuemin": 0, "aria-valuemax": 100 };
  for (const [key, value] of Object.entries(named)) progress.setAttribute(key, value);
  const tell = () => progress.setAttribute("aria-valuenow", Math.round(parseFloat(bar.style.width) || 0));
  new MutationObserver(tell).observe(bar, { attributes: true, attributeFilter: ["style"] });
  tell();
}

export function build(model, el) {
  el.classList.add("course-view");
  const canvas = add(add(el, "div", "course-frame"), "canvas", "course-canvas", { role: "img" });
  // The words stand below and are read there: the picture's own name says so, and does not repeat them.
  canvas.dataset.name = `live picture ${model.get("name")?.replaceAll("_", " ") ?? ""}`.trim();
  canvas.setAttribute("aria-label", "Picture. What it shows is said below it.");
  [canvas.width, canvas.height] = [model.get("width"), model.get("height")];
  const [zoom, width] = [model.get("zoom"), model.get("width")];
  // Controls and sentence stay on the screen beside the picture: it gives way, but where nothing is larger than usual
  // not so far that it could not be read.
  const fits = `${(HIGHEST * width) / model.get("height") / zoom}vh`;
  canvas.style.width = `min(${width}px, ${zoom > 1 ? fits : `max(${0.8 * width}px, ${fits})`})`;
  canvas.style.cursor = model.get("clickable") ? "crosshair" : "";
  return { canvas, message: add(el, "p", "course-error", { role: "alert" }),
    words: add(el, "p", "course-text", { "aria-live": "polite" }), line: add(el, "code", "course-line") };
}

// The line of Python that shows an explorer in this state; a click selects it. `order` names the controls as they
// stand on the screen: a page on disk has its values in alphabetical order. `handed` is what it was given beside them.
export function code(name, values, order, handed = []) {
  const spelled = (value) => ({ true: "True", false: "False" })[value] ?? JSON.stringify(value);
  const given = order.filter((control) => control in values).map((control) => `${control}=${spelled(values[control])}`);
  return name && `explorers.${name}(${[...handed, ...given].join(", ")})`;
}
