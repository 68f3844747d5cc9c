/* An order as the predecessor's pages tell it, in the words of `POST /api/v1/purchases`. */

/** How many decimals a currency has: two where it is not known. */
function decimals(currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
}

/** Take the noise of adding floats (`59.699999999999996`) off an amount; what is no number stays as it is. */
function rounded(amount, places) {
  const number = typeof amount == "string" && !amount.trim() ? NaN : Number(amount ?? NaN);
  return Number.isFinite(number) ? Number(number.toFixed(places)) : amount;
}

/**
 * Answer the body for an order `{total, products, order_id?, currency?}`. `only` is the strict mode;
 * `known` what the visitor's browser knows, `{visitor, marks}`: a map from reference to attribution.
 */
export function orderOf({ total, products, order_id, currency }, { only = false, known = {} } = {}) {
  const places = decimals(currency);
  return {
    order_id: order_id == null ? undefined : `${order_id}`,
    total: rounded(total, places),
    currency,
    only_known_products: only || undefined,
    visitor: known.visitor,
    products: (Array.isArray(products) ? products : []).map((item) => ({
      ...item,
      quantity: rounded(item.quantity, 0),
      price: rounded(item.price, places),
      attribution: item.attribution ?? known.marks?.get(`${item.id}`),
    })),
  };
}
