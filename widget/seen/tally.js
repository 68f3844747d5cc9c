/* Adds up what happens until it is sent: one item for each content, component and product. */

// What the server takes in one item.
const MOST = { impressions: 20, views: 20, watched: 120, completions: 20, clicks: 20, adds: 20 };
const MOST_ITEMS = 50;

export class Tally {
  #items = new Map();

  /** Add to a count; seconds may be fractions, and their whole part is told. */
  add({ content, component = null, product = null }, name, number = 1) {
    const key = `${content} ${component} ${product}`;
    if (!this.#items.has(key)) this.#items.set(key, { what: { content, component, product }, counts: {} });
    const { counts } = this.#items.get(key);
    counts[name] = (counts[name] || 0) + number;
  }

  /** Is there something to tell? */
  get any() {
    return [...this.#items.values()].some(({ counts }) => Object.values(counts).some((number) => number >= 1));
  }

  /** Take out what can be told in one batch; what is left over stays for the next one. */
  take() {
    const told = [];
    for (const [key, { what, counts }] of this.#items) {
      if (told.length === MOST_ITEMS) break;
      const whole = {};
      for (const name in counts) {
        const number = Math.min(Math.floor(counts[name]), MOST[name]);
        if (!number) continue;
        whole[name] = number;
        counts[name] -= number;
      }
      if (!Object.values(counts).some(Boolean)) this.#items.delete(key);
      if (Object.keys(whole).length) told.push({ ...what, ...whole });
    }
    return told;
  }
}
