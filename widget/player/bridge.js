// The cart of an app that shows the player in a web view: the app puts a bridge into the page and takes what is added.

import { Cart } from "./cart.js";
import { HouseCart } from "./till.js";

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

/**
 * Give the app's cart where an app shows this page by itself, the server's where the shop has none (`page.cart` is
 * its address), else the cart of the page that frames it.
 */
export function cartOf(wire, page, host = window) {
  const app = wire.framed ? null : host.shopstory;
  if (typeof app?.addProduct === "function") return new AppCart(app);
  return page.cart ? new HouseCart(page.cart, host) : new Cart(wire, page.attribution);
}
