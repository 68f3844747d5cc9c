/* Opens one player frame and carries what it says to the shop's page, its events and its cart. */
import { context, emit } from "./context.js";
import { destination } from "./destination.js";
import { make } from "./dom.js";
import { find } from "./elements.js";
import { connect, frameUrl, makeNonce } from "./frame.js";
import { productHosts } from "./hosts.js";
import { language } from "./texts.js";

const PATIENCE = 20000;
const TOLD = ["ready", "pause", "ended", "progress", "sound", "product-view"];
const MOST_PRODUCTS = 300;
// What a visitor does in the player: the page is told, and nothing else comes of it.
const DONE = ["chat-send", "reaction", "moment", "remind", "extension"];

/** Has somebody just touched the page or a frame in it? Browsers that cannot tell are believed. */
const touched = () => navigator.userActivation?.isActive ?? true;

function follow(url, contents) {
  const going = touched() && destination(url, productHosts(contents));
  if (!going) context.warn("url-refused", `${url}`.slice(0, 80));
  else if (going.same) location.assign(going.url);
  else window.open(going.url, "_blank", "noopener");
}

/**
 * Make the frame of a content; the caller puts `iframe` into the page. `leave` is called when the
 * player (or vitrine.close()) wants it closed, `swap` with the content to be shown in its place; `quiet` takes no
 * focus. Answers `{id, host, iframe, leave, products, said, send(), pause(), close()}`;
 * `products` are the references it asked about, `said` its last words of each type.
 */
export function openPlayer(host, content, { at, muted, quiet, remind, leave, swap }) {
  const { id, attributes } = content;
  const nonce = makeNonce();
  const url = frameUrl(attributes.player_url, {
    origin: location.origin,
    lang: language(),
    dir: getComputedStyle(document.documentElement).direction,
    at,
    autoplay: 1,
    ...(muted && { muted: 1 }),
    ...(remind && { remind: 1 }),
    nonce,
  });
  const { origin } = new URL(url);
  const iframe = make("iframe", {
    sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox",
    allow: "autoplay; fullscreen; picture-in-picture; clipboard-write",
    referrerpolicy: "strict-origin-when-cross-origin",
    title: attributes.name,
    // The poster behind it stays until there is something to see.
    load: () => iframe.classList.add("there"),
    src: url,
  });
  // What a player was opened from may have left the page before it.
  const tell = (type, detail) =>
    emit(host.isConnected ? host : document.documentElement, type, { content: id, ...detail });
  const fail = (code, message) => {
    context.warn(code, message);
    tell("error", { code, message });
  };
  let leaveCart = () => {};
  // Who comes back from another tab or page may have filled the cart there.
  const back = () => document.hidden || context.cart.read();

  const hears = {
    play(fields) {
      for (const other of context.players) if (other !== player) other.pause();
      tell("play", fields);
    },
    async "cart-add"({ id: call, ...wish }) {
      const result = touched()
        ? await context.cart.add(wish)
        : { ok: false, reason: "failed", message: null };
      wire.send("cart-result", { id: call, ...result });
      const { product, ref, quantity, attribution } = wish;
      tell("cart-add", { product, ref, quantity, attribution, ok: result.ok, reason: result.reason });
    },
    products({ refs }) {
      for (const ref of refs) if (player.products.size < MOST_PRODUCTS) player.products.add(ref);
      context.quote?.();
    },
    "open-url": ({ url: asked }) => follow(asked, [content]),
    async open({ content: uid }) {
      const found = await find(uid).catch(context.failed);
      if (!found || !iframe.isConnected) return;
      tell("related", { chosen: uid });
      swap(found.content);
    },
    checkout() {
      tell("checkout");
      context.cart.checkout();
    },
    user: async ({ why }) => wire.send("user", { token: await context.user(why) }),
    close: leave,
    error: ({ code, message }) => fail(code, message),
  };
  for (const type of [...TOLD, ...DONE]) hears[type] = (fields) => tell(type, fields);

  function heard({ v, type, ...fields }) {
    player.said[type] = { ...fields, when: performance.now() };
    if (iframe.isConnected) hears[type]?.(fields);
  }
  const silence = setTimeout(() => fail("player-silent", origin), PATIENCE);
  const wire = connect(window, { window: () => iframe.contentWindow, origin, nonce }, heard, () => {
    clearTimeout(silence);
    leaveCart = context.cart.join(wire.send);
    document.addEventListener("visibilitychange", back);
    // Only now can the frame hear keys; and nobody who has gone elsewhere meanwhile is called back.
    if (!quiet && document.activeElement.contains(iframe.getRootNode().host)) iframe.focus({ preventScroll: true });
  });

  const player = {
    id,
    host,
    iframe,
    leave,
    products: new Set(),
    said: {},
    send: wire.send,
    pause: () => wire.send("pause"),
    close() {
      clearTimeout(silence);
      context.players.delete(player);
      leaveCart();
      document.removeEventListener("visibilitychange", back);
      wire.close();
      iframe.remove();
      tell("close");
    },
  };
  context.players.add(player);
  tell("open", quiet && { resumed: true });
  return player;
}
