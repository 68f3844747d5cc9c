/* The opened player: over the page (modal) or docked in a corner of it. One at a time; focus goes in and comes back. */
import { context, guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { ratio } from "./facade.js";
import css from "./dialog.css";
import { part } from "./parts.js";
import { openPlayer } from "./player.js";
import { learn, say } from "./texts.js";

// English, French.
learn({ shrink: ["Keep watching in the corner", "Continuer à regarder dans un coin"] });
const SMALLER = "M4 14h6v6M20 10h-6V4M14 10l7-7M3 21l7-7";

/** Keep the page from scrolling without moving anything in it; answer how to let it go. */
function lockScroll() {
  const { style, clientWidth } = document.documentElement;
  const { overflow, scrollbarGutter } = style;
  style.overflow = "hidden";
  if (innerWidth > clientWidth) style.scrollbarGutter = "stable";
  return () => Object.assign(style, { overflow, scrollbarGutter });
}

const shrinking = (click) =>
  make(
    "button.sign shrink",
    { type: "button", "aria-label": say("shrink"), click },
    make("svg", { viewBox: "0 0 24 24", "aria-hidden": true }, make("path", { d: SMALLER })),
  );

let current;

/**
 * Open a content from second `start`. `dock` names a corner, without it the page behind is inert.
 * Events go out on `host`, on the dialog's own element without one. Answers how to close it; focus
 * then goes back to where it was, and `closed` hears of it; `shown` hears when it is there. `tools` stand in
 * its bar, `sheets` style them. `quiet`: nobody asked for it on this page, so the focus stays where it is; `muted` starts without sound.
 */
export function openDialog(content, { host, start, look, dock, quiet, muted, shown, closed, tools = [], sheets = [] }) {
  current?.();
  const opener = host?.shadowRoot.activeElement || document.activeElement;
  const own = make("div");
  const title = make("bdi.title");
  const stage = make("div.stage");
  const smaller = !dock && !tools.length && shrinking(shrink);
  const dialog = make(
    `dialog.${dock ? `dock ${dock}` : "over"}`,
    {
      // The end of being modal is not the end.
      close: () => dialog.open || close(),
      keydown: ({ key }) => key === "Escape" && close(),
      click: ({ target }) => target === dialog && close(),
    },
    make("div.panel", null, make("div.bar", null, title, tools, smaller, signButton("close", () => close())), stage),
  );
  let player;

  /** Show a content, in the place of the one before. */
  function show(wanted, how) {
    const shape = ratio(wanted);
    dialog.style.setProperty("--ratio", shape);
    dialog.classList.toggle("tall", shape < 1);
    dialog.setAttribute("aria-label", (title.textContent = wanted.attributes.name));
    player?.close();
    player = openPlayer(host || own, wanted, { ...how, leave: close, swap: show });
    const poster = wanted.attributes.thumbnail_url;
    const picture = poster && make("img", { src: poster, alt: "", error: () => picture.remove() });
    stage.replaceChildren(make("div.poster", null, picture), player.iframe);
  }

  /** Go on in the corner, where the page behind can be used. */
  function shrink() {
    dialog.close();
    unlock();
    unlock = null;
    smaller.remove();
    dialog.classList.replace("over", "dock");
    dialog.classList.add("bottom", "right");
    dialog.show();
  }

  const close = (current = guarded(() => {
    if (current !== close) return;
    current = null;
    player.close();
    own.remove();
    unlock?.();
    closed?.();
    opener?.focus({ preventScroll: true });
  }));

  // Beside the body: shops that change pages without loading them put another body in its place.
  document.documentElement.append(own);
  dialog.style.fontFamily = getComputedStyle(document.body).fontFamily;
  shade(own, look, css, ...sheets).append(dialog);
  let unlock;
  if (quiet) {
    // As if it had never been away.
    dialog.style.animation = "none";
    dialog.open = true;
  } else if (dock) dialog.show();
  else {
    unlock = lockScroll();
    dialog.showModal();
  }
  part("resume").catch(context.failed);
  shown?.();
  show(content, { at: start, muted, quiet });
  return close;
}
