/* The player in the page's own flow: a poster that turns into the frame in the very same box. */
import { isPhone } from "./context.js";
import { openDialog } from "./dialog.js";
import { make, shade } from "./dom.js";
import { chip, facade, ratio } from "./facade.js";
import { openPlayer } from "./player.js";

/** Draw the first content into a host; answer how to take it away. */
export function drawInline(host, { contents: [content], attributes: { configuration: look } }) {
  const root = shade(host, look);
  let player;
  const leave = () => {
    player?.close();
    player = null;
    box.classList.remove("open");
    box.querySelector(".cover").focus({ preventScroll: true });
  };
  const box = facade(content, () => {
    if (player) return;
    // A show with its chat needs a phone's whole screen.
    if (content.attributes.state && isPhone()) return openDialog(content, { host, look });
    player = openPlayer(host, content, { leave });
    box.classList.add("open");
    box.append(player.iframe);
  });
  const whole = make("div.inline", null, box, chip(content));
  whole.style.setProperty("--ratio", ratio(content));
  root.append(whole);
  return { remove: () => player?.close() };
}
