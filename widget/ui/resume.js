/* Watching while browsing: what plays over a page goes on in the small player of the shop's next page. */
import { context, guarded } from "./context.js";
import { find } from "./elements.js";
import { read, written } from "./kept.js";
import { part } from "./parts.js";

// The first part of the script looks for this key by itself.
const KEY = "vitrine:watching";

let left; // what this page wrote when it was left

/** Run work on the tab's own storage; a browser that forbids it answers nothing. */
function attempt(work) {
  try {
    return work(sessionStorage);
  } catch {}
}

/** Answer the player that plays over the page, as text to be kept, and the player. */
function playing() {
  for (const player of context.players) {
    const dialog = player.iframe.closest("dialog");
    const [corner] = /(top|bottom) (left|right)/.exec(dialog?.className) || [];
    const text = dialog && written(player.id, player.said, corner, performance.now(), Date.now());
    if (text) return { player, text };
  }
}

// Written only on leaving, so that nothing is stored while a page is there.
addEventListener(
  "pagehide",
  guarded(() => {
    left = context.data.resume === "off" ? null : playing()?.text;
    if (left) attempt((storage) => storage.setItem(KEY, left));
  }),
);

// A page that comes back as it was left: what was closed or has ended meanwhile does not go on.
addEventListener(
  "pageshow",
  guarded(({ persisted }) => {
    if (persisted && left && !attempt((storage) => storage.getItem(KEY))) playing()?.player.leave();
  }),
);

/** Open what played on the page before, if anything did, without touching the focus. */
export async function resume() {
  const text = attempt((storage) => {
    const kept = storage.getItem(KEY);
    storage.removeItem(KEY);
    return kept;
  });
  const kept = read(text, Date.now());
  if (!kept || text === left || context.data.resume === "off") return;
  const [found, { openDialog }] = await Promise.all([find(kept.id), part("open")]);
  const { at: start, muted, corner: dock } = kept;
  // Who has opened something meanwhile watches that.
  const other = [...context.players].some(({ id }) => id !== kept.id);
  if (found && !other) openDialog(found.content, { look: found.look, start, muted, dock, quiet: true });
}
