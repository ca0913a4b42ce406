// Pictures in the dark. They are drawn on white, once; for a dark page every colour is turned, here and nowhere else.
//
// A colour of relative luminance L, as WCAG 2 defines it, gets the L' with (L' + 0.05) (L + 0.05) = 1.05 * 0.05. Black
// and white change places, and what stood out 4.5 : 1 from the one stands out 4.5 : 1 from the other: a number in a
// cell, which is black above L = 0.179 and white below, stays as readable as it was, for 0.179 stays where it is. All
// three channels are shifted alike, as those of a grey are, so that a hue is kept: orange stays orange.
// tests/test_dark.py computes the same from the definition.

export const FILTER = "course-dark"; // the name of the SVG filter, for still pictures: style sheets call it
const WEIGHTS = [0.2126, 0.7152, 0.0722]; // of red, green and blue in the luminance
const FINE = 4096; // steps of luminance in the table for canvases
const COARSE = 51; // in the filter's tables; the browser interpolates

const lightOf = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const channelOf = (light) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
const shift = (light) => channelOf((1.05 * 0.05) / (light + 0.05) - 0.05) - channelOf(light);
const table = (steps, value) => Float64Array.from({ length: steps + 1 }, (_, k) => value(k / steps));

const [RED, GREEN, BLUE] = WEIGHTS.map((weight) => table(255, (channel) => FINE * weight * lightOf(channel)));
const SHIFT = table(FINE, (light) => 255 * shift(light));
const sheet = new OffscreenCanvas(1, 1);
const ink = sheet.getContext("2d", { alpha: false, willReadFrequently: true });

// A bitmap as it looks in the dark; the one given is used up. It takes 3 to 4 ms for 900 by 350 pixels,
// once: drawing it then costs nothing more.
export function turned(bitmap) {
  const { width, height } = bitmap;
  Object.assign(sheet, { width, height });
  ink.drawImage(bitmap, 0, 0);
  bitmap.close();
  const image = ink.getImageData(0, 0, width, height);
  const pixels = image.data; // rounds and clips what is put into it
  for (let at = 0; at < pixels.length; at += 4) {
    const by = SHIFT[Math.round(RED[pixels[at]] + GREEN[pixels[at + 1]] + BLUE[pixels[at + 2]])];
    pixels[at] += by;
    pixels[at + 1] += by;
    pixels[at + 2] += by;
  }
  ink.putImageData(image, 0, 0);
  return sheet.transferToImageBitmap();
}

// The same as a filter, once in the document: on still pictures it needs no script that waits for them.
export function addFilter() {
  if (document.getElementById(FILTER)) return;
  const functions = (value) => {
    const values = [...table(COARSE, value)].map((v) => v.toFixed(4)).join(" ");
    return ["R", "G", "B"].map((c) => `<feFunc${c} type="table" tableValues="${values}"/>`).join("");
  };
  document.documentElement.insertAdjacentHTML("beforeend", `<svg width="0" height="0" style="position: absolute"
    aria-hidden="true"><filter id="${FILTER}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
    <feComponentTransfer>${functions(lightOf)}</feComponentTransfer>
    <feColorMatrix values="${`${WEIGHTS.join(" ")} 0 0 `.repeat(3)} 0 0 0 1 0"/>
    <feComponentTransfer result="shift">${functions((light) => (1 + shift(light)) / 2)}</feComponentTransfer>
    <feComposite in="SourceGraphic" in2="shift" operator="arithmetic" k1="0" k2="1" k3="2" k4="-1"/></filter></svg>`);
}

// Whether the page is dark: JupyterLab and Notebook say so on the body, the course's own pages and its site on the root.
export const isDark = () => document.body.dataset.jpThemeLight === "false"
  || document.documentElement.dataset.theme === "dark";

// Call `changed` when that changes, until the signal is given.
export function followTheme(changed, signal) {
  let dark = isDark();
  const watch = new MutationObserver(() => {
    if (dark === isDark()) return;
    dark = !dark;
    changed();
  });
  watch.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  signal.addEventListener("abort", () => watch.disconnect());
}
