/* What the predecessor's snippet says: in the script's address, in `caastSettings`, or in both. */

/** Take what is text or a number; whatever else a page or its tag manager puts there says nothing. */
export const text = (value) => (["string", "number"].includes(typeof value) ? `${value}`.trim() : "") || undefined;

/**
 * What a page may say to be about: a product by its reference (where a feed has none, that is the offer's id)
 * and a seller by the merchant's own id. Answers `{ref, seller}`.
 */
export const subject = ({ product_id, offer_id, seller_id } = {}) => ({
  ref: text(product_id) ?? text(offer_id),
  seller: text(seller_id),
});

/**
 * Read the address of the script and the page's `caastSettings`. Answers `{appId, ref, seller, autoboot,
 * agreed, environment}`; `agreed` only where the address says that cookies were accepted.
 */
export function readSettings(src, given) {
  const { pathname, searchParams } = new URL(src);
  const said = given ?? {};
  return {
    appId: text(searchParams.get("APP_ID")) ?? text(said.app_id),
    ...subject(said),
    autoboot: said.autoboot !== false,
    agreed: searchParams.get("cookiesAccepted") === "true",
    environment: /\/caast-(\w+)\//.exec(pathname)?.[1] || "latest",
  };
}
