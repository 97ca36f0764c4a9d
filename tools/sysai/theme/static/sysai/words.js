// Mends a mistyped query: a word that the handbook never uses becomes the nearest that it does.
import { root } from "./address.js";
import { plain } from "./make.js";

const lists = new Map();
/** The handbook's words with this first letter, the most frequent first. */
function wordsOf(letter) {
  const name = letter >= "a" && letter <= "z" ? letter : "other";
  if (!lists.has(name)) {
    const given = fetch(new URL(`find/words-${name}.json`, root));
    lists.set(name, given.then((answer) => (answer.ok ? answer.json() : [])));
  }
  return lists.get(name);
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
    const words = await wordsOf(word[0]);
    const better = /^\p{L}{4,}$/u.test(word) && !isKnown(word, words) && nearest(word, words);
    if (better) changed = true;
    found.push(better || word);
  }
  return changed ? found.join(" ") : "";
}
