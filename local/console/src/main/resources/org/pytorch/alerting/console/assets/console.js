// Small comforts for a browser that runs scripts; every page also works without them.
"use strict";

// What is unfolded stays unfolded, and what has the focus keeps it, when the page looks again.
let unfolded = [];
let focused = null;

// A link has no id, so it is found again by its address, and by its place among those with the same.
function place(element) {
  if (element.id) return { selector: `#${CSS.escape(element.id)}`, index: 0 };
  const href = element.getAttribute("href");
  if (!href) return null;
  const selector = `[href="${CSS.escape(href)}"]`;
  return { selector, index: [...document.querySelectorAll(`#live ${selector}`)].indexOf(element) };
}

document.addEventListener("htmx:beforeSwap", () => {
  const live = document.getElementById("live");
  unfolded = [...live.querySelectorAll("details[open][id]")].map((it) => it.id);
  focused = live.contains(document.activeElement) ? place(document.activeElement) : null;
});
document.addEventListener("htmx:afterSwap", () => {
  unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  if (focused) document.querySelectorAll(`#live ${focused.selector}`)[focused.index]?.focus({ preventScroll: true });
});

// No look again while text is selected: it would be lost before it can be copied.
document.addEventListener("htmx:beforeRequest", (event) => {
  const live = document.getElementById("live");
  const selection = window.getSelection();
  if (selection && !selection.isCollapsed && live?.contains(selection.anchorNode)) event.preventDefault();
});

// The chosen state is in sight, else the first one on the way, and the page stays where it was scrolled to.
const PLACE = "console-place";
const kept = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
const chosen = document.querySelector("a.node[aria-current]");
if (kept && JSON.parse(kept).path === location.pathname) {
  const place = JSON.parse(kept);
  history.scrollRestoration = "manual";
  window.scrollTo({ top: place.y, behavior: "instant" });
  if (place.byKey) document.querySelector(`[data-state="${CSS.escape(place.state ?? "")}"]`)?.focus({ preventScroll: true });
}
const shown = chosen ?? document.querySelector(".graph-box a.node:has(.state[class*='is-'])");
if (shown) {
  const box = document.querySelector(".graph-box");
  const at = shown.getBoundingClientRect();
  const around = box.getBoundingClientRect();
  box.scrollTo({
    left: box.scrollLeft + at.left - around.left - (around.width - at.width) / 2,
    top: box.scrollTop + at.top - around.top - (around.height - at.height) / 2,
    behavior: "instant",
  });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.node, a[data-keep-place]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  // On a narrow screen the details are below the graph, and the link leads to them.
  if (!window.matchMedia("(min-width: 1012px)").matches && link.matches(".node")) return;
  sessionStorage.setItem(PLACE, JSON.stringify({
    path: location.pathname, y: window.scrollY, state: link.dataset.state, byKey: event.detail === 0,
  }));
  if (link.matches(".node")) {
    event.preventDefault();
    location.assign(link.getAttribute("href").replace(/#.*$/, ""));
  }
});

// "/" goes to the search, as on GitHub; "?" is not needed: there is one key.
document.addEventListener("keydown", (event) => {
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && search && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// A filter takes effect at once, without its button.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});
