/* What the predecessor's snippet says: in the script's address, in `caastSettings`, or in both. */

const text = (value) => (value == null || value === "" ? undefined : `${value}`);

/**
 * Read the address of the script and the page's `caastSettings`. Answers `{appId, ref, autoboot,
 * agreed, environment}`; `agreed` only where the address says that cookies were accepted.
 */
export function readSettings(src, given) {
  const { pathname, searchParams } = new URL(src);
  const { app_id, product_id, autoboot } = given || {};
  return {
    appId: text(searchParams.get("APP_ID")) ?? text(app_id),
    ref: text(product_id),
    autoboot: autoboot !== false,
    agreed: searchParams.get("cookiesAccepted") === "true",
    environment: /\/caast-(\w+)\//.exec(pathname)?.[1] || "latest",
  };
}
