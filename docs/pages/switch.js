// An exported page is dark when the reader's system is; a button turns it over. The choice stays in this browser.
{
  const KEY = "course-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const button = Object.assign(document.createElement("button"), { className: "course-switch", type: "button" });
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch { /* a browser that keeps nothing */ }

  const theme = () => chosen ?? (system.matches ? "dark" : "light");
  const show = (name) => {
    root.dataset.theme = name;
    if (document.body) document.body.dataset.jpThemeLight = String(name === "light");
    button.textContent = name === "light" ? "Dark page" : "Light page";
  };

  show(theme()); // before anything is drawn
  system.addEventListener("change", () => show(theme()));
  addEventListener("beforeprint", () => show("light"));
  addEventListener("afterprint", () => show(theme()));
  button.addEventListener("click", () => {
    chosen = root.dataset.theme === "light" ? "dark" : "light";
    show(chosen);
    try {
      localStorage.setItem(KEY, chosen);
    } catch { /* it holds until the page is left */ }
  });
  addEventListener("DOMContentLoaded", () => {
    document.body.prepend(button);
    show(theme());
  });
}
