// One auction as it is drawn: the product, the price, who leads, what is left, and what this viewer can do.

import { fill, part, webAddress } from "../page.js";
import { clock as written } from "../time.js";
import { secondsAdded, secondsLeft, standingOf } from "./standing.js";

const EXTENDED_MS = 3500;
// In the last seconds the clock asks to be looked at.
const CLOSING_S = 10;

const write = (element, words) => element.textContent !== words && (element.textContent = words);

/**
 * Draw one run of an auction; `{element, update(auction)}`. `form(element)` makes what takes bids and
 * `prize(element, id)` what leads the winner to the till; a replay has neither.
 */
export function lot(first, { texts, spell, viewer, own, now, form, prize, put }) {
  const element = part("lot").content.firstElementChild.cloneNode(true);
  const at = (name) => part(`lot-${name}`, element);
  const bids = form?.(element);
  let auction = null;
  let stood = null;
  let extendedAt = -Infinity;

  at("away").addEventListener("click", () => put(auction));
  picture(at("picture"), first.thumbnail_url);

  function update(told) {
    const standing = standingOf(told, viewer(), own(told.id));
    if (told !== auction || standing !== stood) draw(told, standing);
    tick();
  }

  function draw(told, standing) {
    const more = secondsAdded(auction, told);
    if (more) extendedAt = now();
    if (more) write(at("more"), `+${fill(texts.seconds, { count: more })}`);
    if (standing === "won" && stood !== "won") prize(at("till"), told.id);
    [auction, stood] = [told, standing];
    element.dataset.state = told.state;
    element.dataset.standing = standing ?? "";
    write(at("kind"), kindOf(told, standing));
    write(at("name"), told.name);
    write(at("price"), told.state === "ready" ? fill(texts.lot_from, { price: spell(told) }) : spell(told));
    write(at("who"), whoOf(told, standing));
    at("who").toggleAttribute("data-mine", standing === "leading" || standing === "outbid");
    at("away").hidden = standing !== "won";
    at("till").hidden = standing !== "won";
    bids?.update(told, standing);
  }

  function tick() {
    const left = secondsLeft(auction, now());
    const extended = now() - extendedAt < EXTENDED_MS;
    const isRunning = left !== null && Boolean(auction.ending_at);
    part("bidding", element).hidden = !bids || !left;
    at("left").hidden = !isRunning;
    if (!isRunning) return;
    write(at("clock"), left ? written(left) : texts.lot_ending);
    at("clock").toggleAttribute("data-closing", left <= CLOSING_S);
    at("more").hidden = !extended;
  }

  function kindOf({ state, bids: count }, standing) {
    if (state === "ready") return texts.lot_soon;
    if (state === "ongoing") return texts.lot_on;
    return standing === "won" ? texts.lot_won : count ? texts.lot_sold : texts.lot_over;
  }

  function whoOf({ state, bids: count, leader, winner }, standing) {
    if (standing === "won" || state === "ready") return "";
    if (!count) return state === "ongoing" ? texts.lot_no_bids : texts.lot_unsold;
    if (standing === "leading") return texts.lot_leading;
    const name = (leader ?? winner)?.name ?? texts.nobody;
    if (standing === "outbid") return fill(texts.lot_outbid, { name });
    return fill(state === "ongoing" ? texts.lot_leads : texts.lot_sold_to, { name });
  }

  return { element, update };
}

function picture(image, address) {
  const source = webAddress(address ?? "", document.baseURI);
  if (source) image.src = source;
  else image.remove();
  image.addEventListener("error", () => image.remove());
}
