// The chat as it is read: rows of text, newest below, which stay where the reader is.

import { fill, part } from "../page.js";
import { dress, eachFrame, rows } from "./rows.js";
import { Summary, Unread } from "./unread.js";

const NEAR_PX = 48;

export function chat(store, { texts, tabs, tell }) {
  const list = part("messages");
  const jump = part("jump");
  const unread = new Unread();
  const words = (count) => (count === 1 ? texts.one_new : fill(texts.many_new, { count }));
  const summary = new Summary((count) => tell(words(count)));
  // What a replay repeats is no news.
  const isLive = () => document.body.dataset.phase !== "replay";
  let atEnd = true;
  let before = 0;

  const draw = rows(list, () => {
    const element = part("message").content.firstElementChild.cloneNode(true);
    return { element, update: (message) => dress(element, message, { texts, own: store.own(message.id) }) };
  });

  function toEnd() {
    list.scrollTop = list.scrollHeight;
    atEnd = true;
    read();
  }

  function read() {
    unread.read();
    mark();
  }

  function mark() {
    const scrolled = tabs.isSeen("chat") && !atEnd;
    jump.hidden = !scrolled;
    jump.textContent = unread.count ? words(unread.count) : "↓";
    tabs.mark("chat", tabs.isSeen("chat") || !isLive() ? 0 : unread.count);
  }

  function show() {
    // Many that were hidden at once leave one line.
    const messages = store.messages.filter(({ gone }, index, all) => !gone || !all[index - 1]?.gone);
    draw(messages);
    const fresh = unread.note(messages.map(({ id }) => id), tabs.isSeen("chat") && atEnd);
    // Nobody is interrupted for each message: how many came is said now and then.
    if (isLive()) summary.add(fresh.filter((id) => !store.own(id)).length);
    part("no-messages").hidden = messages.length > 0;
    if (atEnd || fresh.some((id) => store.own(id))) toEnd();
    mark();
  }

  function drawPinned() {
    const { pinned } = store;
    part("pinned").hidden = !pinned;
    part("pinned-author").textContent = pinned?.author ?? "";
    part("pinned-text").textContent = pinned?.text ?? "";
  }

  list.addEventListener("scroll", () => {
    const { scrollTop, scrollHeight, clientHeight } = list;
    if (!clientHeight) return;
    // Only a reader who goes up leaves the end; a list that grew or shrank has not moved them.
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) atEnd = true;
    else if (scrollTop < before) atEnd = false;
    before = scrollTop;
    if (atEnd) read();
    else mark();
  });
  jump.addEventListener("click", () => {
    const focused = document.activeElement === jump;
    toEnd();
    if (focused) list.focus({ preventScroll: true });
  });
  new ResizeObserver(() => atEnd && (list.scrollTop = list.scrollHeight)).observe(list);
  store.addEventListener("messages", eachFrame(show));
  store.addEventListener("pinned", eachFrame(drawPinned));
  drawPinned();
  show();
  return { seen: () => (atEnd ? toEnd() : mark()) };
}
