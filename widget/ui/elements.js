/* Draws <vitrine-video>, <vitrine-live> and <vitrine-carousel>; what the shop wrote inside them stays until then, and comes back after. */
import { context } from "./context.js";
import { playable } from "./displays.js";
import { make } from "./dom.js";
import { draw, drawing } from "./draw.js";

const drawn = new Map(); // element → {key, remove()}
const answers = new Map(); // path → its answer, asked once for many elements

/** Ask the server once for the same thing. */
function askOnce(path, query = {}) {
  const key = path + query.product_ref;
  if (!answers.has(key)) {
    answers.set(key, context.ask(path, query));
    answers.get(key).catch(() => answers.delete(key));
  }
  return answers.get(key);
}

/** Ask for one video or collection by its uid; answers a display. */
const askFor = (kind, uid) => askOnce(`/api/v1/displayed_data/${kind}s/${encodeURIComponent(uid)}`);

/** Find a content that can be played by its uid, asking the server for it the first time; answers `{content, look}` or undefined. */
export async function find(uid) {
  if (!context.known.has(uid)) playable(await askFor("video", uid));
  return context.known.get(uid);
}

const KINDS = { "vitrine-video": ["video", "product"], "vitrine-live": ["video"], "vitrine-carousel": ["collection"] };

/** Say what an element asks for, as [kind, value]; undefined when its attributes name nothing. */
function wish({ localName, attributes }) {
  for (const kind of KINDS[localName]) {
    const value = attributes[kind]?.value;
    if (value) return [kind, value];
  }
  // Without a name: what is on, next or last.
  if (localName === "vitrine-live") return ["live"];
}

async function answerTo([kind, value]) {
  if (kind === "live") return askOnce("/api/v1/displayed_data/live");
  if (kind !== "product") return askFor(kind, value);
  return (await askOnce("/api/v1/displayed_data", { product_ref: value }))[0];
}

function fill(element, display, component, draws) {
  const { remove } = draw(draws, element, component, display);
  return () => {
    remove();
    element.shadowRoot.adoptedStyleSheets = [];
    element.shadowRoot.replaceChildren(make("slot"));
  };
}

/** Make an element show what its attributes say, or nothing when it has left the page. */
export async function sync(element, active) {
  const here = element.isConnected && active;
  const asked = here && wish(element);
  const key = `${asked}`;
  if (drawn.get(element)?.key === key) return;
  drawn.get(element)?.remove();
  drawn.delete(element);
  if (here && !asked) context.warn("no-attribute", element.localName);
  if (!asked) return;
  const entry = { key, remove() {} };
  drawn.set(element, entry);
  try {
    const display = playable(await answerTo(asked));
    const component = asked[0] === "collection" ? "shorts_card" : "embed";
    const draws = await drawing(component);
    if (display && drawn.get(element) === entry) entry.remove = fill(element, display, component, draws);
  } catch (error) {
    context.failed(error);
  }
}

/** Draw the elements of the page that are not drawn yet, with fresh answers; take away what left it. */
export function syncAll(active) {
  answers.clear();
  for (const element of [...document.querySelectorAll(Object.keys(KINDS)), ...drawn.keys()])
    sync(element, active);
}
