// Where an address that a player asks for may open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { destination } from "../../widget/ui/destination.js";
import { productHosts } from "../../widget/ui/hosts.js";

const PAGE = "https://shop.example/p/1";
const TAKEN = {
  "the shop's own page in this tab": ["https://shop.example/p/2", true],
  "a host of a listed product in this tab": ["https://other.example/p/3", true],
  "any other host in a new tab": ["https://elsewhere.example/", false],
  "the same host on another port in a new tab": ["https://shop.example:8443/", false],
  "the same host without its lock in a new tab": ["http://shop.example/", false],
  "a host that only ends like a listed one in a new tab": ["https://evil-other.example/", false],
};
for (const [name, [url, same]] of Object.entries(TAKEN))
  test(`an address opens: ${name}`, () => assert.deepEqual(destination(url, ["other.example"], PAGE), { url, same }));

const REFUSED = [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "blob:https://shop.example/x",
  "file:///etc/passwd", "about:blank", "intent://x#Intent;end", "mailto:a@b.example", "/p/2", "//shop.example/p", "p/2", "",
  "https://", "https://user:secret@shop.example/", "https://shop.example@evil.example/",
];
for (const url of REFUSED)
  test(`an address that opens nowhere: ${JSON.stringify(url)}`, () => assert.equal(destination(url, [], PAGE), null));

test("the hosts of the products are read from what the server listed, nonsense passed over", () => {
  const products = [{ url: "https://a.example/1" }, { url: "https://a.example/2" }, { url: "x" }, { url: null }, { url: "javascript:1" }];
  assert.deepEqual(productHosts([{ attributes: { products } }, { attributes: {} }]), ["a.example"]);
});
