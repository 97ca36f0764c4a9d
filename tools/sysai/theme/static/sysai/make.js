// Elements, made from text: nothing that was read elsewhere is ever parsed into the page.

/** `<tag class=…>` with *children*, each an element or text. */
export function make(tag, facts = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== "" && child !== undefined));
  return made;
}

/** Text without case, accents and marks: how names and queries are compared. */
export function plain(text) {
  return (text || "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Calls *run* once no further call came for *delay* milliseconds. */
export function patiently(run, delay = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
}
