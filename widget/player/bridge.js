// The cart of an app that shows the player in a web view: the app puts a bridge into the page and takes what is added.

import { Cart } from "./cart.js";

/** The cart behind an app's bridge, as `Cart` has it. It says nothing back: what was handed over was taken. */
export class AppCart extends EventTarget {
  #app;

  constructor(app) {
    super();
    this.#app = app;
    this.state = { adapter: true, count: 0, items: null, total: null };
  }

  /** Hand over a product, or the variant that was chosen of it; the bridge knows no number, so once for each piece. */
  async add(product, quantity, variant) {
    const ref = variant ?? product.ref ?? "";
    const told = JSON.stringify({
      name: product.name,
      feedProductId: ref,
      feedProductGroupId: variant === undefined ? "" : (product.ref ?? ""),
      url: product.url ?? "",
      vendorCode: ref,
    });
    try {
      for (let piece = 0; piece < quantity; piece++) this.#app.addProduct(told);
    } catch {
      return { ok: false, reason: "failed", message: null };
    }
    return { ok: true, reason: null, message: null };
  }
}

/** Give the app's cart where an app shows this page by itself, else the cart of the page that frames it. */
export function cartOf(wire, attribution, host = window) {
  const app = wire.framed ? null : host.shopstory;
  return typeof app?.addProduct === "function" ? new AppCart(app) : new Cart(wire, attribution);
}
