// The cart of a shop that has none of its own: the server signs what is in it, the tab keeps that, a page of ours is the till.

const KEY = "vitrine.cart:";
const TILL = "vitrine-till";
const PATIENCE_MS = 12_000;
const EMPTY = { token: "", till: null, count: 0, total: null, changed_ms: 0 };

/** The shop's cart here, as `Cart` has it; `address` is where things are added, a path of this server. */
export class HouseCart extends EventTarget {
  #address;
  #host;
  #held = EMPTY;
  #last = Promise.resolve();

  constructor(address, host = window) {
    super();
    this.#address = address;
    this.#host = host;
    this.#take(this.#kept());
    // The pages of the till say so, in the tab that we have opened: the newest cart counts, and of what is paid the server knows.
    host.addEventListener("message", ({ origin, data }) => {
      if (origin !== host.location.origin) return;
      if (data?.vitrine === "paid") this.#look();
      if (data?.vitrine === "cart" && data.cart.changed_ms > this.#held.changed_ms) this.#keep(data.cart);
    });
    // A page that was closed too soon has said nothing.
    host.addEventListener("visibilitychange", () => host.document.hidden || this.#look());
    this.#look();
  }

  /** Put a product in, or the variant that was chosen of it; one after the other, since each makes a new cart of the last. */
  add(product, quantity, variant) {
    const added = this.#last.then(() => this.#ask({ product: product.id, quantity, ref: variant ?? "" }));
    this.#last = added;
    return added;
  }

  /** Open the till in a tab of its own, the same each time. */
  checkout() {
    if (this.#held.till) this.#host.open(new URL(this.#held.till, this.#host.location.origin).href, TILL);
  }

  /** Learn what is left of the cart: what was ordered is in it no more. */
  #look() {
    if (this.#held.token) this.#last = this.#last.then(() => this.#ask({}));
  }

  async #ask(added) {
    // Another player of this page may have added something meanwhile.
    this.#take(this.#kept());
    const body = new URLSearchParams({ cart: this.#held.token, ...added });
    try {
      const answer = await this.#host.fetch(this.#address, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
      const { ok, reason, message, cart } = await answer.json();
      if (ok) this.#keep(cart);
      return { ok: ok === true, reason: ok ? null : (reason ?? "failed"), message: message ?? null };
    } catch (error) {
      return { ok: false, reason: error?.name === "TimeoutError" ? "timeout" : "failed", message: null };
    }
  }

  #kept() {
    try {
      return { ...EMPTY, ...JSON.parse(this.#host.sessionStorage.getItem(KEY + this.#address)) };
    } catch {
      return this.#held; // a browser that keeps nothing for frames
    }
  }

  #keep(held) {
    try {
      this.#host.sessionStorage.setItem(KEY + this.#address, JSON.stringify(held));
    } catch {
      // It stays as long as this page does.
    }
    this.#take(held);
  }

  #take(held) {
    this.#held = held;
    this.state = { adapter: true, count: held.count, items: null, total: held.total };
    this.dispatchEvent(new Event("change"));
  }
}
