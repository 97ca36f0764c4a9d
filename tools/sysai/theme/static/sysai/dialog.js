// The search as a dialog over any page, opened by Ctrl-K or "/".
import { query, read, searchPage } from "./address.js";
import { ask, load } from "./engine.js";
import { make, patiently } from "./make.js";
import { cards, put, told, walk } from "./results.js";

const SHOWN = 6;
const nothing = { ...read("https://localhost/"), q: "" };

const field = make("input", {
  type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  "aria-label": "Title, name, author, venue or a word of the summary",
  placeholder: "Title, name, author, venue, word …",
});
const shut = make("button", { type: "button", class: "bar-button", "aria-label": "Close" }, "✕");
const form = make("form", { role: "search" }, field, shut);
const status = make("p", { class: "status", role: "status" });
const list = make("ol", { class: "results" });
const all = make("a", { href: searchPage }, "All results, with filters");
const dialog = make("dialog", { class: "find", "aria-label": "Search" },
  form, status, list, make("p", { class: "find-foot" }, all));
document.body.append(dialog);

let latest = 0;
async function run() {
  const mine = ++latest;
  const asked = field.value;
  all.href = new URL(query({ q: asked }) || searchPage, searchPage);
  if (!asked.trim()) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    for await (const found of ask({ ...nothing, q: asked })) {
      const made = await cards(found.results.slice(0, SHOWN));
      if (mine !== latest) return;
      put(list, made);
      status.textContent = told(found, asked);
    }
  } catch (error) {
    if (mine !== latest) return;
    status.textContent = `The search index could not be loaded: ${error.message}`;
    throw error;
  }
}

field.addEventListener("input", patiently(run));
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault(); // which would only empty the field
  dialog.close();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(all.href);
});
shut.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // the ground around it
});
walk(field, list);

/** Show the dialog, ready to type into. */
export function open() {
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
  load().catch(() => {}); // what goes wrong is told when something is asked
}
