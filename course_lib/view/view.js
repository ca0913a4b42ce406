// The picture of an explorer: a canvas that shows the frame belonging to the controls as they stand in this page.
//
// Frames are drawn by Matplotlib in the kernel. A frame that the page holds is shown without asking anybody; one that
// it does not hold is asked for, and the kernel then sends the slider's other positions too. A frame's key is the state
// of all controls, so a frame can be late but never wrong.

import { addFilter } from "./dark.js";
import { Numbers } from "./numbers.js";
import { isSlider, Picture } from "./picture.js";
import { nameControls } from "./stage.js";

// A finger on a slider's track may be about to scroll the page: the slider hears of it as a click, once it was a tap.
const unlessTap = (event) => {
  if (!event.target.closest(".noUi-handle")) event.stopPropagation();
};

function render({ model, el }) {
  addFilter();
  const picture = new Picture(model, el);
  const numbers = new Numbers(model, el, picture);
  const heard = (content, buffers) => {
    picture.heard(content, buffers);
    numbers.heard(content);
  };
  const pushed = () => picture.pushed();
  const looked = () => picture.look();
  const warned = () => picture.warn(model.get("error"));
  picture.follow().then(() => {
    if (picture.gone.signal.aborted) return;
    model.on("msg:custom", heard);
    model.on("change:png", pushed);
    model.on("change:epoch change:hold", looked);
    model.on("change:error", warned);
    if (model.get("clickable")) picture.canvas.addEventListener("click", (event) => picture.clicked(event));
  });
  // The sliders enter the page a little after this view does. The hand on a slider announces a move.
  const naming = setInterval(() => {
    const root = el.closest(".course-explorer");
    if (!root?.querySelector(".noUi-handle") || !picture.owner) return;
    clearInterval(naming);
    root.style.zoom = model.get("zoom");
    nameControls(root);
    const names = model.get("order").filter((name) => isSlider(picture.controls[name]));
    root.querySelectorAll(".widget-hslider").forEach((slider, place) => {
      slider.addEventListener("touchstart", unlessTap, { capture: true, passive: true });
      for (const event of ["pointerenter", "focusin"]) slider.addEventListener(event, () => picture.fill(names[place]));
    });
  }, 100);
  return () => {
    clearInterval(naming);
    model.off("msg:custom", heard);
    model.off("change:png", pushed);
    model.off("change:epoch change:hold", looked);
    model.off("change:error", warned);
    picture.leave();
    numbers.leave();
  };
}

export default { render };
