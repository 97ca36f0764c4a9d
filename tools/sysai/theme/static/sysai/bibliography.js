// The works that the reader chose, kept in this browser with their citations.
//
// A work's citation files are fetched once, when it is chosen; exporting needs no connection then.
// Nothing is ever sent: a shared link has the keys behind its "#", which no browser tells a server.
import { root } from "./address.js";

const STORE = "sysai-bibliography";
const FILES = { bib: "bib", biblatex: "biblatex.bib", ris: "ris", json: "json", text: "txt" };

let chosen = read();
const listeners = new Set();

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) || "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {}; // storage is closed to us, or holds something else
  }
}

/** Keep what was chosen; false where the browser does not let us. */
function keep() {
  for (const tell of listeners) tell();
  try {
    localStorage.setItem(STORE, JSON.stringify(chosen));
    return true;
  } catch {
    return false;
  }
}

window.addEventListener("storage", (event) => {
  if (event.key !== STORE) return;
  chosen = read(); // another tab has chosen
  for (const tell of listeners) tell();
});

/** Call *tell* whenever the choice changes. */
export const watch = (tell) => listeners.add(tell);
export const keys = () => Object.keys(chosen).sort();
export const has = (key) => Object.hasOwn(chosen, key);
export const work = (key) => chosen[key];

/** No work has the key, or it cannot be cited yet. */
export class Unknown extends Error {}

/** The citations of a work: `bib`, `biblatex`, `ris`, `json`, `text`, with its `title` and `by`. */
export async function citations(key) {
  if (has(key)) return chosen[key];
  const names = Object.keys(FILES);
  const texts = await Promise.all(names.map(async (name) => {
    const answer = await fetch(new URL(`cite/${encodeURIComponent(key)}.${FILES[name]}`, root));
    if (answer.status === 404) throw new Unknown(key);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer.text();
  }));
  const found = Object.fromEntries(names.map((name, place) => [name, texts[place]]));
  const [item] = JSON.parse(found.json);
  const [first, ...more] = item.author;
  const year = item.issued["date-parts"][0][0];
  return {
    ...found,
    title: item.title,
    by: `${first.literal || first.family}${more.length ? " et al." : ""}, ${year}`,
  };
}

/** Choose the works with these keys; says in a sentence how it went. */
export async function add(wanted) {
  const unknown = [];
  let failed = false;
  await Promise.all(wanted.filter((key) => !has(key)).map(async (key) => {
    try {
      chosen[key] = await citations(key);
    } catch (error) {
      if (error instanceof Unknown) unknown.push(key);
      else failed = true;
    }
  }));
  const kept = keep();
  if (failed) return "The citation could not be loaded. Is there a connection?";
  if (unknown.length) return `Not in the handbook, or not citable yet: ${unknown.sort().join(", ")}.`;
  if (!kept) return "Added until this page is closed: the browser keeps nothing for this site.";
  return wanted.length === 1 ? "Added to my bibliography." : `${wanted.length} works added.`;
}

export function remove(key) {
  delete chosen[key];
  keep();
}

export function clear() {
  chosen = {};
  keep();
}

/** All chosen works as one file: "bib", "biblatex", "ris" or "json". */
export function file(name) {
  if (name !== "json") return keys().map((key) => chosen[key][name]).join("\n");
  return `${JSON.stringify(keys().flatMap((key) => JSON.parse(chosen[key].json)), null, 1)}\n`;
}

/** The reference of a work's citations in the style called *title*. */
export function styled(found, title) {
  const line = found.text.split("\n").find((one) => one.startsWith(`${title}: `));
  return line.slice(title.length + 2);
}

/** All chosen works as references in a style, a paragraph each. */
export const references = (title) =>
  `${keys().map((key) => styled(chosen[key], title)).join("\n\n")}\n`;

/** An address that brings this choice to somebody else. */
export const link = () => new URL(`bibliography.html#works=${keys().join(",")}`, root).href;

/** The keys that the page's address brings, taken out of it; none where it brings none. */
export function brought() {
  const given = /^#works=([a-z0-9,]+)$/.exec(location.hash);
  if (!given) return [];
  history.replaceState(null, "", location.pathname + location.search);
  return [...new Set(given[1].split(",").filter(Boolean))];
}
