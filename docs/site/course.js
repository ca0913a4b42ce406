/* global require */
// Where the widgets' own scripts and fonts are: beside this one. No other host is asked.
const beside = (name) => new URL(name, document.currentScript.src).href;
require.config({ paths: { anywidget: beside("anywidget"), "@jupyter-widgets": beside("@jupyter-widgets") } });
// What ipywidgets calls is MathJax 2; the site has MathJax 3, and no label in a widget has a formula.
addEventListener("load", () => ((window.MathJax ??= {}).Hub ??= { Queue() {} }));
