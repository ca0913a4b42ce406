// Where the widgets' own scripts are: beside this one. No other host is asked.
require.config({ paths: { anywidget: new URL("anywidget", document.currentScript.src).href } });
// What ipywidgets calls is MathJax 2; the site has MathJax 3, and no label in a widget has a formula.
addEventListener("load", () => (window.MathJax.Hub ??= { Queue() {} }));
