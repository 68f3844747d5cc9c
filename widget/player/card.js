// One product card: picture, name, price; "add to cart" where the page can, a plain link where it cannot.

import { refusal } from "./cart.js";
import { choices } from "./options.js";
import { fill, part, webAddress } from "./page.js";
import { clamp } from "./time.js";

const DONE_MS = 2400;

/** Build a card; `{element, update}`, where `update()` follows the cart's state. */
export function card(product, { cart, wire, texts, tell }) {
  const element = part("card").content.firstElementChild.cloneNode(true);
  const at = (name) => part(name, element);
  const add = at("add");
  const quantity = at("quantity");
  const address = webAddress(product.url ?? "");
  const chosen = product.variants && { variant: null };
  const sold = product.in_stock === false || Boolean(chosen && !product.variants.some((each) => each.in_stock));
  let wanted = 1;
  let stuck = false; // what cannot be done here can be done on the product's own page

  describe();
  at("link").addEventListener("click", follow);
  at("less").addEventListener("click", () => count(wanted - 1));
  at("more").addEventListener("click", () => count(wanted + 1));
  add.addEventListener("click", (event) => event.isTrusted && put());

  function choose(variant) {
    chosen.variant = variant;
    priced(variant?.price_text);
    at("refusal").textContent = "";
  }

  /** Show a variant's own price, or else the product's with what it was before. */
  function priced(own) {
    const before = own ? null : product.discount_text && product.price_text;
    at("price").textContent = own ?? product.discount_text ?? product.price_text ?? "";
    at("before").textContent = before ?? "";
    at("before-label").hidden = !before;
  }

  function describe() {
    const picture = webAddress(product.thumbnail_url ?? "", document.baseURI);
    at("name").textContent = product.name;
    priced();
    at("stock").textContent = sold ? texts.sold_out : product.low_stock ? texts.low_stock : "";
    if (picture) at("picture").src = picture;
    at("picture").hidden = !picture;
    at("picture").addEventListener("error", () => (at("picture").hidden = true));
    for (const link of [at("link"), at("view")]) {
      if (address) Object.assign(link, { href: address, target: wire.framed ? "_blank" : "_self" });
    }
    at("view").hidden = !address;
    if (product.button) at("view").textContent = product.button;
    // What is read aloud begins with what is to be seen.
    at("view").setAttribute("aria-label", product.button ? `${product.button} ${product.name}` : fill(texts.view_named, { name: product.name }));
    element.toggleAttribute("data-sold", sold);
    at("view").addEventListener("click", follow);
  }

  /** The page that framed us decides where the shop's own page opens; alone we are a plain link. */
  function follow(event) {
    wire.send("product-view", { product: product.id, ref: product.ref ?? null });
    if (!address || !wire.connected || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (wire.send("open-url", { url: address })) event.preventDefault();
  }

  function count(number) {
    wanted = clamp(number, 1, 99);
    quantity.textContent = wanted;
    at("less").disabled = wanted === 1;
    at("more").disabled = wanted === 99;
  }

  async function put() {
    if (element.dataset.add === "pending") return;
    const open = asked?.open();
    if (open) {
      at("refusal").textContent = fill(texts.choose, open);
      tell(at("refusal").textContent);
      return open.ask();
    }
    become("pending", texts.adding);
    at("refusal").textContent = "";
    const result = await cart.add(product, wanted, chosen?.variant.ref);
    become(result.ok ? "done" : "refused", result.ok ? texts.added : texts.add);
    at("refusal").textContent = result.ok ? "" : refusal(result, texts);
    stuck = ["options", "failed"].includes(result.reason);
    update();
    tell(result.ok ? fill(texts.added_named, { name: product.name }) : at("refusal").textContent);
    if (result.ok) {
      count(1);
      setTimeout(() => element.dataset.add === "done" && become("", texts.add), DONE_MS);
    }
  }

  function become(state, label) {
    element.dataset.add = state;
    add.setAttribute("aria-busy", state === "pending");
    part("add-label", add).textContent = label;
    add.setAttribute("aria-label", label === texts.add ? fill(texts.add_named, { name: product.name }) : `${label} ${product.name}`);
  }

  function update() {
    // Our own cart knows products by their ids; a shop's knows references alone.
    const sells = cart.state.adapter && Boolean(cart.checkout || product.ref || chosen) && !sold;
    at("buy").hidden = !sells;
    at("choices").hidden = !sells || !chosen;
    at("view").hidden = !address || (sells && !stuck);
  }

  const asked = chosen && choices(product, at("choices"), { texts, changed: choose });
  count(1);
  become("", texts.add);
  update();
  return { element, update };
}
