// What the shop's page is about: the product it names, else its address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBlocks, inLinkedData, pageAddress, whereabouts } from "../../widget/ui/reference.js";

const FOUND = {
  "a product's sku": [{ "@type": "Product", sku: "A-1" }, "A-1"],
  "a sku that is a number": [{ "@type": "Product", sku: 4711 }, "4711"],
  "a type among several": [{ "@type": ["Thing", "Product"], sku: "A-1" }, "A-1"],
  "a type with its full address": [{ "@type": "https://schema.org/Product", sku: "A-1" }, "A-1"],
  "a type with a prefix": [{ "@type": "schema:Product", sku: "A-1" }, "A-1"],
  "the sku before the gtin": [{ "@type": "Product", gtin13: "4006381333931", sku: "A-1" }, "A-1"],
  "a gtin when there is no sku": [{ "@type": "Product", gtin13: "4006381333931" }, "4006381333931"],
  "a product id at last": [{ "@type": "Product", productID: "p9" }, "p9"],
  "a product in a graph": [{ "@graph": [{ "@type": "WebSite" }, { "@type": "Product", sku: "A-1" }] }, "A-1"],
  "a product in a list": [[{ "@type": "Organization" }, { "@type": "Product", sku: "A-1" }], "A-1"],
  "the main entity of a page": [{ "@type": "WebPage", mainEntity: { "@type": "Product", sku: "A-1" } }, "A-1"],
  "a group by its own id": [{ "@type": "ProductGroup", productGroupID: "G-1" }, "G-1"],
  "a group by its first variant": [{ "@type": "ProductGroup", hasVariant: [{ "@type": "Product", sku: "V-1" }] }, "V-1"],
  "spaces around it dropped": [{ "@type": "Product", sku: " A-1 " }, "A-1"],
  "the first of several skus": [{ "@type": "Product", sku: ["A-1", "A-2"] }, "A-1"],
};
for (const [name, [data, ref]] of Object.entries(FOUND))
  test(`linked data: ${name}`, () => assert.equal(inLinkedData(data), ref));

const NOT_FOUND = {
  "something else than a product": { "@type": "Article", sku: "A-1" },
  "a word that only ends like it": { "@type": "ByProduct", sku: "A-1" },
  "a product without any reference": { "@type": "Product", name: "Jacket" },
  "a reference that is an object": { "@type": "Product", sku: { value: "A-1" } },
  "an empty reference": { "@type": "Product", sku: "  " },
  "products that are merely related": { "@type": "Article", isRelatedTo: { "@type": "Product", sku: "A-1" } },
  nothing: null,
  "a bare text": "Product",
};
for (const [name, data] of Object.entries(NOT_FOUND))
  test(`linked data names no product: ${name}`, () => assert.equal(inLinkedData(data), undefined));

test("broken blocks are passed over and the next good one is read", () => {
  const good = '{"@type":"Product","sku":"A-1"}';
  assert.equal(inBlocks(["", "{oops", "<!-- x -->", "null", "7", good]), "A-1");
});

test("a block nested beyond all reason does not stop the page", () => {
  const deep = "[".repeat(200000) + "]".repeat(200000);
  assert.equal(inBlocks([deep, '{"@type":"Product","sku":"A-1"}']), "A-1");
});

const ADDRESSES = {
  "the page itself without a canonical link": ["https://shop.example/p/1", undefined, "https://shop.example/p/1"],
  "never a fragment": ["https://shop.example/p/1#reviews", undefined, "https://shop.example/p/1"],
  "what asks for a preview goes along, canonical link or not": [
    "https://shop.example/p/1?c=2#vitrine-preview=WyI.x-_",
    "https://shop.example/p/1",
    "https://shop.example/p/1#vitrine-preview=WyI.x-_",
  ],
  "the canonical link of the same site": ["https://shop.example/p/1?c=2", "https://shop.example/p/1", "https://shop.example/p/1"],
  "with and without www are one site": ["https://shop.example/p/1", "https://www.shop.example/p/1", "https://www.shop.example/p/1"],
  "the phone's site and the desk's are one": ["https://m.shop.example/p/1", "https://www.shop.example/p/1", "https://www.shop.example/p/1"],
  "another site's canonical link is not believed": ["https://shop.example/p/1", "https://other.example/p/1", "https://shop.example/p/1"],
  "a canonical link that is no address": ["https://shop.example/p/1", "javascript:alert(1)", "https://shop.example/p/1"],
  "an empty canonical link": ["https://shop.example/p/1", "", "https://shop.example/p/1"],
  "where a visitor came from stays private": [
    "https://shop.example/p/1?utm_source=a&gclid=b&fbclid=c&msclkid=d&_ga=e&mc_eid=f&srsltid=g",
    undefined,
    "https://shop.example/p/1",
  ],
  "what chooses the page is kept": ["https://shop.example/?p=12&utm_medium=x", undefined, "https://shop.example/?p=12"],
};
for (const [name, [href, canonical, expected]] of Object.entries(ADDRESSES))
  test(`address: ${name}`, () => assert.equal(pageAddress(href, canonical), expected));

const at = (pathname) => ({ pathname, href: `https://shop.example${pathname}` });

test("a page that names a product is looked up by it, with its address beside", () => {
  assert.deepEqual(whereabouts()(at("/p/1"), "A-1", undefined), {
    product_ref: "A-1",
    page: "https://shop.example/p/1",
  });
});

test("a page that names none is looked up by its address", () => {
  assert.deepEqual(whereabouts()(at("/about"), undefined, undefined), { url: "https://shop.example/about" });
});

test("after a move in the page, a head that still speaks of the last page is not believed", () => {
  const read = whereabouts();
  const canonical = "https://shop.example/p/1";
  read(at("/p/1"), "A-1", canonical);
  assert.deepEqual(read(at("/p/2"), "A-1", canonical), { url: "https://shop.example/p/2" });
});

test("once the head has caught up it is believed again, and so it is on the way back", () => {
  const read = whereabouts();
  read(at("/p/1"), "A-1", undefined);
  read(at("/p/2"), "A-1", undefined);
  assert.equal(read(at("/p/2"), "A-2", undefined).product_ref, "A-2");
  assert.equal(read(at("/p/1"), "A-2", undefined).product_ref, undefined);
  assert.equal(read(at("/p/1"), "A-1", undefined).product_ref, "A-1");
});

test("a shell that never changes its head is believed where it was first seen", () => {
  const read = whereabouts();
  read(at("/p/1"), "A-1", undefined);
  read(at("/p/2"), "A-1", undefined);
  assert.equal(read(at("/p/1"), "A-1", undefined).product_ref, "A-1");
});
