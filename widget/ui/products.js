/* The part that asks the shop's page about its products, and lets drawings and players show what it says. */
import { timed } from "./cart.js";
import { context, guarded } from "./context.js";
import { chip } from "./facade.js";
import { nothing, offered, offersIn } from "./offers.js";

const MOST_ASKED = 100;
const MOST_TOLD = 10; // offers in one message
const PATIENCE_MS = 10000;
const FRESH_MS = 600000;
const LOOK_EVERY_MS = 60000;
const HOSTS = "vitrine-slot,vitrine-video,vitrine-carousel";

const known = new Map(); // reference → {offer, until}
const drawn = new WeakMap(); // chip → the offer that it shows
const told = new WeakMap(); // player → reference → the offer that it was told
let asking;
let changes = 0; // how often the page said that its answers have changed

const hosts = () => [...document.querySelectorAll(HOSTS)];
const chips = () => hosts().flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(".chip") || [])]);
const productOf = (line) => context.chips.get(line);

/** Which products are to be seen, or stand in an open player. */
function wanted() {
  const refs = new Set(chips().map((line) => productOf(line)?.ref));
  for (const { products } of context.players) for (const ref of products) refs.add(ref);
  refs.delete(null);
  refs.delete(undefined);
  return [...refs];
}

/** Put a batch to the page; what it does not answer stays as it was until it is asked again. */
async function put(refs) {
  const { adapter } = context.api.products;
  const before = changes;
  const until = () => (before === changes ? performance.now() + FRESH_MS : 0);
  const wrong = (at) => context.warn("products", `not understood: ${at}`);
  try {
    const answer = await timed((signal) => adapter.get([...refs], { signal }), PATIENCE_MS);
    const found = offersIn(answer, refs, wrong);
    for (const ref of refs) known.set(ref, { offer: found.get(ref), until: until() });
  } catch (error) {
    context.warn("products", error?.message || error?.code);
    for (const ref of refs) known.set(ref, { offer: known.get(ref)?.offer, until: until() });
  }
  show();
}

/** Ask about all that is wanted and not known, or known for too long; one question after the other. */
async function settle() {
  show();
  asking ||= (async () => {
    // What is wanted together is asked together.
    await new Promise((resolve) => setTimeout(resolve));
    for (;;) {
      const open = wanted().filter((ref) => !(known.get(ref)?.until > performance.now()));
      if (!open.length || !context.api.products.adapter) break;
      await put(open.slice(0, MOST_ASKED));
    }
  })().finally(() => (asking = null));
}

function redraw(line) {
  const product = productOf(line);
  const offer = known.get(product?.ref)?.offer;
  if (!product || drawn.get(line) === offer) return;
  drawn.set(line, offer);
  const fresh = chip({ attributes: { products: [offered(product, offer)] } });
  line.querySelector(".about").replaceWith(fresh.querySelector(".about"));
}

/** Tell a player what is new about its products. */
function tell(player) {
  if (!told.has(player)) told.set(player, new Map());
  const before = told.get(player);
  const news = [...player.products].filter((ref) => before.get(ref) !== known.get(ref)?.offer);
  for (let at = 0; at < news.length; at += MOST_TOLD) {
    const items = news.slice(at, at + MOST_TOLD).map((ref) => known.get(ref)?.offer || nothing(ref));
    player.send("products", { items });
  }
  for (const ref of news) before.set(ref, known.get(ref)?.offer);
}

const show = guarded(() => {
  chips().forEach(redraw);
  context.players.forEach(tell);
});

// What is drawn anew inside a drawing is asked about, too.
const watch = new MutationObserver(guarded(settle));
const follow = (host) => host.shadowRoot && watch.observe(host.shadowRoot, { childList: true, subtree: true });

hosts().forEach(follow);
document.addEventListener("vitrine:shown", ({ target }) => {
  follow(target);
  settle();
});
setInterval(() => document.hidden || settle(), LOOK_EVERY_MS);
context.quote = guarded(settle);

/** The page has said that its answers have changed, or how to ask. */
export const renew = guarded(() => {
  changes++;
  for (const each of known.values()) each.until = 0;
  if (!context.api.products.adapter) known.clear();
  settle();
});
