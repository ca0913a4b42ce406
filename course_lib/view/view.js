// One picture with its text alternative. The picture is replaced only when the next one is decoded: no flicker.

// ipywidgets draws sliders without a name for assistive technology; their visible label and value become it.
// JupyterLab takes the arrow keys away from menus unless they ask to keep them.
function nameControls(root) {
  for (const menu of root.querySelectorAll("select")) menu.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const slider of root.querySelectorAll(".widget-hslider")) {
    const handle = slider.querySelector(".noUi-handle");
    if (!handle) continue;
    handle.setAttribute("aria-label", slider.querySelector(".widget-label")?.textContent ?? "");
    handle.setAttribute("aria-valuetext", slider.querySelector(".widget-readout")?.textContent ?? "");
  }
}

function render({ model, el }) {
  el.classList.add("course-view");
  const frame = el.appendChild(document.createElement("div"));
  frame.className = "course-frame";
  const picture = frame.appendChild(document.createElement("img"));
  picture.style.width = `${model.get("width")}px`;
  const message = el.appendChild(document.createElement("p"));
  message.className = "course-error";
  message.setAttribute("role", "alert");
  const words = el.appendChild(document.createElement("p"));
  words.className = "course-text";
  words.setAttribute("aria-live", "polite");

  let shown = null;
  const update = () => {
    message.textContent = model.get("error");
    message.hidden = !model.get("error");
    words.textContent = model.get("text");
    picture.alt = model.get("text");
    const next = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    const before = shown;
    shown = next;
    picture.src = next;
    const release = () => before && URL.revokeObjectURL(before);
    picture.decode().then(release, release);
    const root = el.closest(".course-explorer");
    if (root) nameControls(root);
  };
  model.on("change:png change:text change:error", update);
  update();
  // The sliders enter the page a little after this view does.
  const naming = setInterval(() => {
    const root = el.closest(".course-explorer");
    if (!root?.querySelector(".noUi-handle")) return;
    nameControls(root);
    clearInterval(naming);
  }, 100);
  return () => {
    clearInterval(naming);
    model.off("change:png change:text change:error", update);
    if (shown) URL.revokeObjectURL(shown);
  };
}

export default { render };
