// The two buttons that an address may ask for: back to where the viewer came from, and passing the live on.

import { part } from "../page.js";

const FLASH_MS = 2000;

/** Show the buttons that were asked for. `world` is the window; tests bring their own. */
export function errands({ asked, wire, texts, tell }, world = window) {
  const { history, opener, navigator, location } = world;
  const wanted = (name) => asked.get(name) === "1";

  /** The address of this live without what was meant for this viewer alone. */
  function address() {
    const url = new URL(location.href);
    for (const each of ["back", "share"]) url.searchParams.delete(each);
    url.hash = "";
    return url.href;
  }

  async function share() {
    const url = address();
    if (navigator.share) return navigator.share({ title: world.document.title, url }).catch(() => {});
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      return world.prompt(texts.address, url);
    }
    tell(texts.copied);
    flash(texts.copied);
  }

  function flash(words) {
    const hint = part("hint");
    Object.assign(hint, { textContent: words, hidden: false });
    hint.dataset.side = "middle";
    setTimeout(() => (hint.hidden = true), FLASH_MS);
  }

  // A button that leads nowhere is none.
  part("back").hidden = !wanted("back") || (history.length < 2 && !opener && !wire.invited);
  part("back").addEventListener("click", () => wire.send("close") || (history.length > 1 ? history.back() : world.close()));
  part("share").hidden = !wanted("share");
  part("share").addEventListener("click", share);
}
