// Thumbnails for the seek bar: reads a WebVTT storyboard whose cues point into a sprite
// (`sprite.jpg#xywh=160,0,160,90`) and shows the piece that belongs to a moment.

import { webAddress } from "./page.js";

const TIMES = /^((?:\d+:)?\d{1,2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{1,2}:\d{2}\.\d{3})/;
const PIECE = /^(.*)#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/;

function seconds(text) {
  return text.split(":").reduce((sum, each) => sum * 60 + Number(each), 0);
}

/** Read a storyboard into `{from, to, url, x, y, width, height}`; what is malformed is left out. */
export function readStoryboard(text, base) {
  const pieces = [];
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => TIMES.test(line));
    const [, from, to] = (at >= 0 && TIMES.exec(lines[at])) || [];
    const [, path, ...box] = (from && PIECE.exec((lines[at + 1] || "").trim())) || [];
    const url = path && webAddress(path, base);
    const [x, y, width, height] = box.map(Number);
    if (url && width && height) pieces.push({ from: seconds(from), to: seconds(to), url, x, y, width, height });
  }
  return pieces;
}

/** Find the piece for a moment: the one it falls into, else the last one before it. */
export function pieceAt(pieces, at) {
  let found = null;
  for (const piece of pieces) if (piece.from <= at) found = piece;
  return found || pieces[0] || null;
}

/** Make `show(seconds)` for a box with an <img>; the storyboard is fetched the first time it is asked for. */
export function storyboard(url, box) {
  const image = box.querySelector("img");
  let pieces = null;
  async function load() {
    pieces = [];
    try {
      const answer = await fetch(url);
      if (answer.ok) pieces = readStoryboard(await answer.text(), answer.url);
    } catch {
      // A seek bar without thumbnails still seeks.
    }
  }
  return function show(at) {
    if (!url) return;
    if (!pieces) load().then(() => show(at));
    const piece = pieces && pieceAt(pieces, at);
    box.hidden = !piece;
    if (!piece) return;
    if (image.src !== piece.url) image.src = piece.url;
    box.style.width = `${piece.width}px`;
    box.style.height = `${piece.height}px`;
    image.style.transform = `translate(${-piece.x}px, ${-piece.y}px)`;
  };
}
