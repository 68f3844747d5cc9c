/* Which shop system draws this page: told by what the system itself puts into every page. */

const SYSTEMS = {
  shopify: ({ Shopify }) => Shopify.shop || Shopify.routes.root,
  prestashop: ({ prestashop }) => prestashop.urls.pages.cart && prestashop.static_token,
  woocommerce: ({ document }) =>
    document.querySelector('link[rel="https://api.w.org/"]') &&
    document.querySelector('body[class*="woocommerce"],meta[name="generator"][content^="WooCommerce"],script[src*="/plugins/woocommerce/"],script[id^="wc-"]'),
  magento: ({ document, hyva }) => hyva?.getFormKey || document.querySelector('script[type="text/x-magento-init"]'),
};

/** Name the page's shop system, which is also the name of the part that knows its cart; undefined for others. */
export const systemOf = (page) =>
  Object.keys(SYSTEMS).find((name) => {
    try {
      return SYSTEMS[name](page);
    } catch {}
  });
