// What the site's theme and the exported pages leave out for keyboard and screen reader; on both.

// Each fold of the site's contents is called after the link beside it, and the course's name at the top is a banner.
function name() {
  for (const fold of document.querySelectorAll(".bd-sidenav summary")) {
    const link = fold.closest("li").querySelector("a");
    fold.setAttribute("aria-label", `Pages under ${link.textContent.trim()}`);
  }
  document.querySelector(".navbar-brand")?.closest(".sidebar-primary-item")?.setAttribute("role", "banner");
}

// A formula wider than the page scrolls in itself: then, and only then, the Tab key stops there and arrow keys move it.
async function reachFormulas() {
  await window.MathJax?.startup?.promise;
  const sizes = new ResizeObserver((all) => {
    for (const { target } of all) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("mjx-container[display]").forEach((formula) => sizes.observe(formula));
}

addEventListener("DOMContentLoaded", name);
addEventListener("load", reachFormulas);
