// The small pure parts: time, storyboard, moments, colours, ways to play, double taps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, textOn } from "../../../widget/player/colour.js";
import { everyProduct, shownAt } from "../../../widget/player/moments.js";
import { fill, webAddress } from "../../../widget/player/page.js";
import { ways } from "../../../widget/player/source.js";
import { pieceAt, readStoryboard } from "../../../widget/player/storyboard.js";
import { clamp, clock } from "../../../widget/player/time.js";
import { side } from "../../../widget/player/touch.js";

for (const [seconds, text] of [
  [0, "0:00"], [6.94, "0:06"], [59.999, "0:59"], [60, "1:00"], [754, "12:34"], [3600, "1:00:00"],
  [36061.5, "10:01:01"], [-3, "0:00"], [NaN, "0:00"], [Infinity, "0:00"],
])
  test(`${seconds} seconds read ${text}`, () => assert.equal(clock(seconds), text));

test("a number is kept between two others", () => {
  assert.deepEqual([clamp(-1, 0, 5), clamp(3, 0, 5), clamp(9, 0, 5)], [0, 3, 5]);
});

const BASE = "https://v.example/media/a/storyboard.vtt";
const STORYBOARD = `WEBVTT

NOTE made for the seek bar

1
00:00:00.000 --> 00:00:02.000
storyboard.jpg#xywh=0,0,160,90

00:02.000 --> 00:04.500
storyboard.jpg#xywh=pixel:160,0,160,90

00:00:04.500 --> 00:00:06.000
no piece of anything

00:00:04.500 --> 00:00:06.000
javascript:alert(1)#xywh=0,0,160,90

00:00:06.000 --> 00:00:07.000
storyboard.jpg#xywh=0,0,0,90
`;

for (const [name, text] of [["unix", STORYBOARD], ["windows", STORYBOARD.replaceAll("\n", "\r\n")]])
  test(`a storyboard with ${name} line ends is read, and what is malformed left out`, () => {
    assert.deepEqual(readStoryboard(text, BASE), [
      { from: 0, to: 2, url: "https://v.example/media/a/storyboard.jpg", x: 0, y: 0, width: 160, height: 90 },
      { from: 2, to: 4.5, url: "https://v.example/media/a/storyboard.jpg", x: 160, y: 0, width: 160, height: 90 },
    ]);
  });

test("what is no storyboard has no pieces", () => assert.deepEqual(readStoryboard("<!doctype html>", BASE), []));

test("the piece of a moment is the last one that has begun", () => {
  const pieces = readStoryboard(STORYBOARD, BASE);
  assert.deepEqual([0, 1.9, 2, 99].map((at) => pieceAt(pieces, at).x), [0, 0, 160, 160]);
  assert.equal(pieceAt([], 3), null);
});

const jacket = { id: "a", from: null, to: null };
const hatFirst = { id: "b", from: 2, to: 4 };
const hatAgain = { id: "b", from: 8, to: null };

for (const [at, ids] of [[0, "a"], [2, "a b"], [3.9, "a b"], [4, "a"], [8, "a b"], [500, "a b"]])
  test(`at ${at} s the products ${ids} are shown`, () => {
    assert.equal(shownAt([jacket, hatFirst, hatAgain], at).map((each) => each.id).join(" "), ids);
  });

test("a product with two moments stands once at the end", () => {
  assert.equal(everyProduct([jacket, hatFirst, hatAgain]).length, 2);
});

for (const [accent, wished, text] of [
  ["#0b6e4f", "#ffffff", "#ffffff"], ["#0b6e4f", "#0b6e4f", "#ffffff"], ["#ffe600", "#ffffff", "#000000"],
  ["#fff", undefined, "#000000"], ["#000", "red;}", "#ffffff"],
])
  test(`text on ${accent} wished ${wished} is ${text}`, () => assert.equal(textOn(accent, wished), text));

test("contrast is counted as WCAG does", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
});

const both = { mp4_url: "/v.mp4", hls_url: "/v.m3u8", mp4_first: true };
for (const [what, content, device, expected] of [
  ["a short clip plays its file first", both, { native: true }, "file hls"],
  ["a long one plays its stream first", { ...both, mp4_first: false }, { native: true }, "hls file"],
  ["without native HLS the library streams", { ...both, mp4_first: false }, { library: "/hls.js" }, "library file"],
  ["without native HLS and library the file is left", { ...both, mp4_first: false }, {}, "file"],
  ["with nothing to play there is no way", { mp4_url: null, hls_url: null }, { native: true }, ""],
])
  test(what, () => assert.equal(ways(content, device).map((way) => way.kind).join(" "), expected));

test("holes are filled, unknown ones and property names left", () => {
  assert.equal(fill("{a} of {b} {c} {constructor}", { a: 0, b: "{a}" }), "0 of {a} {c} {constructor}");
});

for (const [text, address] of [
  ["https://shop.example/p", "https://shop.example/p"], ["/p", "https://v.example/p"],
  ["javascript:alert(1)", null], [" JaVaScRiPt:alert(1)", null], ["data:text/html,x", null], ["https://", null],
])
  test(`the address ${text} is ${address ?? "refused"}`, () => {
    assert.equal(webAddress(text, "https://v.example/"), address);
  });

test("double taps skip on the outer thirds only", () => {
  assert.deepEqual([10, 99, 150, 201, 299].map((x) => side(x, 300)), [-1, -1, 0, 1, 1]);
});
