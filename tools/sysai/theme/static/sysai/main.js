// Every page: the reader's colours, the menu of a narrow screen, and the way into the search.
import { searchPage } from "./address.js";
import { addCopyButtons } from "./copy.js";

const page = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

const colours = document.querySelector("[data-colours]");
const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : dark.matches);
const tellColours = () => colours.setAttribute("aria-pressed", String(isDark()));
colours.addEventListener("click", () => {
  const wanted = isDark() ? "light" : "dark";
  const asSystem = (wanted === "dark") === dark.matches;
  if (asSystem) delete page.dataset.theme;
  else page.dataset.theme = wanted;
  try {
    if (asSystem) localStorage.removeItem("sysai-colours");
    else localStorage.setItem("sysai-colours", wanted);
  } catch {
    // Storage is closed to us: the choice holds for this page.
  }
  tellColours();
});
dark.addEventListener("change", tellColours);
tellColours();

const menu = document.querySelector(".bar-menu");
const links = document.getElementById("bar-links");
function openMenu(open) {
  menu.setAttribute("aria-expanded", String(open));
  links.classList.toggle("open", open);
}
menu.addEventListener("click", () => openMenu(menu.getAttribute("aria-expanded") === "false"));
links.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || menu.getAttribute("aria-expanded") === "false") return;
  openMenu(false);
  menu.focus();
});

// On the search page itself the field is at hand; elsewhere a dialog opens, loaded when asked for.
async function openSearch() {
  const field = document.getElementById("search-query");
  if (field && document.getElementById("search-results")) {
    field.focus();
    field.select();
    return;
  }
  const { open } = await import("./dialog.js");
  open();
}
const isWriting = (target) => target.closest?.("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  const withControl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const asked =
    (withControl && event.key.toLowerCase() === "k") ||
    (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target));
  if (!asked) return;
  event.preventDefault();
  openSearch();
});
for (const link of document.querySelectorAll("[data-open-search]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openSearch().catch(() => location.assign(searchPage));
  });
}

// What is wider than the text scrolls inside itself, and can be scrolled by keyboard.
for (const table of document.querySelectorAll(".text table:not(.works-table)")) {
  const holder = document.createElement("div");
  holder.className = "table-wrapper";
  table.replaceWith(holder);
  holder.append(table);
  if (holder.scrollWidth > holder.clientWidth) {
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", table.caption?.textContent || "Table");
  }
}

addCopyButtons();
