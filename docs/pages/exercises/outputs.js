// What a run says, drawn as it comes: printed text, values, pictures, errors.
import { make } from "./bar.js";

const KINDS = {
  text: ({ text }) => make("pre", { textContent: text }),
  // Markup only where the browser itself takes scripts out of it; else the words that come with it.
  html: ({ html, text }) => {
    const place = make("div");
    if (!place.setHTML) return KINDS.text({ text });
    place.setHTML(html);
    return place;
  },
  image: ({ png, text, width }) => make("img", { src: `data:image/png;base64,${png}`, alt: text,
    style: width ? `width: ${width}px` : "" }),
  error: ({ traceback }) => make("pre", { className: "course-trouble", textContent: traceback.replace(/^-+\n/, "") }),
};

export function show(place, output) {
  if (output.type !== "stream") return place.append(KINDS[output.type](output));
  // Lines that are printed one after the other are one text.
  if (!place.lastChild?.classList.contains("course-printed")) place.append(make("pre", { className: "course-printed" }));
  place.lastChild.append(output.text);
}
