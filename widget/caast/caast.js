/* The predecessor's script: its names for what `window.vitrine` does. The first part of the script is inside. */
import { asleep, isCopy, settings, tag } from "./tag.js";
import "../boot.js";
import { makeBus } from "./bus.js";
import { readHash } from "./hash.js";
import { HEARD, spell } from "./news.js";
import { clear, embed, isCard, parse, point } from "./places.js";
import { watchRoute } from "./route.js";

const page = window;
const doc = document;
const { vitrine } = page;
const GLOBALS = ["caast", "CaastInstance", "caastInstance"];

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
    userAccess: { hardBan: null, softBan: null },
    fromCaastIframe: false,
  }));
  let opening; // what is open, or about to be
  let firstShown, awake;

  const inDocument = new Promise((resolve) => {
    if (doc.readyState != "loading") resolve();
    else doc.addEventListener("DOMContentLoaded", resolve, { signal });
  });
  let someShown;
  const shown = new Promise((resolve) => (someShown = resolve));

  const announce = (name, detail) => doc.dispatchEvent(new CustomEvent(`caast.${name}`, { detail }));

  /** Ask which content belongs to a product; answers its uid, if there is one. */
  async function uidOf(ref) {
    const asked = new URLSearchParams({ app_id: vitrine.app, product_ref: ref });
    const url = `${new URL(tag.src).origin}/api/v1/displayed_data?${asked}`;
    try {
      const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(3000) });
      return (await answer.json())[0].contents[0].id;
    } catch {}
  }

  /** Open a content, by uid or by `{type: "product", id: ref}`; what is open already stays as it is. */
  async function open(what, clicked, at) {
    const uid = what?.type === "product" ? await uidOf(what.id) : what;
    if (!uid) return false;
    if (opening === uid && at === undefined) return true;
    opening = uid;
    const data = { contentId: uid, live_id: uid, currentLive: { id: uid } };
    if (clicked) bus.tell("onModalTrigger", data);
    const opened = await vitrine.open(uid, { at });
    if (!opened && opening === uid) opening = undefined;
    return Boolean(opened);
  }

  async function followHash() {
    const wish = readHash(location.hash);
    if (wish) open(wish.uid || (await shown), false, wish.at);
  }

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
    const id = target.getAttribute("collection");
    const isCollection = detail.component === "shorts_card";
    drawings.set(target, { collection: isCollection ? { collectionId: id, collection: { id } } : undefined });
    if (isCollection) inView.observe(target);
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
  doc.addEventListener("vitrine:shown", guard(draw), { signal });
  for (const type of HEARD)
    doc.addEventListener(
      `vitrine:${type}`,
      guard(({ target, detail }) => {
        if (type === "open") opening = detail.content;
        if (type === "close") opening = undefined;
        for (const [name, data] of spell(type, detail, drawings.get(target))) bus.tell(name, data);
      }),
      { signal },
    );

  /** Say which product the page is about: as asked, else as the settings say, else nothing does. */
  function ask(query) {
    const ref = query?.product_id ?? page.caastSettings?.product_id;
    if (ref) tag.dataset.ref = ref;
    else delete tag.dataset.ref;
  }

  /** Begin, once: from here on the page hears of us. */
  function wake() {
    if (awake || signal.aborted) return;
    awake = true;
    scan();
    watchRoute(() => bus.tell("onRouteChange"), signal);
    page.addEventListener("hashchange", followHash, { signal });
    announce("onLoaded", { ...config, preload: true });
    announce("onReady", config);
    followHash();
  }

  async function rebuild(query) {
    vitrine.destroy();
    ask(query);
    vitrine.refresh();
    wake();
    scan();
    await vitrine.ready;
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
    async render({ target, query } = {}) {
      await inDocument;
      const pointed = point(target);
      await rebuild(query);
      await pointed;
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
      tag.remove();
    },
  };

  for (const name of GLOBALS) page[name] = caast;
  page.caastLoaded = true;
  if (settings.agreed) vitrine.consent({ measure: true });
  inDocument.then(() => {
    if (signal.aborted) return;
    point();
    if (!asleep) wake();
  });
}

if (vitrine?.version) {
  if (asleep) vitrine.destroy();
  if (!isCopy && settings) start();
}
