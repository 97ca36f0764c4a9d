// Buttons that copy: one for each block of code, and for each element that asks for one.
import { make } from "./make.js";

/** Put *text* on the clipboard; where the browser closes it to us, say so by throwing. */
async function copy(text) {
  if (!navigator.clipboard) throw new Error("the browser gives no clipboard to this page");
  await navigator.clipboard.writeText(text);
}

/** A button that copies what *text()* gives or promises, and tells in its own words how it went. */
export function copyButton(text, label = "Copy") {
  const button = make("button", { type: "button", class: "copy", "aria-live": "polite" }, label);
  button.addEventListener("click", async () => {
    try {
      await copy(await text());
      button.textContent = "Copied";
    } catch (error) {
      button.textContent = "Not copied";
      console.warn(error);
    }
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

/** Give a button to each block of code and to each `[data-copy]`, which names what it copies. */
export function addCopyButtons() {
  for (const block of document.querySelectorAll(".text div.highlight")) {
    const code = block.querySelector("pre");
    block.append(copyButton(() => code.textContent));
  }
  for (const place of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(place.dataset.copy);
    place.append(copyButton(() => source.textContent, place.dataset.copyLabel));
  }
}
