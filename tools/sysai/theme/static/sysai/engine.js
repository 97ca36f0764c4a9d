// The search engine: the one place that knows how the index is loaded and asked.
import { root } from "./address.js";
import { plain } from "./make.js";
import { likeliest, mended } from "./words.js";

/** How much a word weighs where it stands in these facts of a work; the text itself weighs 1. */
const WEIGHTS = {
  name: 40, title: 12, authors: 6, venue: 6, tags: 2, takeaway: 2, published: 1,
  who: 0, language: 0, // shown, not searched
};
/** Results whose facts are loaded to see whether one has exactly the name asked for. */
const LOOKED_AT = 6;
/** The facets of the index that hold any number of values. */
const FACETS = ["part", "topic", "kind", "venue"];

/** How the engine and each of its volumes is set up. */
const OPTIONS = { baseUrl: root.pathname, ranking: { metaWeights: WEIGHTS } };

let loading = null;
/** Load the engine once, from this site, with the first volume of the index. */
export function load() {
  loading ??= (async () => {
    const engine = await import(new URL("pagefind/pagefind.js", root));
    // A worker is 12 KB more to load, for a search of milliseconds.
    await engine.options({ ...OPTIONS, noWorker: true });
    await engine.init();
    return engine;
  })().catch((error) => {
    loading = null; // the next try loads anew
    throw error;
  });
  return loading;
}

const volumes = new Map(); // address of a further volume -> its loading, once it is asked for
function addVolume(engine, name) {
  if (!volumes.has(name)) {
    volumes.set(name, engine.mergeIndex(new URL(`pagefind/${name}`, root).href, OPTIONS));
  }
  return volumes.get(name);
}

/** A large handbook's `pagefind.js` names all volumes of its index but the first. */
const others = (engine) => engine.others ?? [];

/** Years that a range may mean where one end is open; those without works do no harm. */
const YEARS = [1900, 2100];

/** The wishes of `address.js` as the engine's filters; *without* leaves one facet out. */
function filters(wishes, without = "") {
  const found = {};
  for (const name of FACETS) {
    if (name !== without && wishes[name].length) found[name] = { any: wishes[name] };
  }
  if (wishes.code && without !== "code") found.code = "yes";
  if ((wishes.from || wishes.to) && without !== "year") {
    const [first, last] = [Number(wishes.from) || YEARS[0], Number(wishes.to) || YEARS[1]];
    const length = Math.max(0, last - first + 1);
    const years = Array.from({ length }, (_, at) => String(first + at));
    found.year = { any: length ? years : ["none"] };
  }
  return found;
}

const facts = new Map(); // result id -> facts, each loaded once
function loadFacts(result) {
  if (!facts.has(result.id)) facts.set(result.id, result.data());
  return facts.get(result.id);
}

/** A work asked for by its exact name or title comes first, whatever else mentions it. */
function rank({ meta }, query) {
  if ((meta.name || "").toLowerCase() === query.trim().toLowerCase()) return 0;
  const wanted = plain(query);
  if (meta.name && plain(meta.name) === wanted) return 1;
  return plain(meta.title) === wanted ? 2 : 3;
}

async function ordered(found, query) {
  const looked = await Promise.all(found.slice(0, LOOKED_AT).map(loadFacts));
  const places = looked.map((one, place) => ({ place, rank: rank(one, query) }));
  places.sort((a, b) => a.rank - b.rank || a.place - b.place);
  return [...places.map(({ place }) => found[place]), ...found.slice(LOOKED_AT)];
}

/** So many words of the first question are enough for a first answer: each costs a piece of the index. */
const BRIEF = 2;
let answered = false;

/** *query*, or of the first long one its longest words, which as a rule are the rarest. */
function brief(query) {
  const words = query.split(/\s+/).filter(Boolean);
  if (answered || words.length <= BRIEF || query.includes('"')) return query;
  const longest = [...words].sort((a, b) => b.length - a.length).slice(0, BRIEF);
  return words.filter((word) => longest.includes(word)).join(" ");
}

/**
 * Ask for wishes.q within the facets of *wishes*; gives what is found as often as there is more.
 *
 * Each time `count`, `results` (best first; `factsOf(one)` loads what a card shows), `whole`: whether
 * that is all, and `query`: what was really looked for, which differs from wishes.q where that has
 * a mistyped word (the engine itself would drop letters until something matched) unless
 * `wishes.asTyped`.  Of an index in volumes, the first answer is that of the likeliest which has
 * one, so that it costs the same however many there are; and to a long question it is that to two
 * of its words, where nothing was asked before.
 */
export async function* ask(wishes) {
  const mending = wishes.asTyped ? "" : mended(wishes.q);
  const engine = await load();
  const query = (await mending) || wishes.q;
  const search = async (text, whole) => {
    const found = await engine.search(text, { filters: filters(wishes) });
    return { query, whole, count: found.results.length, results: await ordered(found.results, query) };
  };
  const names = others(engine);
  const first = brief(query);
  if (first !== query || names.some((name) => !volumes.has(name))) {
    for (const place of names.length ? await likeliest(query, names.length + 1) : [0]) {
      if (place) await addVolume(engine, names[place - 1]); // the first is there with the engine
      const found = await search(first, false);
      if (!found.count) continue;
      yield found;
      break;
    }
  }
  await Promise.all(names.map((name) => addVolume(engine, name)));
  const found = await search(query, true);
  answered = true;
  yield found;
}

/**
 * How many results each value of each facet has (facet -> value -> number), the facet's own
 * choice aside, and the years there are.  Loads the index of all facets, so it comes after `ask`.
 */
export async function count(wishes, query) {
  const engine = await load();
  const every = await engine.filters();
  const look = async (without) =>
    (await engine.search(query, { filters: filters(wishes, without) })).filters;
  const counts = { ...(await look()) };
  const set = FACETS.filter((name) => wishes[name].length);
  if (wishes.from || wishes.to) set.push("year");
  if (wishes.code) set.push("code");
  for (const name of set) counts[name] = (await look(name))[name];
  return { counts, years: Object.keys(every.year || {}).sort() };
}

/** What the card of a result shows. */
export const factsOf = loadFacts;
