/* The part that measures what becomes of what was drawn: without id and storage until the visitor agrees to both. */
import { impressions } from "../seen/impressions.js";
import { forgetAll, knownId, mark, marks, ownId } from "../seen/memory.js";
import { sender } from "../seen/sender.js";
import { Tally } from "../seen/tally.js";
import { watching } from "../seen/watching.js";
import { guarded } from "./context.js";

/** Does the visitor agree to be known? Global Privacy Control is a no, whatever the page says. */
const agrees = (api) => api.choice?.measure === true && !navigator.globalPrivacyControl;

/** Which of its contents a clicked product chip of a drawing belongs to. */
function chipped(path, { contents }) {
  const chip = path.find((each) => each.matches?.("a.chip"));
  const box = chip && (chip.closest(".card") || chip.parentNode).querySelector(".facade");
  return chip && contents[[...chip.getRootNode().querySelectorAll(".facade")].indexOf(box)];
}

/**
 * Start measuring. The context's `shown` is a list of what was drawn, as `[host, component, contents]`, and
 * goes on growing; its `api` knows the shop (`app`) and what the visitor agreed to (`choice`), of whose change `heed` hears.
 */
export function measure(context) {
  const { shown, api } = context;
  const address = new URL(`/audience/v1/seen?app_id=${api.app}`, import.meta.url).href;
  const drawings = new WeakMap(); // host → {component, contents, boxes}
  const players = new WeakMap(); // host → the player opened last
  const tally = new Tally();
  const look = impressions();

  const sending = sender(address, () => {
    const seen = tally.take();
    if (!seen.length) return;
    return agrees(api) ? { seen, visitor: ownId() } : { seen };
  });

  function count(what, name, number) {
    // Whoever tries a placement out is no visitor.
    if (location.hash.startsWith("#vitrine-preview")) return;
    tally.add(what, name, number);
    if (tally.any) sending.stir();
  }

  function draw([host, component, contents]) {
    const boxes = [...(host.shadowRoot?.querySelectorAll(".facade") || [])].slice(0, contents.length);
    drawings.set(host, { component, contents, boxes });
    // Without boxes of their own the contents share the drawing's.
    for (const [at, box] of (boxes.length ? boxes : [host]).entries()) {
      const what = { content: contents[at].id, component };
      look(box, () => count(what, "impressions"));
    }
  }
  shown.splice(0).forEach(draw);
  shown.push = guarded(draw);

  const of = ({ target, detail }) => ({ content: detail.content, component: drawings.get(target)?.component });
  const hears = {
    open(event) {
      const what = of(event);
      const heard = (name, number) => count(what, name, number);
      players.set(event.target, watching(heard, undefined, event.detail.resumed));
    },
    play: ({ target }) => players.get(target)?.play(),
    progress: ({ target, detail }) => players.get(target)?.progress(detail),
    pause: ({ target }) => players.get(target)?.stop(),
    ended: ({ target }) => players.get(target)?.end(),
    close: ({ target }) => players.get(target)?.stop(),
    "product-view": (event) => count({ ...of(event), product: event.detail.product }, "clicks"),
    "cart-add"(event) {
      const { ok, product, ref, attribution } = event.detail;
      if (!ok) return;
      count({ ...of(event), product }, "adds");
      if (agrees(api) && ref && attribution) mark(ref, attribution);
    },
  };
  for (const type in hears)
    document.addEventListener(`vitrine:${type}`, (event) => {
      try {
        hears[type](event);
      } catch {} // a page may send events of these names that say something else
    });

  document.addEventListener("click", (event) => {
    const path = event.composedPath();
    const drawing = drawings.get(path.find((each) => drawings.has(each)));
    const content = drawing && chipped(path, drawing);
    if (content)
      count({ content: content.id, component: drawing.component, product: content.attributes.products[0].id }, "clicks");
  });

  /** Take the visitor at their word, now and whenever they change it. */
  function heed() {
    if (agrees(api)) return ownId();
    // Before anybody was asked, what an earlier yes left is neither read nor removed.
    if (!api.choice && !navigator.globalPrivacyControl) return;
    const visitor = knownId();
    forgetAll();
    if (visitor) sending.now({ visitor, forget: true });
  }
  heed();
  context.heed = heed;

  /** What belongs to an order told by this page: who agreed to be known, and what players said of its products. */
  api.attribution = () => (agrees(api) ? { visitor: knownId(), products: Object.fromEntries(marks()) } : { products: {} });
}
