/* The opened player: over the page (modal) or docked in a corner of it. One at a time; focus goes in and comes back. */
import { guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { ratio } from "./facade.js";
import css from "./dialog.css";
import { openPlayer } from "./player.js";
import { say } from "./texts.js";

/** Keep the page from scrolling without moving anything in it; answer how to let it go. */
function lockScroll() {
  const { style, clientWidth } = document.documentElement;
  const { overflow, scrollbarGutter } = style;
  style.overflow = "hidden";
  if (innerWidth > clientWidth) style.scrollbarGutter = "stable";
  return () => Object.assign(style, { overflow, scrollbarGutter });
}

let current;

/**
 * Open a content from second `start`. `dock` names a corner, without it the page behind is inert.
 * Events go out on `host`, on the dialog's own element without one. Answers how to close it; focus
 * then goes back to where it was, and `closed` hears of it; `shown` hears when it is there. `remind` opens
 * the form for a reminder of a planned live; `tools` stand in its bar, `sheets` style them.
 */
export function openDialog(content, { host, start, look, remind, dock, shown, closed, tools = [], sheets = [] }) {
  current?.();
  const opener = host?.shadowRoot.activeElement || document.activeElement;
  const own = make("div");
  const title = make("bdi.title");
  const stage = make("div.stage");
  const dialog = make(
    `dialog.${dock ? `dock ${dock}` : "over"}`,
    {
      close: () => close(),
      keydown: ({ key }) => key === "Escape" && close(),
      click: ({ target }) => target === dialog && close(),
    },
    make("div.panel", null, make("div.bar", null, title, tools, signButton("close", () => close())), stage),
  );
  let player;

  /** Show a content, in the place of the one before. */
  function show(wanted, at) {
    const shape = ratio(wanted);
    dialog.style.setProperty("--ratio", shape);
    dialog.classList.toggle("tall", shape < 1);
    dialog.setAttribute("aria-label", (title.textContent = wanted.attributes.name));
    player?.close();
    player = openPlayer(host || own, wanted, { at, remind, leave: close, swap: show });
    stage.append(player.iframe);
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

  document.body.append(own);
  shade(own, look, css, ...sheets).append(dialog);
  const unlock = dock ? dialog.show() : lockScroll();
  if (!dock) dialog.showModal();
  shown?.();
  show(content, start);
  return close;
}
