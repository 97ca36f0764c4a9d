// The facets beside a list: boxes to tick with counts, a range of years, "has code".
import { isNarrowed, MANY } from "./address.js";
import { make } from "./make.js";

const TITLES = { part: "Part", topic: "Topic", kind: "Kind", venue: "Venue", tag: "Tag" };
const WIDE = matchMedia("(min-width: 60rem)");

/**
 * Fill *form*, which holds an empty `details`, and keep it: gives `show(counts, years, wishes)`.
 *
 * *names* are the facets to show; *changed* is called after the reader changed *wishes*;
 * *byCount* puts the values with most works first, else they stay in the order given.
 */
export function facets(form, names, wishes, changed, byCount = true) {
  const groups = new Map();
  const narrow = form.querySelector("details.narrow");
  narrow.open = WIDE.matches;
  WIDE.addEventListener("change", () => (narrow.open = WIDE.matches));
  for (const name of names) {
    const choices = make("div", { class: "choices", role: "group", "aria-label": TITLES[name] });
    const details = make("details", {}, make("summary", {}, TITLES[name]), choices);
    details.open = wishes[name].length > 0 || (WIDE.matches && ["part", "topic", "kind"].includes(name));
    groups.set(name, { choices, boxes: new Map() });
    narrow.append(details);
  }
  const from = make("select", { "aria-label": "From year" });
  const to = make("select", { "aria-label": "To year" });
  const years = make("details", {}, make("summary", {}, "Years"), make("div", { class: "years" }, from, "to", to));
  years.open = WIDE.matches || Boolean(wishes.from || wishes.to);
  const code = make("input", { type: "checkbox" });
  const codes = make("span", { class: "count" });
  const coded = make("label", { class: "choice" }, code, "Has code", codes);
  const clear = make("button", { type: "button" }, "Clear filters");
  narrow.append(years, make("div", { class: "all" }, coded), make("p", { class: "all" }, clear));

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    for (const [name, { boxes }] of groups) {
      wishes[name] = [...boxes].filter(([, { box }]) => box.checked).map(([value]) => value);
    }
    wishes.from = from.value;
    wishes.to = to.value;
    wishes.code = code.checked;
    changed();
  });
  clear.addEventListener("click", () => {
    for (const name of MANY) wishes[name] = [];
    wishes.from = wishes.to = "";
    wishes.code = false;
    changed();
    narrow.querySelector("summary").focus();
  });

  function choose(select, values, value, word) {
    const wanted = value && !values.includes(value) ? [value, ...values].sort() : values;
    const options = ["", ...wanted].map((one) => make("option", { value: one }, one || word));
    if (select.options.length !== options.length) select.replaceChildren(...options);
    select.value = value;
  }

  function fill({ choices, boxes }, counts, ticked) {
    const most = Object.keys(counts).filter((value) => counts[value]);
    if (byCount) most.sort((a, b) => counts[b] - counts[a] || a.localeCompare(b));
    for (const value of [...ticked, ...most]) {
      if (boxes.has(value)) continue;
      const box = make("input", { type: "checkbox", value });
      const count = make("span", { class: "count" });
      const label = make("label", { class: "choice" }, box, make("span", {}, value), count);
      boxes.set(value, { box, count, label });
      choices.append(label);
    }
    for (const [value, { box, count, label }] of boxes) {
      box.checked = ticked.includes(value);
      count.textContent = counts[value] || 0;
      label.hidden = !counts[value] && !box.checked;
    }
  }

  return function show(counts, allYears) {
    for (const [name, group] of groups) fill(group, counts[name] || {}, wishes[name]);
    choose(from, allYears, wishes.from, "first");
    choose(to, allYears, wishes.to, "last");
    code.checked = wishes.code;
    codes.textContent = counts.code?.yes || 0;
    clear.hidden = !isNarrowed(wishes);
    form.classList.remove("idle");
  };
}
