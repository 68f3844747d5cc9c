/* What this page has drawn, in the words that pages of the predecessor read. */

const COLLECTIONS = ["shorts_card", "shorts_story", "cards_slider"];

const known = new Map(); // id → content

function spelled({ id, attributes: { name, thumbnail_url: thumbnailUrl, state, start_date: startDate } }) {
  const times = { startDate, isStarted: state === "started", isFinished: state === "finished" };
  return { id, type: state ? "live" : "video", attributes: { name, thumbnailUrl, ...(state && times) } };
}

/** Answer a content as far as this page knows it. */
export const content = (id) => known.get(id) ?? { id };

/** What is to come, what is on air, and what can be watched at any time. */
export function lives() {
  const all = [...known.values()];
  const group = (fits) => ({ data: all.filter(({ attributes }) => fits(attributes)) });
  return {
    coming: group(({ isStarted, isFinished }) => isStarted === false && !isFinished),
    current: group(({ isStarted }) => isStarted),
    passed: group(({ isStarted, isFinished }) => isFinished || isStarted === undefined),
  };
}

/** Take note of a drawing; answers what events tell of its collection, undefined where it is none. */
export function note({ component, contents, carousel_url: address }) {
  const items = contents.map(spelled);
  for (const each of items) known.set(each.id, each);
  if (!COLLECTIONS.includes(component)) return;
  const [, id = null] = /\/collections\/([\w-]+)/.exec(address) || [];
  return { collectionId: id, collection: { id }, collectionItems: items };
}
