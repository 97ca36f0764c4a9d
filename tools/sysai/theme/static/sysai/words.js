// The handbook's words: they mend a mistyped query, and say which volumes of the index have a word.
import { root } from "./address.js";
import { plain } from "./make.js";

const files = new Map();
/** What the file *name* holds: `words`, or the letters that go on (`split`). */
function file(name) {
  if (!files.has(name)) {
    const given = fetch(new URL(`find/words/${name}.json`, root));
    files.set(name, given.then((answer) => (answer.ok ? answer.json() : { words: [] })));
  }
  return files.get(name);
}

/** A letter as it stands in the name of a file; "0" after the end of a word. */
const label = (letter) => (!letter ? "0" : /[a-z]/.test(letter) ? letter : letter.codePointAt(0).toString(16));

/**
 * The handbook's words that begin as *word* does, the most frequent first, as `words`; with several
 * volumes, `in` has a row for each: volume, weight, volume, weight … `begun` is true where so many
 * words begin with *word* that they stand in files further on.
 */
async function alike(word) {
  const letters = [...word];
  const latin = /[a-z]/.test(letters[0]);
  let name = latin ? letters[0] : "other";
  for (let at = latin ? 1 : 0; ; at++) {
    const held = await file(name);
    if (!held.split) return held;
    const next = label(letters[at]);
    if (!held.split.includes(next)) return { words: [], begun: at >= letters.length };
    name += `.${next}`;
  }
}

/** Changes of one letter, swaps of two neighbours counted as one; more than *most* is `most + 1`. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/** The nearest of *words* to *word*, or "" where none is near. */
export function nearest(word, words) {
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  let best = "";
  let least = most + 1;
  for (const one of words) {
    const far = distance(word, one, least - 1);
    if (far < least) [best, least] = [one, far];
  }
  return best;
}

/** Whether *words* have *word*, or one that it begins. */
const isKnown = (word, words) => words.some((one) => one.startsWith(word));

/** *query* with its mistyped words mended, or "" where there is nothing to mend. */
export async function mended(query) {
  let changed = false;
  const found = [];
  for (const word of plain(query).split(" ").filter(Boolean)) {
    const { words, begun } = await alike(word);
    const better = /^\p{L}{4,}$/u.test(word) && !begun && !isKnown(word, words) && nearest(word, words);
    if (better) changed = true;
    found.push(better || word);
  }
  return changed ? found.join(" ") : "";
}

/** What *word* weighs in each volume (place -> weight); words that it begins count less than itself. */
async function weights(word) {
  const { words, in: rows = [] } = await alike(word);
  const stem = word.length > 3 ? word.replace(/(es|s)$/, "") : word;
  const found = new Map();
  words.forEach((one, at) => {
    if (!one.startsWith(stem)) return;
    const times = one === word ? 8 : 1;
    for (let i = 0; i < rows[at].length; i += 2) {
      found.set(rows[at][i], Math.max(found.get(rows[at][i]) || 0, times * rows[at][i + 1]));
    }
  });
  return found;
}

/** The places of the volumes 0 to *count* - 1, those first that most likely have all words of *query*. */
export async function likeliest(query, count) {
  const found = await Promise.all(plain(query).split(" ").filter(Boolean).map(weights));
  const known = found.filter((one) => one.size);
  const score = (place) => known.reduce((all, one) => all * (one.get(place) || 1), 1);
  const places = Array.from({ length: count }, (_, place) => ({ place, score: score(place) }));
  return places.sort((a, b) => b.score - a.score || a.place - b.place).map(({ place }) => place);
}
