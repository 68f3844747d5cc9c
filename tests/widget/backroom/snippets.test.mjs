// What the playground offers to copy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { elementOf, lookOf, placementOf } from "../../../widget/backroom/snippets.js";

const page = {
  kind: "videos",
  id: "3f0a",
  name: "Rain test",
  app: "APP",
  server: "https://v.example",
  shop: "https://shop.example",
};
const initial = { component: "embed", title: "", corner: "", accent: "#111318", accent_text: "#ffffff", radius: "14" };

test("a look is what was changed", () => {
  assert.deepEqual(lookOf(initial, initial), {});
  const chosen = { ...initial, title: "Seen", accent: "#ff0000", radius: "0" };
  assert.deepEqual(lookOf(chosen, initial), { title: "Seen", accent: "#ff0000", radius: 0 });
});

test("what was put back is no change", () => {
  assert.deepEqual(lookOf({ ...initial, radius: "" }, { ...initial, radius: "" }), {});
});

test("only a bubble has a corner", () => {
  const chosen = { ...initial, corner: "top-left" };
  assert.deepEqual(lookOf(chosen, initial), {});
  assert.deepEqual(lookOf({ ...chosen, component: "floating" }, initial), { corner: "top-left" });
});

test("the element is the one that draws the component", () => {
  const tag = '<script async src="https://v.example/vitrine.js" data-app-id="APP"></script>\n';
  assert.equal(elementOf(page, "embed"), `${tag}<vitrine-video video="3f0a"></vitrine-video>`);
  assert.equal(elementOf({ ...page, kind: "lives" }, "embed"), `${tag}<vitrine-video video="3f0a"></vitrine-video>`);
  const carousel = elementOf({ ...page, kind: "collections" }, "shorts_card");
  assert.equal(carousel, `${tag}<vitrine-carousel collection="3f0a"></vitrine-carousel>`);
});

test("components without an element have none", () => {
  for (const each of ["floating", "shorts_card", "landing"]) assert.equal(elementOf(page, each), "");
  assert.equal(elementOf({ ...page, kind: "collections" }, "embed"), "");
});

test("the request can be sent as it stands, whatever the names are", () => {
  const told = placementOf({ ...page, name: "Noor's \"rain\" $HOME `x`" }, "embed", { title: "It's" });
  const [, json] = told.split("--json ");
  assert.match(json, /^'[^']*'$/);
  const body = JSON.parse(json.slice(1, -1));
  assert.equal(body.name, "Noor's \"rain\" $HOME `x`");
  assert.deepEqual(body.configuration, { title: "It's" });
  assert.deepEqual([body.content_id, body.target], ["3f0a", { element: "#main" }]);
});

test("a bubble needs no place, a collection is named as such", () => {
  const [, json] = placementOf({ ...page, kind: "collections" }, "floating", {}).split("--json ");
  const body = JSON.parse(json.slice(1, -1));
  assert.equal(body.collection_id, "3f0a");
  assert.ok(!("target" in body) && !("content_id" in body));
});
