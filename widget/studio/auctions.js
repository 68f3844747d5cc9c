// Auctions in the list of products: their terms, starting and ending them, and bids as they come.

import { secondsLeft } from "../player/live/standing.js";
import { keep, make } from "./draw.js";
import { clock } from "./state.js";
import { termsDialog } from "./terms.js";

const NEWEST = 5;

const write = (element, words) => element.textContent !== words && (element.textContent = words);
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

/** Offer a function that draws a live's auctions as the server tells them now. */
export function auctionsPanel({ list, dialog, texts, locale, acts, guard, confirm }) {
  const blocks = new Map();
  const askTerms = termsDialog(dialog, texts);
  let skew = 0;
  const now = () => Date.now() + skew;
  const money = (amount, currency) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);

  /** Do something by the server, then look at what has become of it. */
  const done = (act) =>
    guard(async () => {
      await act();
      await acts.look();
    });

  function block(product) {
    const button = (kind) => make(`button.small${kind}`, { type: "button" });
    const line = make("p", { role: "status" });
    const left = make("b.left", { role: "timer", "aria-label": texts.auction_left });
    const [step, back, terms] = [button(".strong"), button(""), button("")];
    const bids = make("ol.bids", { "aria-label": texts.auction_bids, hidden: true });
    const element = make("div", {}, make("div.standing", {}, line, left), make("div.row", {}, step, back, terms), bids);
    const it = { element, draw, tick, told: "" };
    let auction = null;

    terms.addEventListener("click", () =>
      askTerms({
        name: product.name,
        currency: auction?.currency ?? product.currency,
        terms: auction?.terms,
        save: (sent) => done(() => acts.arrange(auction?.id, auction ? sent : { ...sent, product_id: product.id })),
        remove: () => done(() => acts.unarrange(auction.id)),
      }),
    );
    step.addEventListener("click", async () => {
      const { id, state, leader, price, currency } = auction;
      if (state === "ready") return done(() => acts.auction(id, "start"));
      const text = leader ? fill(texts.auction_end_text, { name: leader.name ?? texts.anonymous, price: money(price, currency) }) : texts.auction_end_none;
      if (await confirm({ title: texts.auction_end_title, text, yes: texts.auction_end })) done(() => acts.auction(id, "end"));
    });
    back.addEventListener("click", async () => {
      const { id } = auction;
      const sure = { title: texts.auction_reset_title, text: texts.auction_reset_text, yes: texts.auction_reset, danger: true };
      if (await confirm(sure)) done(() => acts.auction(id, "reset"));
    });

    function draw(found, { state, open }) {
      auction = found;
      const how = found?.state ?? "none";
      element.dataset.state = how;
      write(line, lineOf(found));
      name(step, how === "ready" ? texts.auction_start : texts.auction_end);
      name(back, texts.auction_reset);
      name(terms, found ? texts.auction_terms : texts.auction_arrange);
      step.hidden = !open || !["ready", "ongoing"].includes(how) || (how === "ready" && state !== "started");
      back.hidden = !open || !["ongoing", "ended"].includes(how);
      terms.hidden = !open || how === "ongoing";
      element.hidden = !open && !found;
      tick();
      showBids();
    }

    /** What has a name for the eye says for the ear which product it is about. */
    function name(each, words) {
      write(each, words);
      each.setAttribute("aria-label", `${words}: ${product.name}`);
    }

    function tick() {
      const seconds = auction ? secondsLeft(auction, now()) : null;
      left.hidden = seconds === null;
      if (seconds !== null) write(left, clock(seconds));
    }

    /** Fetch the newest bids when there are others than those shown. */
    async function showBids() {
      const sign = auction?.bids ? `${auction.id} ${auction.run} ${auction.bids}` : "";
      bids.hidden = !sign;
      if (sign === it.told) return;
      it.told = sign;
      if (!sign) return keep(bids, [], () => null);
      const { currency } = auction;
      const row = (each) => make("li", {}, make("b", {}, money(each.amount, currency)), make("bdi", {}, each.name ?? texts.anonymous));
      await acts.bids(auction.id).then(
        (found) => keep(bids, found.slice(0, NEWEST), row),
        // The next look tries again.
        () => (it.told = ""),
      );
    }
    return it;
  }

  function lineOf(auction) {
    if (!auction) return "";
    const { state, bids, price, starting_price: start, currency, terms, leader, winner } = auction;
    const values = { count: bids, price: money(price, currency), name: (leader ?? winner)?.name ?? texts.anonymous };
    if (state === "ready") return fill(texts.auction_ready, { price: money(terms.starting_price, currency), clock: clock(terms.duration_seconds) });
    if (state === "ongoing") return bids ? fill(texts.auction_leads, values) : fill(texts.auction_none, { price: money(start, currency) });
    return bids ? fill(texts.auction_sold, values) : texts.auction_unsold;
  }

  setInterval(() => blocks.forEach((each) => each.tick()), 500);

  return (desk) => {
    skew = Date.parse(desk.now) - Date.now();
    const { state } = desk.live;
    const known = new Map(desk.auctions.map((each) => [each.product, each]));
    for (const product of desk.products) {
      const place = list.querySelector(`[data-lot="${product.id}"]`);
      if (!blocks.has(product.id)) blocks.set(product.id, block(product));
      const each = blocks.get(product.id);
      if (each.element.parentNode !== place) place.replaceChildren(each.element);
      each.draw(known.get(product.id), { state, open: state !== "finished" });
    }
  };
}
