/* From the script's events to those that pages of the predecessor listen to. */

const named = (id) => ({ contentId: id, live_id: id, currentLive: { id } });
const at = ({ content, at }) => ({ ...named(content), player: { seconds: at } });
const of = ({ content, product, ref }) => ({ ...named(content), product_id: product, product_ref: ref });

const NEWS = {
  open({ content }, drawing) {
    const news = [["onModalShow", named(content)]];
    // What was drawn opens by a click alone.
    if (drawing) news.unshift(["onModalTrigger", named(content)]);
    if (drawing?.collection) {
      const told = { ...drawing.collection, contentId: content, content: { id: content } };
      news.unshift(["onCollectionOpen", told]);
    }
    return news;
  },
  close: ({ content }) => [["onModalClose", named(content)]],
  play: (detail) => [["onLivePlay", at(detail)]],
  pause: (detail) => [["onLivePause", at(detail)]],
  "product-view": (detail) => [["onProductOpen", of(detail)]],
  "cart-add": (detail) => (detail.ok ? [["onBasketAdd", { ...of(detail), from_caast: "true" }]] : []),
};

export const HEARD = Object.keys(NEWS);

/**
 * Answer the events, as [name, data], that one of ours is called. `drawing` is what was drawn in its
 * element, if anything was: `{collection: {collectionId, collection} or undefined}`.
 */
export const spell = (type, detail, drawing) => NEWS[type](detail, drawing);
