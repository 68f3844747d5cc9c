/* Tells the server what was bought: the predecessor's calls, each order once for a page. */
import { knownId, marks } from "../seen/memory.js";
import { orderOf } from "./order.js";
import { text } from "./settings.js";

/** Does the visitor agree to be known, as far as this page says? */
function agrees(page, options) {
  const said = page.vitrine?.choice?.measure;
  if (page.navigator.globalPrivacyControl || said === false) return false;
  const accepted = "script[src*='/caast'][src*='cookiesAccepted=true']";
  return said === true || options.cookiesAccepted === true || Boolean(page.document.querySelector(accepted));
}

/** Make the function that takes the place of the page's queue; `origin` is the server's. */
export function makeEmitter(origin, page = window) {
  const told = new Set();
  let options = {};
  const waiting = [];

  async function send(order) {
    try {
      const known = agrees(page, options) ? { visitor: knownId(), marks: marks() } : {};
      const body = JSON.stringify(orderOf(order, { only: options.onlyCaastProducts === true, known }));
      // A page that is drawn twice tells its order twice.
      if (told.has(body)) return;
      told.add(body);
      const url = `${origin}/api/v1/purchases?app_id=${encodeURIComponent(text(options["APP-ID"]))}`;
      const answer = await page.fetch(url, { method: "POST", body, credentials: "omit", keepalive: true });
      if (!answer.ok) throw { message: answer.status };
    } catch ({ message }) {
      page.console.warn(`vitrine: purchase (${message})`);
    }
  }

  return function caastEmitter(verb, given) {
    if (verb === "track") waiting.push(given || {});
    if (verb === "init") options = { ...options, ...given };
    if (!text(options["APP-ID"])) return;
    waiting.splice(0).forEach(send);
  };
}
