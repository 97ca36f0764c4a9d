// The search page: the query and its facets in the address, results as cards.
import { isNarrowed, query, read, worksPage, write } from "./address.js";
import { ask, count } from "./engine.js";
import { facets } from "./facets.js";
import { make, patiently } from "./make.js";
import { cards, put, told, walk } from "./results.js";

const STEP = 10;
const field = document.getElementById("search-query");
const list = document.getElementById("search-results");
const status = document.getElementById("search-status");
const more = document.getElementById("search-more");
const form = document.getElementById("facets");

const wishes = read();
field.value = wishes.q;
const show = facets(form, ["part", "topic", "kind", "venue"], wishes, () => {
  write(wishes);
  run();
});

let latest = 0;
let found = null;
let shown = 0;

async function grow() {
  const mine = latest;
  const next = await cards(found.results.slice(shown, shown + STEP));
  if (mine !== latest) return null;
  list.append(...next);
  shown += next.length;
  more.hidden = shown >= found.count;
  return next[0];
}

/** Without a word the engine would load its whole index; the table of works does it for less. */
function wordless() {
  found = null;
  list.replaceChildren();
  form.classList.add("idle");
  more.hidden = true;
  status.textContent = "";
  if (isNarrowed(wishes)) {
    const link = make("a", { href: new URL(query(wishes), worksPage) }, "Show them in the table of works");
    status.append("Type a word to search these works. ", link, ".");
  }
}

async function run() {
  const mine = ++latest;
  if (!wishes.q.trim()) {
    wordless();
    return;
  }
  try {
    let asked = wishes.q;
    for await (const now of ask(wishes)) {
      const first = await cards(now.results.slice(0, STEP));
      if (mine !== latest) return;
      [found, asked] = [now, now.query];
      put(list, first);
      shown = first.length;
      more.hidden = !now.whole || shown >= found.count;
      status.textContent = told(now, wishes.q);
      if (now.query !== wishes.q) {
        const address = query({ ...wishes, asTyped: true });
        status.append(" ", make("a", { href: address }, `Search for “${wishes.q}” as typed`));
      }
    }
    const left = await count(wishes, asked);
    if (mine !== latest) return;
    show(left.counts, left.years);
  } catch (error) {
    if (mine !== latest) return;
    status.textContent = `The search index could not be loaded: ${error.message}`;
    throw error;
  }
}

function askFor(text) {
  wishes.q = text;
  wishes.asTyped = false;
  write(wishes);
  run();
}
const typed = patiently(() => {
  if (wishes.q === field.value) return;
  askFor(field.value);
});
field.addEventListener("input", typed);
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  askFor(field.value);
});
more.querySelector("button").addEventListener("click", async () => {
  const first = await grow();
  first?.querySelector("a").focus();
});
walk(field, list);
if (!wishes.q) field.focus();
run();
