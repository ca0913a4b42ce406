// Names for what the theme draws without one: each fold of the contents is called after the link beside it, and the
// course's name at the top is the page's banner.
addEventListener("DOMContentLoaded", () => {
  for (const fold of document.querySelectorAll(".bd-sidenav summary")) {
    const link = fold.closest("li").querySelector("a");
    fold.setAttribute("aria-label", `Pages under ${link.textContent.trim()}`);
  }
  document.querySelector(".navbar-brand")?.closest(".sidebar-primary-item")?.setAttribute("role", "banner");
});
