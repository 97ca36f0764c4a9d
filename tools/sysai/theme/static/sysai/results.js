// Results as cards: title, name, venue and year, takeaway, and the words that matched.
import { root } from "./address.js";
import { factsOf } from "./engine.js";
import { make } from "./make.js";

/** The engine's excerpt is text with <mark> around matches; only the marks are kept. */
function excerpt(markup) {
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  return [...parsed.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent,
  );
}

function card({ url, meta, excerpt: markup }) {
  const key = new URL(url, root).pathname.match(/\/entries\/([^/]+?)(?:\.html|\/)?$/)?.[1];
  const facts = [meta.who, meta.venue || "Page of the handbook"].filter(Boolean).join(" · ");
  return make(
    "li",
    { "data-key": key },
    make("a", { class: "result-title", href: url, lang: meta.language }, meta.title),
    make("p", { class: "result-facts" },
      meta.name ? make("span", { class: "result-name" }, meta.name) : "",
      (meta.name ? " · " : "") + facts),
    meta.takeaway ? make("p", { class: "result-takeaway" }, meta.takeaway) : "",
    make("p", { class: "result-words" }, ...excerpt(markup)),
  );
}

/** The cards of *found*, in order. */
export async function cards(found) {
  return (await Promise.all(found.map(factsOf))).map(card);
}

/** "12 results", and what was looked for where the query had to be mended. */
export function told({ count, query, whole }, asked) {
  const number = `${count} result${count === 1 ? "" : "s"}${whole ? "" : " so far"}`;
  if (!count) return `Nothing found for “${query}”.`;
  return query === asked ? number : `Did you mean “${query}”? ${number}.`;
}

/** Put *cards* into *list* in place of what it shows.
 *  A link that had the focus keeps it; where it is gone, the one in its place has it. */
export function put(list, made) {
  const focused = list.contains(document.activeElement) && document.activeElement;
  const at = [...list.querySelectorAll("a")].indexOf(focused);
  list.replaceChildren(...made);
  if (!focused) return;
  const links = [...list.querySelectorAll("a")];
  (links.find((one) => one.href === focused.href) || links[at] || links.at(-1))?.focus();
}

/** Up and down go from the field through the results and back; Home and End to the ends. */
export function walk(field, list) {
  const go = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...list.querySelectorAll("a.result-title")];
    if (!step || !links.length || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = links.indexOf(document.activeElement);
    if (at === -1 && document.activeElement !== field) return;
    event.preventDefault();
    const next = at + step;
    if (next < 0) field.focus();
    else links[Math.min(next, links.length - 1)].focus();
  };
  field.addEventListener("keydown", go);
  list.addEventListener("keydown", go);
}
