// The shop's cart as the player sees it: the page's word on what is in it, and adds under way.

const PATIENCE_MS = 12_000;
const MOST_ADDRESS = 2048;

/** 32 hex characters from the browser's own randomness; works without https too. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Speak with the page's cart over the wire. `add` resolves to `{ok, reason, message}` and never rejects;
 * after an answer that leaves it open whether the shop has acted, the same wish is repeated under the
 * same key, so that the shop adds it once.
 */
export class Cart extends EventTarget {
  #wire;
  #calls = new Map();
  #keys = new Map();
  #count = 0;
  #attribution;

  /** `attribution` says which player's cart this is; it goes along to the shop's cart and comes back with the order. */
  constructor(wire, attribution = null) {
    super();
    this.#wire = wire;
    this.#attribution = attribution;
    this.state = { adapter: false, count: 0, items: null, total: null };
    wire.on("cart", ({ adapter, count, items, total }) => {
      this.state = { adapter, count, items, total };
      this.dispatchEvent(new Event("change"));
    });
    wire.on("cart-result", (result) => this.#calls.get(result.id)?.(result));
  }

  /** Ask for a product, or for the variant that was chosen of it, by that one's own reference. */
  add(product, quantity, variant) {
    const ref = variant ?? product.ref;
    const id = ++this.#count;
    const wish = `${product.id} ${quantity} ${ref}`;
    const key = this.#keys.get(wish) ?? newKey();
    this.#keys.set(wish, key);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ ok: false, reason: "timeout", message: null }), PATIENCE_MS);
      const settle = ({ ok, reason, message }) => {
        clearTimeout(timer);
        this.#calls.delete(id);
        if (reason !== "timeout" && reason !== "failed") this.#keys.delete(wish);
        resolve({ ok, reason, message });
      };
      this.#calls.set(id, settle);
      const url = product.url?.length <= MOST_ADDRESS ? product.url : null;
      const told = { product: product.id, ref, quantity, url, chosen: variant !== undefined, attribution: this.#attribution };
      this.#wire.send("cart-add", { id, key, ...told });
    });
  }
}

/** The sentence for a refused add: the shop's own words, else ours for its reason. */
export function refusal({ reason, message }, texts) {
  const own = { "out-of-stock": "add_out_of_stock", login: "add_login", limit: "add_limit", options: "add_options", timeout: "add_timeout" };
  return message || texts[own[reason] ?? "add_failed"];
}
