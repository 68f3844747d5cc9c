/* The floating bubble in a corner of the page; it opens into a small docked player. */
import { context, guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { facade, preview, ratio } from "./facade.js";
import { opened } from "./parts.js";

const KEY = "vitrine:dismissed";
const REASONS = ["focusin", "vitrine:open", "vitrine:close"];
let dismissed = false;

/** Was the bubble hidden in this tab? Browsers that forbid storage remember it for the page only. */
export function isDismissed() {
  try {
    return dismissed || sessionStorage.getItem(KEY) === "1";
  } catch {
    return dismissed;
  }
}

function dismiss() {
  dismissed = true;
  try {
    sessionStorage.setItem(KEY, "1");
  } catch {}
}

/** Does one element lie over another? */
function covers(box, other) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  const under = other.getBoundingClientRect();
  return left < under.right && under.left < right && top < under.bottom && under.top < bottom;
}

/** Draw the bubble into a host; answer how to take it away, and whether its player is on. */
export function drawBubble(host, { contents, attributes: { configuration: look } }) {
  const [content] = contents;
  const corner = (look.corner || "bottom-right").replace("-", " ");
  let close;

  const poster = facade(content, open, false);
  const moving = preview(poster, content);
  const bubble = make(
    `section.bubble ${corner}`,
    { "aria-label": content.attributes.name, pointerenter: moving.start, focusin: moving.start },
    poster,
    signButton("dismiss", () => {
      dismiss();
      context.reshow();
    }),
  );
  poster.style.setProperty("--ratio", ratio(content) < 1 ? 9 / 16 : 1);

  function open() {
    moving.stop();
    // Hidden only once the player is there, which then takes the focus over.
    const shown = () => (bubble.hidden = true);
    close ||= opened("openDialog", content, { host, look, dock: corner, closed, shown });
  }

  function closed() {
    close = null;
    bubble.hidden = false;
    context.reshow(); // the page may have changed meanwhile
  }

  // Step aside for a player, and for whatever has the keyboard's focus.
  const giveWay = guarded(({ target }) => {
    const under = context.players.size || (target.matches(":focus-visible") && covers(bubble, target));
    bubble.classList.toggle("aside", target !== host && under);
  });
  for (const type of REASONS) document.addEventListener(type, giveWay);

  shade(host, look).append(bubble);
  moving.start();
  return {
    busy: () => close,
    remove() {
      for (const type of REASONS) document.removeEventListener(type, giveWay);
      moving.stop();
      close?.();
    },
  };
}
