// What the server rendered into this page: its data block, and the sentences with holes in them.

/** Read the page's data block. */
export function readPage(root = document) {
  return JSON.parse(root.getElementById("vitrine-page").textContent);
}

/** Fill `{name}` holes of a sentence; a hole without a value stays as it is. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => (Object.hasOwn(values, name) ? String(values[name]) : hole));
}

/** Find the one element that plays `part` in this page. */
export function part(name, root = document) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** Only addresses of the web may be followed or shown: never `javascript:`, never `data:`. */
export function webAddress(text, base) {
  try {
    const url = new URL(text, base);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
