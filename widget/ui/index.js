/* The drop-in script's second part: draws what the server displays, follows its changes, opens players. */
import { isDue } from "./bubble.js";
import { context, guarded, isPhone } from "./context.js";
import { playable } from "./displays.js";
import { make } from "./dom.js";
import { draw, drawing, isKnown } from "./draw.js";
import { find, sync, syncAll } from "./elements.js";
import { opened, part } from "./parts.js";
import { place } from "./slots.js";

// What the parts share with this file.
export { context, emit, guarded, mayMove } from "./context.js";
export { destination } from "./destination.js";
export { make, shade, signButton } from "./dom.js";
export { find } from "./elements.js";
export { chip, facade, ratio } from "./facade.js";
export { opened, part } from "./parts.js";
export { language, learn, money, say, voice, when } from "./texts.js";

const TURN_MS = 30;
const slots = new Map(); // a display as text → its slot
let wanted = [];

function makeSlot(display) {
  const { attributes } = display;
  const control = new AbortController();
  const turn = slots.size * TURN_MS;
  const host = make("vitrine-slot");
  let drawn;
  let takeOut;
  return {
    host,
    busy: () => drawn?.busy?.(),
    lost: () => drawn && !host.isConnected,
    async fill() {
      const { component, configuration: look } = attributes;
      const draws = await drawing(component);
      // Each drawing has a task of its own, and is laid out before the next, so that none of this takes long.
      await new Promise((resolve) => setTimeout(resolve, (look.delay_seconds || 0) * 1000 + turn));
      takeOut = await place(host, attributes, control.signal);
      if (takeOut) drawn = draw(draws, host, component, display);
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
  let bubbles = [...slots.values()].some((slot) => slot.busy());
  for (const display of displays) {
    const { component } = display.attributes;
    const floats = component === "floating";
    const usable = isKnown(component) && !(floats && bubbles) && playable(display);
    const look = usable?.attributes.configuration;
    if (!look || look.only_on === (isPhone() ? "desktop" : "phone") || (floats && !isDue(look))) continue;
    // The same text means nothing has to be drawn anew. Not a list: old libraries have lists spell themselves otherwise.
    fresh.set(JSON.stringify({ display, at: display.attributes.mobile_target && isPhone() }), usable);
    bubbles ||= floats;
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

/** See to what others did to a slot: one that was taken out is drawn anew, a copy of one goes. */
function tidy(host) {
  const own = [...slots.values()].some((slot) => slot.host === host);
  if (own && !host.isConnected) show(wanted);
  else if (!own) host.remove();
}

/** Open a video over the page; answers whether there was one to open. */
async function open(uid, { at } = {}) {
  const found = await find(uid);
  if (!found) return false;
  opened("openDialog", found.content, { look: found.look, start: at });
  return true;
}

function close() {
  for (const player of context.players) player.leave();
}

/** Start the second part; answers the verbs the first part calls. */
export function start({ ask, warn, failed, api, data }) {
  const reshow = guarded(() => show(wanted));
  const adapter = () => api.cart.adapter;
  Object.assign(context, {
    ask,
    warn,
    failed,
    api,
    data,
    // Whoever the shop cannot vouch for chooses a name.
    user: async (why) => {
      try {
        return (await api.user.adapter({ why })) ?? null;
      } catch {
        return null;
      }
    },
    adapter,
    reshow,
    known: new Map(),
    warmed: new Map(),
  });
  // Where it is blocked nothing is measured, and that is all.
  if (!api.own) part("seen").then((seen) => seen.measure(context), () => {});
  const changed = {
    cart: () => void context.cart?.read(),
    // Fetched by pages that know better than the server.
    products: () => (api.products.adapter || context.quote) && part("products").then((products) => products.renew(), failed),
  };
  changed.products();
  matchMedia("(max-width: 767.98px)").addEventListener("change", reshow);

  return {
    show,
    open,
    close: guarded(close),
    sync: (element) => (element.localName === "vitrine-slot" ? tidy : sync)(element, api.active),
    resume: () => part("resume").then((resume) => resume.resume()),
    renew: guarded(() => syncAll(api.active)),
    heed: guarded(() => context.heed?.()),
    changed: guarded((name) => changed[name]?.()),
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
