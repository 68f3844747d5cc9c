/* The predecessor's script: its names for what `window.vitrine` does. The first part of the script is inside. */
import { about, asleep, isCopy, read, settings, tag } from "./tag.js";
import "../boot.js";
import { makeBus } from "./bus.js";
import { HEARD, named, spell } from "./news.js";
import { makeOpening } from "./opening.js";
import { clear, embed, isBasket, isCard, parse, point, settle } from "./places.js";
import { watchRoute } from "./route.js";
import { subject } from "./settings.js";
import { lives, note } from "./shown.js";

const page = window;
const doc = document;
const { vitrine } = page;
const GLOBALS = ["caast", "CaastInstance", "caastInstance"];
const AGAIN = "vitrine:caast"; // a copy of the script tells the one that runs

function start() {
  const config = {
    id: vitrine.app,
    type: "app",
    attributes: {
      uid: vitrine.app,
      configuration: { hash: { open: "caast-open", question: "caast-question", jump: "caast-jump" } },
    },
  };
  const user = {};
  const drawings = new WeakMap(); // host → {collection}
  const control = new AbortController();
  const { signal } = control;
  const bus = makeBus(() => ({
    config,
    credentials: { APP_ID: vitrine.app },
    user,
    lives: lives(),
    userAccess: { hardBan: null, softBan: null },
    fromCaastIframe: false,
  }));
  let anchor = tag; // the tag that stands in the page now
  let firstShown, awake;

  const inDocument = new Promise((resolve) => {
    if (doc.readyState != "loading") resolve();
    else doc.addEventListener("DOMContentLoaded", resolve, { signal });
  });
  let someShown;
  const shown = new Promise((resolve) => (someShown = resolve));

  const announce = (name, detail) => doc.dispatchEvent(new CustomEvent(`caast.${name}`, { detail }));

  const { open, current, note: opens, followHash } = makeOpening(vitrine, bus.tell, shown);

  function scan() {
    parse(open);
    embed(open);
  }

  const inView = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) {
        inView.unobserve(target);
        bus.tell("onCollectionInView", drawings.get(target).collection);
      }
  });

  function draw({ target, detail }) {
    const collection = note(detail);
    drawings.set(target, { collection });
    if (collection) inView.observe(target);
    // Cards stand in pages that display nothing else, too.
    if (firstShown || isCard(target)) return;
    firstShown = true;
    someShown(detail.content);
    announce("onLoaded", config);
  }

  const guard = (work) => (event) => {
    try {
      work(event);
    } catch {} // a page may send events of these names that say something else
  };

  function added({ target }) {
    if (!isBasket(target)) return;
    bus.tell("onBasketAdd", { ...(current() && named(current())), product_ref: read.dataset.ref });
  }
  doc.addEventListener("click", guard(added), { signal, capture: true });
  doc.addEventListener("vitrine:shown", guard(draw), { signal });
  for (const type of HEARD)
    doc.addEventListener(
      `vitrine:${type}`,
      guard(({ target, detail }) => {
        if (type === "open") opens(detail.content);
        if (type === "close") opens();
        for (const [name, data] of spell(type, detail, drawings.get(target))) bus.tell(name, data);
      }),
      { signal },
    );

  /** Say which product or seller the page is about: as asked, else as the settings say, else its address does. */
  function ask(query) {
    const { ref, seller } = subject(query ?? undefined);
    about(ref || seller ? { ref, seller } : subject(page.caastSettings ?? undefined));
  }

  function hail() {
    announce("onLoaded", { ...config, preload: true });
    for (const name of ["onReady", "onLoadComplete"]) announce(name, config);
  }

  /** Begin, once: from here on the page hears of us. */
  function wake() {
    if (awake || signal.aborted) return;
    awake = true;
    settle(scan);
    watchRoute(() => {
      bus.tell("onRouteChange");
      settle(scan);
    }, signal);
    page.addEventListener("hashchange", followHash, { signal });
    hail();
    followHash();
  }

  /** A page that took the tag away and put in another (a hook whose component came back) listens anew. */
  function again({ detail: newer }) {
    if (anchor.isConnected) return;
    anchor = newer;
    if (!awake) return;
    ask();
    settle(scan);
    vitrine.refresh();
    hail();
    if (firstShown) announce("onLoaded", config);
  }

  async function rebuild(query) {
    vitrine.destroy();
    ask(query);
    vitrine.refresh();
    wake();
    await Promise.all([settle(scan), vitrine.ready]);
  }

  async function decide(measure, name) {
    vitrine.consent({ measure });
    bus.tell(name);
  }

  const caast = {
    infos: () => ({ version: vitrine.version, environment: settings.environment }),
    on: bus.on,
    off: bus.off,
    open: (what) => open(what),
    parse: () => parse(open),
    embed: () => embed(open),
    async render(options) {
      const { target, query } = options ?? {};
      await inDocument;
      point(target);
      await rebuild(query);
    },
    async reboot(again) {
      await inDocument;
      await rebuild();
      if (again) announce("onLoaded", config);
    },
    /** Does this page display something? */
    canLoad: async () => {
      await vitrine.ready;
      // What has its place is drawn in the turn after.
      await new Promise((resolve) => setTimeout(resolve));
      return Boolean(firstShown);
    },
    setUser(fields) {
      user.custom_fields = { ...fields };
      bus.tell("onSetUser");
    },
    cookiesAccepted: () => decide(true, "onCookiesAccepted"),
    cookiesRejected: () => decide(false, "onCookiesRejected"),
    kill() {
      control.abort();
      inView.disconnect();
      vitrine.destroy();
      clear();
      for (const name of [...GLOBALS, "caastLoaded"]) delete page[name];
      anchor.remove();
    },
  };

  vitrine.tag = read;
  for (const name of GLOBALS) page[name] = caast;
  page.caastLoaded = true;
  if (settings.agreed) vitrine.consent({ measure: true });
  doc.addEventListener(AGAIN, guard(again), { signal });
  inDocument.then(() => {
    if (signal.aborted) return;
    if (!asleep) wake();
  });
}

if (vitrine?.version) {
  if (asleep) vitrine.destroy();
  if (isCopy) doc.dispatchEvent(new CustomEvent(AGAIN, { detail: tag }));
  else if (settings) start();
}
