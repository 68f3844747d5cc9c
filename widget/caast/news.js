/* From the script's events to those that pages of the predecessor listen to. */
import { content as shownContent } from "./shown.js";

/** Answer a content by all the names it has in an event. */
export const named = (id) => ({ contentId: id, live_id: id, currentLive: shownContent(id) });
const at = ({ content, at }) => ({ ...named(content), player: { seconds: at } });
const of = ({ content, product, ref }) => ({ ...named(content), product_id: product, product_ref: ref });

const REMINDED = {
  google: ["onGoogleCalendarClick"],
  outlook: ["onOutlookCalendarClick"],
  yahoo: ["onYahooCalendarClick"],
  // The file that calendar programs open.
  file: ["onAppleCalendarClick"],
  mail: ["onReminderClick", "onEmailReminderClick"],
};
const STEPS = {
  asked: "onExtensionDetailsClick",
  shown: "onExtensionDetailsShow",
  closed: "onExtensionDetailsClose",
};

function reminded({ content, by, done }) {
  const names = done ? ["onEmailReminderSubmitted", "onLiveSubscription"] : REMINDED[by];
  return (names || []).map((name) => [name, named(content)]);
}

function jumped({ content, kind, id, ref }) {
  if (kind === "question") return [["onQuestionClick", { ...named(content), question_id: id }]];
  return kind === "product" ? [["onProductClick", { ...of({ content, product: id, ref }), from_caast: "true" }]] : [];
}

function extended({ content, id, title, url, step }) {
  const attributes = { extensionId: id, extensionUrl: url, triggerId: id, triggerName: "pushed_box", configuration: { title } };
  const extensionDetails = { id, type: "extensionTrigger", attributes };
  return STEPS[step] ? [[STEPS[step], { ...named(content), extensionDetails }]] : [];
}

const NEWS = {
  open({ content }, drawing) {
    const news = [["onModalShow", named(content)]];
    // What was drawn opens by a click alone.
    if (drawing) news.unshift(["onModalTrigger", named(content)]);
    if (drawing?.collection) {
      const told = { ...drawing.collection, contentId: content, content: shownContent(content) };
      news.unshift(["onCollectionOpen", told]);
    }
    return news;
  },
  close: ({ content }) => [["onModalClose", named(content)]],
  play: (detail) => [["onLivePlay", at(detail)]],
  pause: (detail) => [["onLivePause", at(detail)]],
  "product-view": (detail) => [["onProductOpen", of(detail)]],
  "cart-add": (detail) => (detail.ok ? [["onBasketAdd", { ...of(detail), from_caast: "true" }]] : []),
  related: ({ content, chosen }) => [["onRelatedClick", { ...named(chosen), currentLive: shownContent(content) }]],
  "chat-send": ({ content, author, text }) => [["onMessageSubmit", { ...named(content), message: { author, message: text } }]],
  // Told by the second; each press is one.
  reaction: ({ content, emoji, count }) => Array(Math.min(count, 20)).fill(["onReaction", { ...named(content), emoji }]),
  moment: jumped,
  remind: reminded,
  extension: extended,
};

export const HEARD = Object.keys(NEWS);

/**
 * Answer the events, as [name, data], that one of ours is called. `drawing` is what was drawn in its
 * element, if anything was: `{collection: {collectionId, collection} or undefined}`.
 */
export const spell = (type, detail, drawing) => NEWS[type](detail, drawing);
