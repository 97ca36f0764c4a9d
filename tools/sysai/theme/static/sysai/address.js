// What a reader asks for, as the page's address says it, so that it can be sent to somebody.

/** Address of the site's root. */
export const root = new URL(document.documentElement.dataset.content_root || "./", document.baseURI);

/** Addresses of the search page and of the table of works. */
export const searchPage = new URL(document.documentElement.dataset.search, document.baseURI);
export const worksPage = new URL(document.documentElement.dataset.works, document.baseURI);

/** The facets that hold any number of values. */
export const MANY = ["part", "topic", "kind", "venue", "tag"];

/** Wishes: `q`, one list of values each of MANY, `from` and `to` (years or
    ""), `code`, `sort`, and `asTyped`: that no word is to be mended. */
export function read(address = location) {
  const given = new URL(address).searchParams;
  const wishes = { q: given.get("q") || "", code: given.get("code") === "yes" };
  for (const name of MANY) wishes[name] = given.getAll(name);
  for (const name of ["from", "to"]) {
    const year = given.get(name) || "";
    wishes[name] = /^\d{4}$/.test(year) ? year : "";
  }
  wishes.sort = given.get("sort") || "";
  wishes.asTyped = given.get("as") === "typed";
  return wishes;
}

/** The wishes as a query: "?q=…", or "" where there are none. */
export function query(wishes) {
  const given = new URLSearchParams();
  if (wishes.q) given.set("q", wishes.q);
  for (const name of MANY) for (const value of wishes[name] || []) given.append(name, value);
  for (const name of ["from", "to", "sort"]) if (wishes[name]) given.set(name, wishes[name]);
  if (wishes.code) given.set("code", "yes");
  if (wishes.asTyped) given.set("as", "typed");
  const text = given.toString();
  return text && `?${text}`;
}

/** Put the wishes into the address of this page. */
export function write(wishes) {
  history.replaceState(null, "", location.pathname + query(wishes) + location.hash);
}

/** Whether any facet is set. */
export function isNarrowed(wishes) {
  return wishes.code || wishes.from || wishes.to || MANY.some((name) => wishes[name].length > 0);
}
