/* The drop-in script's first part: asks the server what this page displays, fetches the rest only when needed. */
import { inBlocks, whereabouts } from "./ui/reference.js";

const page = window;
const doc = document;
const first = page.vitrine;

let told;
/** Say a trouble in one line, once. */
function warn(code, detail) {
  const line = `vitrine: ${code} (${detail})`;
  if (line != told) console.warn((told = line));
}
const failed = ({ name, code, message }) => warn(name == "TimeoutError" ? "timeout" : code || "unreachable", message);

const idle = (work) => (page.requestIdleCallback || setTimeout)(work, { timeout: 250 });

function start(tag) {
  const data = tag.dataset;
  const { origin } = new URL(tag.src);
  const readPage = whereabouts();
  let loading, session, last, pending, watch, headWatch, done;

  /** Ask what is the same for every visitor: a simple request, no cookies, no own headers. */
  async function ask(path, query) {
    const locale = data.locale || doc.documentElement.lang;
    const asked = new URLSearchParams({ app_id: data.appId, ...query, ...(locale && { locale }) });
    const response = await fetch(origin + path + "?" + asked, {
      credentials: "omit",
      signal: AbortSignal.timeout(3000),
    });
    const body = await response.json().catch(() => {});
    if (response.ok && body) return body;
    throw { message: response.status, code: body?.errors?.[0].code || "bad-answer" };
  }

  // Nothing moves before the document is there and somebody really looks at it.
  const begun = new Promise((resolve) => {
    const check = () => doc.readyState == "loading" || doc.prerendering || resolve();
    check();
    for (const type of ["DOMContentLoaded", "prerenderingchange"]) doc.addEventListener(type, check);
  });

  /** Do something that needs the second part, fetching it the first time. */
  const call = async (verb, ...given) => {
    try {
      await begun;
      loading ||= import(origin + "/widget/" + UI_FILE).then((ui) => ui.start({ ask, warn, failed, api, data }));
      session = await loading;
      return await session[verb](...given);
    } catch (error) {
      loading = session;
      failed(error);
    }
  };

  /** Look at the page again when the browser is idle; many wishes make one look. */
  function soon() {
    pending ||= idle(look);
  }

  async function look() {
    pending = 0;
    if (!api.active) return;
    const blocks = [...doc.querySelectorAll("script[type='application/ld+json']")].map((each) => each.text);
    const canonical = doc.querySelector("link[rel=canonical]")?.href;
    const asked = readPage(location, data.ref || inBlocks(blocks), canonical);
    const key = JSON.stringify(asked);
    if (key == last) return;
    last = key;
    const displays = await ask("/api/v1/displayed_data", asked).catch((error) => failed(error) || []);
    // The shopper may have gone on while the answer travelled.
    if (key != last || !api.active) return;
    if (displays[0] || session) await call("show", displays);
    done(api);
  }

  /** Follow a shop that changes pages without loading them. */
  function follow() {
    watch = new AbortController();
    const { signal } = watch;
    const moved = () => {
      // The head often follows the address late, so it is watched from the first move on.
      headWatch ||= new MutationObserver(soon);
      headWatch.observe(doc.head, { subtree: true, childList: true, attributes: true });
      headWatch.observe(doc.documentElement, { childList: true });
      soon();
    };
    if (page.navigation) navigation.addEventListener("currententrychange", moved, { signal });
    else {
      // Older browsers: comparing two texts four times a second is kinder than patching the shop's history.
      let { href } = location;
      const timer = setInterval(() => href != (href = location.href) && moved(), 250);
      signal.onabort = () => clearInterval(timer);
    }
    page.addEventListener("pageshow", (event) => event.persisted && api.refresh(), { signal });
  }

  /** Make the place where the shop's page says how to ask it for something, and that the answer has changed. */
  const door = (name) => ({
    use(adapter) {
      api[name].adapter = adapter;
      session?.changed(name);
    },
    changed: () => session?.changed(name),
  });

  const api = {
    version: VERSION,
    app: data.appId,
    active: true,
    ready: new Promise((resolve) => (done = resolve)),
    push(...works) {
      for (const work of works)
        try {
          work(api);
        } catch (error) {
          warn("queue", error);
        }
    },
    open: (uid, options) => call("open", uid, options),
    close: () => session?.close(),
    refresh() {
      if (!watch) follow();
      api.active = true;
      last = 0;
      session?.renew();
      soon();
      try {
        // What played on the shop's page before goes on.
        sessionStorage["vitrine:watching"] && call("resume");
      } catch {}
    },
    destroy() {
      watch &&= watch.abort();
      headWatch &&= headWatch.disconnect();
      api.active = false;
      session?.destroy();
    },
    consent(choice = {}) {
      api.choice = choice;
      session?.heed();
      if (!choice.measure)
        try {
          localStorage.removeItem("vitrine:seen");
          sessionStorage.removeItem("vitrine:seen");
        } catch {}
    },
    user: door("user"),
    cart: door("cart"),
    products: door("products"),
  };

  page.vitrine = api;
  if (Array.isArray(first)) api.push(...first);

  for (const name of ["vitrine-video", "vitrine-carousel", "vitrine-slot"])
    if (!customElements.get(name)) {
      const sync = (element) => idle(() => call("sync", element));
      customElements.define(
        name,
        class extends HTMLElement {
          static observedAttributes = ["video", "product", "collection"];
          connectedCallback() {
            sync(this);
          }
          disconnectedCallback() {
            sync(this);
          }
          attributeChangedCallback() {
            sync(this);
          }
        },
      );
    }

  begun.then(() => api.active && api.refresh());
}

const running = doc.currentScript;
// The running script's tag, else (a module, a tag manager) the one that looks like it.
const found = running?.dataset.appId ? running : doc.querySelector("script[data-app-id][src*='/vitrine.']");
if (first?.version) {
  // Pasted twice: the first copy goes on; one that was destroyed starts again.
  first.active || first.refresh();
} else if (/^[\w-]{1,128}$/.test(found?.dataset.appId || "")) start(found);
else warn("app-id", "data-app-id is missing or ill-formed");
