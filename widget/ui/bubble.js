/* The floating bubble in a corner of the page; it opens into a small docked player. */
import { context, guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { facade, preview, ratio } from "./facade.js";
import { opened, part } from "./parts.js";

const KEY = "vitrine:dismissed";
const REASONS = ["focusin", "vitrine:open", "vitrine:close"];
const STIRS = ["scroll", "mousemove", "touchstart", "keydown"];
let dismissed = false;
let chosen; // the corner it was moved to

/** Was the bubble hidden in this tab? Browsers that forbid storage remember it for the page only. */
function isDismissed() {
  try {
    return dismissed || sessionStorage.getItem(KEY) === "1";
  } catch {
    return dismissed;
  }
}

/** Is this the first page of the shop that the visitor sees? The browser knows; nothing is stored for it. */
function isFirstPage() {
  const here = location.href.split("#")[0];
  const others = window.navigation?.entries().some(({ url }) => url && url.split("#")[0] !== here);
  return !others && !document.referrer.startsWith(`${location.origin}/`);
}

/** May a bubble of this look be shown now? */
export const isDue = ({ from_second_page: second }) => !isDismissed() && !(second && isFirstPage());

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
  let corner = chosen || (look.corner || "bottom-right").replace("-", " ");
  let close;
  let moves;
  let stirred;

  const poster = facade(content, open, false);
  const moving = preview(poster, content);
  const bubble = make(
    `section.bubble ${corner}`,
    { "aria-label": content.attributes.name, pointerenter: touched, focusin: touched },
    poster,
    signButton("dismiss", () => {
      dismiss();
      context.reshow();
    }),
  );
  poster.style.setProperty("--ratio", ratio(content) < 1 ? 9 / 16 : 1);

  // How it is moved is fetched when somebody comes near.
  function touched() {
    moving.start();
    moves ||= part("corners").then(({ movable }) => movable(bubble, corner, (at) => (corner = chosen = at)), context.failed);
  }

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
  // Before the visitor does something, not a byte of film is fetched, and none of the work done that it takes.
  const stir = guarded(() => {
    if (!stirred && !close) moving.start();
    stirred = true;
  });
  const control = new AbortController();
  const { signal } = control;
  for (const type of REASONS) document.addEventListener(type, giveWay, { signal });
  for (const type of STIRS) document.addEventListener(type, stir, { signal, passive: true, once: true });

  shade(host, look).append(bubble);
  giveWay({ target: document.documentElement });
  return {
    busy: () => close,
    remove() {
      control.abort();
      moving.stop();
      close?.();
    },
  };
}
