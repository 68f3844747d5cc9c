/* Opens contents over the page by what a page calls them: an id, a product's reference, a fragment. */
import { readHash } from "./hash.js";
import { named } from "./news.js";
import { text } from "./settings.js";
import { tag } from "./tag.js";

const isUid = (what) => typeof what == "string" && /^[\w-]{1,64}$/.test(what);

/** Ask which content belongs to a product; answers its uid, if there is one. */
async function uidOf(app, ref) {
  if (!text(ref)) return;
  const asked = new URLSearchParams({ app_id: app, product_ref: text(ref) });
  const url = `${new URL(tag.src).origin}/api/v1/displayed_data?${asked}`;
  try {
    const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(3000) });
    return (await answer.json())[0].contents[0].id;
  } catch {}
}

/** Make what opens; `tell` hears of clicks, `shown` is a promise of the first content that the page displays. */
export function makeOpening(vitrine, tell, shown) {
  let current; // what is open, or about to be

  /** Open a content, by uid or by `{type: "product", id: ref}`; what is open already stays as it is. */
  async function open(what, clicked, at) {
    const uid = what?.type === "product" ? await uidOf(vitrine.app, what.id) : what;
    if (!isUid(uid)) return false;
    if (current === uid && at === undefined) return true;
    current = uid;
    if (clicked) tell("onModalTrigger", named(uid));
    const opened = await vitrine.open(uid, { at });
    if (!opened && current === uid) current = undefined;
    return Boolean(opened);
  }

  return {
    open,
    /** What is open: told by the script's events, or asked. */
    current: () => (isUid(current) ? current : undefined),
    note: (uid) => (current = uid),
    async followHash() {
      const wish = readHash(location.hash);
      if (wish) open(wish.uid || (await shown), false, wish.at);
    },
  };
}
