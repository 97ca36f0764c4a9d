// "My bibliography": the works chosen, and what can be done with them; loaded when opened.
import { root } from "./address.js";
import * as bibliography from "./bibliography.js";
import { copyButton } from "./copy.js";
import { make } from "./make.js";

const STYLES = ["APA", "IEEE", "ACM", "Chicago"];
const FILES = [
  ["BibTeX", "bib", "references.bib", "application/x-bibtex"],
  ["BibLaTeX", "biblatex", "references.bib", "application/x-bibtex"],
  ["RIS", "ris", "references.ris", "application/x-research-info-systems"],
  ["CSL-JSON", "json", "references.json", "application/json"],
];

function button(text, run, facts = {}) {
  const made = make("button", { type: "button", ...facts }, text);
  made.addEventListener("click", run);
  return made;
}

const shut = button("✕", () => dialog.close(), { class: "bar-button", "aria-label": "Close" });
const status = make("p", { class: "status", role: "status" });
const offer = make("div", { class: "chosen-offer" });
const list = make("ul", { class: "chosen-list" });
const style = make("select", { id: "chosen-style" }, ...STYLES.map((one) => make("option", {}, one)));
const files = make("p", {}, "Save as ",
  ...FILES.flatMap(([title, ...file]) => [button(title, () => save(...file)), " "]));
const text = make("p", {}, make("label", { for: "chosen-style" }, "References in "), style, " ",
  copyButton(() => bibliography.references(style.value), "Copy text"));
const more = make("p", {}, copyButton(bibliography.link, "Copy link"), " ",
  button("Remove all", () => {
    bibliography.clear();
    status.textContent = "No work is chosen.";
    shut.focus();
  }));
const actions = make("div", { class: "chosen-actions" }, files, text, more);
const dialog = make("dialog", { class: "chosen", "aria-labelledby": "chosen-head" },
  make("div", { class: "chosen-top" }, make("h2", { id: "chosen-head" }, "My bibliography"), shut),
  offer, list, status, actions,
  make("p", { class: "chosen-foot" },
    "Kept in this browser only. The link holds the keys of the works, nothing else."));
document.body.append(dialog);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // the ground around it
});

function row(key) {
  const { title, by } = bibliography.work(key);
  const drop = button("Remove", () => {
    const place = [...list.children].indexOf(drop.closest("li"));
    bibliography.remove(key);
    status.textContent = "Removed from my bibliography.";
    (list.children[place] || list.lastElementChild)?.querySelector("button").focus();
    if (!list.contains(document.activeElement)) shut.focus();
  }, { "aria-label": `Remove ${title}` });
  return make("li", {}, make("a", { href: new URL(`entries/${key}.html`, root) }, title),
    make("span", { class: "count" }, ` ${by} `), drop);
}

function show() {
  const keys = bibliography.keys();
  list.replaceChildren(...keys.map(row));
  actions.hidden = keys.length === 0;
  if (!keys.length && !status.textContent) status.textContent = "No work is chosen.";
}

function save(name, file, type) {
  const url = URL.createObjectURL(new Blob([bibliography.file(name)], { type }));
  const link = make("a", { href: url, download: file });
  dialog.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  const count = bibliography.keys().length;
  status.textContent = `${file}: ${count} work${count === 1 ? "" : "s"}.`;
}

/** Take the works that a link brings; whoever has chosen others is asked first. */
async function take(keys) {
  const accept = async () => { status.textContent = await bibliography.add(keys); };
  if (bibliography.keys().every((key) => keys.includes(key))) return accept();
  const answer = (label, run) => button(label, async () => {
    offer.replaceChildren();
    await run();
    shut.focus();
  });
  offer.replaceChildren(
    make("p", {}, `The link brings ${keys.length} works; you have chosen others.`),
    answer("Add them to mine", accept),
    answer("Take them instead of mine", () => { bibliography.clear(); return accept(); }),
    answer("Keep mine", () => { status.textContent = "Nothing was changed."; }),
  );
}

bibliography.watch(show);

/** Show the drawer, with the works that a link brings. */
export async function open(keys) {
  status.textContent = "";
  show();
  if (!dialog.open) dialog.showModal();
  shut.focus();
  if (keys.length) await take(keys);
}
