/* What every room of the second part shares: how to ask, how to warn, the cart, the texts, the open players. */

// `shown` is what was drawn and not yet taken up by whoever measures.
// `chips` says which product a line of a drawing is about.
export const context = { players: new Set(), shown: [], chips: new WeakMap() };

/** Run work that must never reach the shop page's own error handlers. */
export function guarded(work) {
  return (...given) => {
    try {
      return work(...given);
    } catch (error) {
      context.warn("error", error);
    }
  };
}

/** Tell the shop's page, on the element that was drawn. */
export function emit(host, type, detail) {
  host.dispatchEvent(
    new CustomEvent(`vitrine:${type}`, { bubbles: true, composed: true, detail: { v: 1, ...detail } }),
  );
}

const matches = (query) => matchMedia(query).matches;
/** May a picture move by itself for this visitor? */
export const mayMove = () => !matches("(prefers-reduced-motion: reduce)") && !navigator.connection?.saveData;
export const isPhone = () => matches("(max-width: 767.98px)");
