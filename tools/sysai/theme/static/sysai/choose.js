// On every page: buttons that choose works, the way to those chosen, and copies in a style.
import * as bibliography from "./bibliography.js";
import { copyButton } from "./copy.js";
import { make } from "./make.js";

// A work is an element that names its key, or an item of a list that leads to a work's page.
const WORKS = "[data-key]:not(article), ul.works > li, ul.index-works > li, ul.bibliography > li";
const ENTRY = /(?:^|\/)entries\/([a-z0-9]+)(?:\.html|\/)?(?:[?#]|$)/;

const told = make("p", { class: "chosen-told", role: "status" });
const opener = make("button", { type: "button", class: "chosen-open", hidden: true });
opener.addEventListener("click", () => openDrawer([]));
document.body.append(opener, told);

let fading = 0;
/** Tell something for a while, to eyes and ears. */
function tell(text) {
  clearTimeout(fading);
  told.textContent = text;
  fading = setTimeout(() => (told.textContent = ""), 6000);
}

const drawer = () => import("./drawer.js");

async function openDrawer(keys) {
  try {
    await (await drawer()).open(keys);
  } catch (error) {
    tell("My bibliography could not be opened. Is there a connection?");
    throw error;
  }
}

/** The button says what it will do; in a list, the work's title is added for those who hear it. */
function mark(button) {
  const has = bibliography.has(button.dataset.work);
  const action = has ? "Remove" : "Add";
  const all = has ? "Remove from my bibliography" : "Add to my bibliography";
  const { title } = button.dataset;
  button.classList.toggle("has", has);
  button.textContent = title ? action : all;
  if (title) button.setAttribute("aria-label", `${all}: ${title}`);
}

function markAll() {
  const count = bibliography.keys().length;
  opener.hidden = count === 0;
  opener.textContent = `My bibliography (${count})`;
  if (count) drawer().catch(() => {}); // at hand when there is no connection any more
  for (const button of document.querySelectorAll("button.choose")) mark(button);
}

function keyOf(item) {
  if (item.dataset.key) return item.dataset.key;
  for (const link of item.querySelectorAll("a[href]")) {
    const found = ENTRY.exec(link.getAttribute("href"));
    if (found) return found[1];
  }
  return "";
}

function equip(item) {
  const key = keyOf(item);
  if (!key || item.querySelector("button.choose")) return;
  const title = item.matches(".cite-files") ? false : item.querySelector("a")?.textContent.trim();
  const button = make("button",
    { type: "button", class: "choose", "data-work": key, "data-title": title });
  button.addEventListener("click", async () => {
    if (bibliography.has(key)) {
      bibliography.remove(key);
      tell("Removed from my bibliography.");
    } else {
      tell(await bibliography.add([key]));
    }
  });
  const place = item.querySelector("th > span, :scope > .result-facts, :scope > .work-facts")
    || item.querySelector(":scope > p:last-of-type") || item;
  place.append(" ", button);
  mark(button);
  if (item.matches(".cite-files")) item.prepend(copies(item, key));
}

/** A work's own page: a button for each style. */
function copies(item, key) {
  const line = make("p", { class: "cite-copy" }, "Copy as ");
  for (const title of item.dataset.styles.split(" ")) {
    const text = async () => bibliography.styled(await bibliography.citations(key), title);
    line.append(copyButton(text, title), " ");
  }
  return line;
}

function equipAll(place) {
  if (place.matches(WORKS)) equip(place);
  for (const item of place.querySelectorAll(WORKS)) equip(item);
}

equipAll(document.body);
markAll();
bibliography.watch(markAll);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) equipAll(node);
}).observe(document.body, { childList: true, subtree: true });

function receive() {
  const keys = bibliography.brought();
  if (keys.length) openDrawer(keys);
}
window.addEventListener("hashchange", receive);
receive();
