// Bidding: one press for the next price, or an amount of one's own; a second press that means it; kind refusals.

import { newKey } from "../cart.js";
import { fill, part } from "../page.js";
import { amountOf, placesOf } from "./standing.js";

const STEPS = ["offer", "own", "sure"];

// What the server refuses by its word for it.
const REFUSALS = {
  "bid-too-low": "bid_faster",
  "auction-not-ongoing": "bid_late",
  "not-found": "bid_late",
  "may-not-bid": "bid_not_allowed",
  banned: "bid_not_allowed",
  unreachable: "bid_unsure",
};

const write = (element, words) => element.textContent !== words && (element.textContent = words);

/** Take bids by the form of a lot; `{update(auction, standing)}`. `placed(bid, auction)` hears of those that are in. */
export function bidForm(root, { audience, wire, texts, spell, placed }) {
  const at = (name) => part(`bid-${name}`, root);
  const own = part("bid-amount", root);
  let auction = null;
  let standing = null;
  let step = "offer";
  let wanted = null;
  let busy = "";
  // A bid whose answer was lost: sent again it counts once.
  let unsure = null;

  const least = () => auction.recommended_prices[0] ?? null;

  const say = (words) => write(at("said"), words);

  function draw() {
    const held = root.contains(document.activeElement);
    for (const each of STEPS) at(each).hidden = each !== step;
    at("now").hidden = standing === "leading";
    write(at("now"), busy === "asking" ? texts.one_moment : fill(texts.bid_at, { price: spell(least() ?? auction.price) }));
    write(at("other"), standing === "leading" ? texts.bid_higher : texts.bid_other);
    write(at("yes"), busy === "sending" ? texts.bid_sending : fill(texts.bid_confirm, { price: spell(wanted ?? auction.price) }));
    for (const name of ["now", "yes", "own-go"]) at(name).setAttribute("aria-disabled", Boolean(busy));
    // What had the focus may be gone: the next thing to press has it then.
    if (held && !document.activeElement.getClientRects().length) first()?.focus({ preventScroll: true });
  }

  const first = () => [...at(step).querySelectorAll("input, button")].find((each) => !each.hidden);

  function go(next, words = "") {
    step = next;
    busy = "";
    say(words);
    draw();
  }

  /** Find out who bids, then ask whether they mean it. */
  async function mean(amount) {
    if (busy) return;
    const back = step;
    busy = "asking";
    say("");
    draw();
    const isUser = await audience.isUser("bid").catch(() => null);
    if (busy !== "asking") return;
    if (!isUser) return go(back, isUser === null ? texts.bid_failed : wire.invited ? texts.bid_sign_in : texts.bid_elsewhere);
    if (!audience.mayBid) return go(back, texts.bid_not_allowed);
    if (least() === null) return go("offer", texts.bid_late);
    wanted = back === "own" ? amount : least();
    go("sure");
    at("yes").focus({ preventScroll: true });
  }

  function meanOwn() {
    const amount = amountOf(own.value, placesOf(auction.currency));
    const most = auction.maximum_price;
    const refused =
      amount === null
        ? texts.bid_number
        : Number(amount) < Number(least())
          ? fill(texts.bid_least, { price: spell(least()) })
          : most !== null && Number(amount) > Number(most)
            ? fill(texts.bid_most, { price: spell(most) })
            : "";
    own.setAttribute("aria-invalid", Boolean(refused));
    say(refused);
    if (refused) own.focus();
    else mean(amount);
  }

  async function send() {
    if (busy) return;
    const { id, run } = auction;
    const same = unsure?.amount === wanted && unsure.run === run;
    const bid = (unsure = same ? unsure : { amount: wanted, run, key: newKey() });
    busy = "sending";
    say("");
    draw();
    try {
      const told = await audience.ask("POST", `/auctions/${id}/bids`, bid);
      taken(told.auction);
    } catch (refusal) {
      const lost = ["unreachable", "failed"].includes(refusal.code);
      if (lost && hasArrived()) return taken(auction);
      if (!lost) unsure = null;
      go(lost ? "sure" : "offer", sentence(refusal));
    }
  }

  /** Everybody is told of a bid whose answer was lost: it is in. */
  const hasArrived = () => unsure !== null && standing === "leading" && auction.price === unsure.amount;

  function taken(told) {
    const bid = unsure;
    unsure = null;
    go("offer", fill(texts.bid_taken, { price: spell(bid.amount) }));
    placed(bid, told);
  }

  function sentence({ code, status }) {
    if (code === "bid-too-high") return fill(texts.bid_most, { price: spell(auction.maximum_price ?? auction.price) });
    if (code === "may-not-bid" && !audience.mayBid) return wire.invited ? texts.bid_sign_in : texts.bid_elsewhere;
    if (status === 429) return texts.refused_fast;
    return texts[REFUSALS[code]] ?? texts.bid_failed;
  }

  at("now").addEventListener("click", () => mean(least()));
  at("other").addEventListener("click", () => {
    own.value = least()?.replace(".", new Intl.NumberFormat(document.documentElement.dataset.locale).format(1.5)[1]) ?? "";
    own.removeAttribute("aria-invalid");
    go("own");
    own.focus({ preventScroll: true });
    own.select();
  });
  at("yes").addEventListener("click", send);
  for (const name of ["no", "own-no"]) at(name).addEventListener("click", () => back());
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    if (step === "own") meanOwn();
  });
  // Escape takes back the step and nothing else.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || step === "offer") return;
    event.stopPropagation();
    back();
  });

  function back() {
    if (busy === "sending") return;
    go("offer");
    first()?.focus({ preventScroll: true });
  }

  return {
    update(now, how) {
      // What was said of a bid is past once others have bid more.
      if (standing === "leading" && how !== standing && step === "offer") say("");
      [auction, standing] = [now, how];
      if (!busy && hasArrived()) taken(now);
      else if (step === "sure" && !busy && Number(wanted) < Number(least() ?? 0)) go("offer", texts.bid_faster);
      else draw();
    },
  };
}
