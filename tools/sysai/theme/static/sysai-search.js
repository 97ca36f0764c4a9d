// The search page: asks Pagefind, shows works as cards, keeps the query in the address.
const root = document.documentElement.dataset.content_root || "./";
const input = document.getElementById("sysai-query");
const list = document.getElementById("sysai-results");
const status = document.getElementById("sysai-status");
const SHOWN = 20;

let engine = null;
async function pagefind() {
  if (!engine) {
    const base = new URL(root, document.baseURI);
    engine = await import(new URL("pagefind/pagefind.js", base));
    await engine.options({
      baseUrl: base.pathname,
      ranking: { metaWeights: { title: 8, name: 12, authors: 4, venue: 3 } },
    });
  }
  return engine;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Pagefind's excerpt is text with <mark> around matches; only the marks are kept as elements.
function excerpt(markup) {
  const holder = element("p", "sysai-excerpt");
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  for (const node of parsed.body.childNodes) {
    holder.append(
      node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent,
    );
  }
  return holder;
}

function card({ url, meta, excerpt: markup }) {
  const item = element("li");
  const link = element("a", "sysai-result-title", meta.title);
  link.href = url;
  item.append(link);
  const facts = [meta.authors, meta.venue].filter(Boolean).join(" · ");
  if (facts) item.append(element("p", "sysai-result-facts", facts));
  if (meta.takeaway) item.append(element("p", "sysai-result-takeaway", meta.takeaway));
  item.append(excerpt(markup));
  return item;
}

// A work asked for by its exact name or title comes first, whatever else mentions it.
const plain = (text) => (text || "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
function exactFirst(works, query) {
  const wanted = plain(query);
  const rank = ({ meta }) =>
    (meta.name || "").toLowerCase() === query.trim().toLowerCase() ? 0
    : plain(meta.name) === wanted || plain(meta.title) === wanted ? 1
    : 2;
  return works
    .map((work, place) => ({ work, place, rank: rank(work) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ work }) => work);
}

let latest = 0;
async function run(query) {
  const mine = ++latest;
  if (!query.trim()) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    const found = await (await pagefind()).search(query);
    const shown = await Promise.all(found.results.slice(0, SHOWN).map((one) => one.data()));
    if (mine !== latest) return;
    list.replaceChildren(...exactFirst(shown, query).map(card));
    const count = found.results.length;
    status.textContent =
      count === 0 ? `Nothing found for “${query}”.`
      : count > SHOWN ? `The first ${SHOWN} of ${count} results`
      : `${count} result${count === 1 ? "" : "s"}`;
  } catch (error) {
    status.textContent = `The search index could not be loaded: ${error.message}`;
    throw error;
  }
}

let timer = 0;
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const address = new URL(location);
    if (input.value) address.searchParams.set("q", input.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    run(input.value);
  }, 120);
});
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  run(input.value);
});
input.focus();
input.value = new URL(location).searchParams.get("q") || "";
run(input.value);
