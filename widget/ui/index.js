/* The drop-in script's second part: draws what the server displays, follows its changes, opens players. */
import { isDismissed } from "./bubble.js";
import { createCart } from "./cart.js";
import { context, emit, guarded, isPhone } from "./context.js";
import { openDialog } from "./dialog.js";
import { playable } from "./displays.js";
import { make } from "./dom.js";
import { draw, isKnown } from "./draw.js";
import { askFor, sync, syncAll } from "./elements.js";
import { place } from "./slots.js";

const slots = new Map(); // a display as text → its slot
let wanted = [];

function makeSlot(display) {
  const { attributes } = display;
  const control = new AbortController();
  const host = make("div");
  let drawn;
  let takeOut;
  return {
    busy: () => drawn?.busy?.(),
    lost: () => drawn && !host.isConnected,
    async fill() {
      takeOut = await place(host, attributes, control.signal);
      if (takeOut) drawn = draw(attributes.component, host, display);
    },
    remove() {
      control.abort();
      drawn?.remove();
      takeOut?.();
    },
  };
}

/** Show exactly these displays: keep what stays, take away what went, draw what is new. */
function show(displays) {
  wanted = displays;
  const fresh = new Map();
  let bubbles = isDismissed() || [...slots.values()].some((slot) => slot.busy());
  for (const display of displays) {
    const { component } = display.attributes;
    const usable = isKnown(component) && !(bubbles && component === "floating") && playable(display);
    if (!usable) continue;
    // The same text means nothing has to be drawn anew.
    fresh.set(JSON.stringify([display, display.attributes.mobile_target && isPhone()]), usable);
    bubbles ||= component === "floating";
  }
  for (const [name, slot] of slots)
    if (!slot.busy() && (slot.lost() || !fresh.has(name))) {
      slot.remove();
      slots.delete(name);
    }
  for (const [name, usable] of fresh)
    if (!slots.has(name)) {
      const slot = makeSlot(usable);
      slots.set(name, slot);
      slot.fill().catch(({ message }) => context.warn("no-slot", message));
    }
}

/** Open a video over the page; answers whether there was one to open. */
async function open(uid, { at } = {}) {
  if (!context.known.has(uid)) playable(await askFor("video", uid));
  const found = context.known.get(uid);
  if (!found) return false;
  openDialog(found.content, { look: found.look, start: at });
  return true;
}

function close() {
  for (const player of context.players) player.leave();
}

/** Start the second part; answers the verbs the first part calls. */
export function start({ api, ask, warn, failed }) {
  const reshow = guarded(() => show(wanted));
  Object.assign(context, { api, ask, warn, failed, reshow, known: new Map(), warmed: new Map() });
  context.cart = createCart({
    adapter: () => api.cart.adapter,
    warn,
    changed: (state) => context.players.forEach(({ host }) => emit(host, "cart-change", state)),
  });
  import(SEEN_FILE).then(({ start }) => start(context), () => {});
  matchMedia("(max-width: 767.98px)").addEventListener("change", reshow);

  return {
    show,
    open,
    close: guarded(close),
    sync: (element) => sync(element, api.active),
    renew: guarded(() => syncAll(api.active)),
    changed: guarded(() => void context.cart.read()),
    destroy: guarded(() => {
      close();
      for (const slot of slots.values()) slot.remove();
      slots.clear();
      wanted = [];
      syncAll(false);
      for (const link of context.warmed.values()) link.remove();
      context.warmed.clear();
    }),
  };
}
