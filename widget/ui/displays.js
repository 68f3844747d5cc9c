/* What of the server's answer can be shown here: known components, playable contents, another origin than ours. */
import { context } from "./context.js";
import { adopt } from "./texts.js";

function canPlay({ attributes }) {
  try {
    const { protocol, origin } = new URL(attributes.player_url);
    if (!/^https?:$/.test(protocol)) return false;
    // A frame of the page's own origin could take its own sandbox off; our playground's may.
    if (origin !== location.origin || context.api.own) return true;
    context.warn("same-origin", "player and shop share one");
  } catch {}
  return false;
}

/** Answer the display with its playable contents only; undefined when none is left. */
export function playable(display) {
  const contents = display?.contents.filter(canPlay);
  // The panel of a preview has none.
  if (!contents?.[0] && display?.type !== "preview") return;
  const attributes = { ...display.attributes };
  const look = (attributes.configuration ||= {});
  adopt(look.texts);
  for (const content of contents) context.known.set(content.id, { content, look });
  return { ...display, contents, attributes };
}
