// Where the winner of an auction pays: asked for until the shop has said it, and told to nobody else.

import { part, webAddress } from "../page.js";

const SOON_MS = 4000;
const LATER_MS = 20_000;
const SOON_TIMES = 15;

/** Show the winner the way to pay as soon as there is one. */
export function till(root, id, { audience, wire, herald, texts }) {
  const link = part("lot-pay", root);
  const wait = part("lot-wait", root);
  let asked = 0;

  async function ask() {
    if (!root.isConnected && asked) return;
    const told = document.hidden ? null : await audience.ask("GET", `/auctions/${id}/won`).catch(() => null);
    const address = webAddress(told?.checkout_url ?? "");
    if (!address) return setTimeout(ask, asked++ < SOON_TIMES ? SOON_MS : LATER_MS);
    Object.assign(link, { href: address, target: wire.framed ? "_blank" : "_self" });
    link.hidden = false;
    wait.textContent = "";
    herald.say(`till ${id}`, texts.lot_payable);
  }

  // The page that framed us decides where the shop's own page opens; alone we are a plain link.
  link.addEventListener("click", (event) => {
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey);
    if (plain && wire.connected && wire.send("open-url", { url: link.href })) event.preventDefault();
  });
  ask();
}
