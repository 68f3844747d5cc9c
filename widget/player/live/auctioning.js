// Fetches what shows auctions, script and style, for lives that have some.

import { eachFrame } from "./rows.js";

/** Follow the auctions of a live; `replay(playback, reruns)` goes on with those of its replay. */
export function auctioning(page, store, tools) {
  let coming = null;
  let selling = null;

  /** Fetch it once; what did not come is fetched again when there is something new. */
  function fetched() {
    coming ??= Promise.all([import(page.auctions.script), styled(page.auctions.style)]).then(([part]) => part);
    coming.catch(() => (coming = null));
    return coming;
  }

  const follow = eachFrame(async () => {
    if (!store.auctions.length || selling) return;
    const { sell } = await fetched().catch(() => ({}));
    if (sell) selling ??= sell(store, tools);
  });

  store.addEventListener("auctions", follow);
  follow();
  return {
    async replay(playback, reruns) {
      if (!reruns?.length) return;
      const { tellAgain } = await fetched().catch(() => ({}));
      tellAgain?.(reruns, playback, tools);
    },
  };
}

/** Load a sheet; it counts as loaded when it cannot be had, since bare words are better than none. */
function styled(href) {
  const link = document.createElement("link");
  return new Promise((done) => {
    Object.assign(link, { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });
}
