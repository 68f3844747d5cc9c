// A live's auctions as its viewers see them: what is on, what they bid, what they won; and in the replay, what was.

import { money } from "../offers.js";
import { fill, part } from "../page.js";
import { bidForm } from "./bidding.js";
import { Herald } from "./herald.js";
import { lot } from "./lot.js";
import { eachFrame, rows } from "./rows.js";
import { replayedAt, secondsAdded, secondsLeft, shown, standingOf } from "./standing.js";
import { till } from "./till.js";

const TICK_MS = 250;
const TO_GO_S = [30, 10];
// Who comes so long after an auction is not asked for, to learn whether they won it.
const RECENT_MS = 86_400_000;

const locale = () => document.documentElement.dataset.locale;
const price = (amount, { currency }) => money(amount, currency, locale());

/** Give the lots their place: the panel grows by as much on phones. */
function placed() {
  const section = part("auctions");
  const grow = () => document.body.style.setProperty("--lots", `${section.offsetHeight}px`);
  new ResizeObserver(grow).observe(section);
  return () => {
    section.hidden = !section.querySelector(".lot");
    document.body.toggleAttribute("data-lots", !section.hidden);
  };
}

/** Show the auctions of a live that is on, and take bids. */
export function sell(store, { audience, clock, texts, tell, wire }) {
  const herald = new Herald(tell);
  const own = new Map();
  const away = new Set();
  const settle = placed();
  const now = () => clock.now();
  let known = new Map(store.auctions.map((each) => [each.id, each]));
  const toGo = new Map();

  const drawn = rows(part("lots"), ({ auction }) => {
    const { element, update } = lot(auction, {
      texts,
      spell: (each) => price(each.price, each),
      viewer: () => audience.viewer,
      own: (id) => own.get(id),
      now,
      form: (element) => form(element, auction),
      prize: (root, id) => till(root, id, { audience, wire, herald, texts }),
      put: ({ id, run }) => {
        away.add(`${id} ${run}`);
        show();
      },
    });
    return { element, update: (item) => update(item.auction) };
  });
  // Each run has a card of its own: what was typed or meant for another one is gone.
  const draw = (auctions) => drawn(auctions.map((auction) => ({ id: `${auction.id} ${auction.run}`, auction })));

  const form = (element, { id, currency }) =>
    bidForm(part("bidding", element), {
      audience,
      wire,
      texts,
      spell: (amount) => price(amount, { currency }),
      placed(bid, told) {
        own.set(id, bid);
        store.auction(told);
      },
    });

  function show() {
    const phase = { onAir: store.state === "started", replayed: document.body.dataset.phase === "replay" };
    draw(shown(store.auctions, { viewer: audience.viewer, now: now(), ...phase, away }));
    settle();
  }

  /** Tell what is new to who listens. */
  function report() {
    for (const each of store.auctions) {
      for (const moment of [each.started_at, each.ended_at]) if (moment) clock.passed(Date.parse(moment));
      const before = known.get(each.id);
      if (before && before !== each) news(before, each);
    }
    known = new Map(store.auctions.map((each) => [each.id, each]));
  }

  function news(before, each) {
    const say = (words, facts = {}) => herald.say(each.id, fill(words, { name: each.name, price: price(each.price, each), ...facts }));
    const standing = standingOf(each, audience.viewer, own.get(each.id));
    const name = (each.leader ?? each.winner)?.name ?? texts.nobody;
    if (each.state === "ready") return own.delete(each.id) && before.state !== "ready" && say(texts.lot_reset);
    if (each.run !== before.run) return say(texts.lot_begun);
    if (each.state === "ended") {
      if (before.state === "ended") return null;
      return say(standing === "won" ? texts.lot_you_won : each.bids ? texts.lot_went : texts.lot_went_unsold, { who: name });
    }
    if (each.bids === before.bids || standing === "leading") return null;
    const count = secondsAdded(before, each);
    if (count) herald.say("more", fill(texts.lot_extended, { count }));
    return say(standing === "outbid" ? texts.lot_you_outbid : texts.lot_bid, { who: name });
  }

  /** Say when half a minute and ten seconds are left; not again when bids bring them back. */
  function countDown() {
    for (const each of store.auctions) {
      const left = secondsLeft(each, now());
      const sign = `${each.id} ${each.run}`;
      const step = TO_GO_S.findLast((seconds) => left !== null && left <= seconds);
      if (!step || (toGo.get(sign) ?? Infinity) <= step) continue;
      toGo.set(sign, step);
      if (left === step) herald.say("left", fill(texts.lot_to_go, { count: left }));
    }
  }

  /** Know again what this viewer bid and won before the page was loaded. */
  async function recall() {
    const open = store.auctions.filter(({ state, bids, ended_at: end }) => bids && (state === "ongoing" || now() - Date.parse(end) < RECENT_MS));
    if (!open.length || !(await audience.isUser("chat").catch(() => false))) return;
    for (const { id, run, state } of open) {
      if (state !== "ongoing" || own.has(id)) continue;
      const told = await audience.ask("GET", `/auctions/${id}/bids`).catch(() => null);
      if (told?.amount && !own.has(id)) own.set(id, { run, amount: told.amount });
    }
    show();
  }

  const follow = eachFrame(() => {
    report();
    show();
  });
  for (const name of ["auctions", "state"]) store.addEventListener(name, follow);
  setInterval(() => {
    show();
    countDown();
  }, TICK_MS);
  follow();
  recall();
  return true;
}

/** Show in a replay how its auctions stood at each moment. */
export function tellAgain(reruns, playback, { texts }) {
  const settle = placed();
  const nobody = { viewer: () => null, own: () => null, now: () => 0 };
  const draw = rows(part("reruns"), (auction) => lot(auction, { texts, spell: (each) => price(each.price, each), ...nobody }));

  function follow() {
    const seen = playback.state === "idle" ? null : replayedAt(reruns, playback.at);
    draw(seen ? [seen] : []);
    settle();
  }

  playback.addEventListener("time", eachFrame(follow));
  playback.addEventListener("state", follow);
  follow();
}
