// The table of all works: filtered and sorted here from one small file, told by the address.
import { isNarrowed, read, root, write } from "./address.js";
import { facets } from "./facets.js";
import { make, patiently, plain } from "./make.js";

const STEP = 200;
const FACETS = ["part", "topic", "kind", "venue", "tag"];
const rows = document.getElementById("works-rows");
const status = document.getElementById("works-status");
const field = document.getElementById("works-text");
const more = document.getElementById("works-more");
const steps = document.querySelector(".works-steps");
const heads = [...document.querySelectorAll(".works-table [data-sort]")];
const entry = rows.querySelector("a")?.getAttribute("href") || "";

const wishes = read();
field.value = wishes.q;

const files = new Map();
function file(name) {
  if (!files.has(name)) {
    const given = fetch(new URL(`find/${name}.json`, root)).then((answer) => {
      if (!answer.ok) throw new Error(`${name}.json: ${answer.status}`);
      return answer.json();
    });
    files.set(name, given);
  }
  return files.get(name);
}

/** The works that the wishes leave, one facet aside; texts are folded once. */
function chosen(table, texts, without = "") {
  const wanted = plain(wishes.q).split(" ").filter(Boolean);
  const sets = {};
  for (const name of FACETS) {
    if (name === without || !wishes[name].length) continue;
    sets[name] = new Set(wishes[name].map((value) => table.values[name].indexOf(value)));
  }
  const from = without === "year" ? 0 : Number(wishes.from) || 0;
  const to = without === "year" ? 9999 : Number(wishes.to) || 9999;
  const found = [];
  for (let at = 0; at < table.key.length; at++) {
    if (table.year[at] < from || table.year[at] > to) continue;
    if (wishes.code && without !== "code" && !table.code[at]) continue;
    if (sets.part && !sets.part.has(table.part[at])) continue;
    if (sets.topic && !sets.topic.has(table.topic[at])) continue;
    if (sets.kind && !sets.kind.has(table.kind[at])) continue;
    if (sets.venue && !sets.venue.has(table.venue[at])) continue;
    if (sets.tag && !table.tags[at].some((tag) => sets.tag.has(tag))) continue;
    if (wanted.length && !wanted.every((word) => texts[at].includes(word))) continue;
    found.push(at);
  }
  return found;
}

function tally(table, found, name) {
  const counts = {};
  const count = (place) => {
    if (place < 0) return;
    const value = table.values[name][place];
    counts[value] = (counts[value] || 0) + 1;
  };
  for (const at of found) {
    if (name === "tag") table.tags[at].forEach(count);
    else count(table[name][at]);
  }
  const order = name === "venue" || name === "tag";
  return order
    ? Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])))
    : Object.fromEntries(table.values[name].filter((value) => counts[value]).map((value) => [value, counts[value]]));
}

/** "year" or "-year": by which column, and whether from the last. */
function sorting() {
  const sort = wishes.sort || "-year";
  const name = sort.replace(/^-/, "");
  return heads.some((head) => head.dataset.sort === name)
    ? { name, down: sort.startsWith("-") }
    : { name: "year", down: true };
}

function sorted(table, found) {
  const { name, down } = sorting();
  const shown = { topic: "topic", kind: "kind", venue: "venue" }[name];
  const value = shown
    ? (at) => table.values[shown][table[shown][at]] || "\uffff"
    : (at) => table[name][at];
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  const sign = down ? -1 : 1;
  return found.sort((a, b) => {
    const one = value(a);
    const two = value(b);
    return sign * (typeof one === "number" ? one - two : compare(one, two)) || a - b;
  });
}

/** Who, after the name where the title does not tell it. */
function named(table, at) {
  const told = !table.name[at] || table.title[at].includes(table.name[at]);
  return told ? table.who[at] : `${table.name[at]} · ${table.who[at]}`;
}

function row(table, at) {
  const key = table.key[at];
  const href = entry.replace(/[^/]+?(\.html|\/)?$/, `${key}$1`);
  const value = (name) => table.values[name][table[name][at]] || "";
  return make("tr", { "data-key": key },
    make("th", { scope: "row" },
      make("a", { href, lang: table.language[at] }, table.title[at]), " ", make("span", {}, named(table, at))),
    ...[value("venue"), String(table.year[at]), value("topic"), value("kind"), table.code[at] ? "yes" : ""]
      .map((text) => make("td", {}, text)));
}

let latest = 0;
let left = [];
async function run() {
  const mine = ++latest;
  try {
    const [table, lines] = await Promise.all([file("works"), wishes.q.trim() ? file("texts") : null]);
    const texts = lines && folded(table, lines);
    if (mine !== latest) return;
    const found = sorted(table, chosen(table, texts));
    left = found.slice(STEP);
    rows.replaceChildren(...found.slice(0, STEP).map((at) => row(table, at)));
    more.hidden = !left.length;
    steps?.remove();
    document.documentElement.classList.remove("filtering");
    const all = table.key.length;
    const some = isNarrowed(wishes) || wishes.q.trim();
    status.textContent = some ? `${found.length} of ${all} works` : `${all} works`;
    const counts = {};
    for (const name of FACETS) counts[name] = tally(table, chosen(table, texts, name), name);
    counts.code = { yes: chosen(table, texts, "code").filter((at) => table.code[at]).length };
    show(counts, [...new Set(table.year)].sort().map(String));
    const { name, down } = sorting();
    for (const head of heads) {
      if (head.dataset.sort === name) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  } catch (error) {
    if (mine !== latest) return;
    document.documentElement.classList.remove("filtering");
    status.textContent = `The table could not be loaded: ${error.message}`;
    throw error;
  }
}

let texts = null;
function folded(table, lines) {
  texts ??= lines.map((line, at) => plain(`${table.name[at]} ${table.title[at]} ${line}`));
  return texts;
}

function changed() {
  write(wishes);
  run();
}
const show = facets(document.getElementById("facets"), FACETS, wishes, changed, false);

for (const head of heads) {
  const button = make("button", { type: "button" }, head.textContent);
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const { name, down } = sorting();
    const mine = head.dataset.sort;
    // Years and "code" start from the last, names from A; a second press turns round.
    const first = mine === "year" || mine === "code" ? `-${mine}` : mine;
    const turned = down ? mine : `-${mine}`;
    wishes.sort = name === mine ? turned : first;
    if (wishes.sort === "-year") wishes.sort = "";
    changed();
  });
}
field.addEventListener("input", patiently(() => {
  if (wishes.q === field.value) return;
  wishes.q = field.value;
  changed();
}));
more.querySelector("button").addEventListener("click", async () => {
  const table = await file("works");
  const next = left.splice(0, STEP).map((at) => row(table, at));
  rows.append(...next);
  more.hidden = !left.length;
  next[0]?.querySelector("a").focus();
});
run();
