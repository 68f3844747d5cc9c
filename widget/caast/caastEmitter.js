/* The predecessor's emitter: takes over the queue that the snippet made, then is called by the page itself. */
import { makeEmitter } from "./emitter.js";

const { caastEmitter: first } = window;
const tag = document.currentScript || document.querySelector("script[src*='/caastEmitter.js']");

if (tag && !first?.ready) {
  const emitter = (window.caastEmitter = makeEmitter(new URL(tag.src).origin));
  emitter.ready = true;
  // What was put there may be anything, also an element of that id.
  for (const call of Array.isArray(first?.q) ? first.q : []) emitter(...Array.from(call ?? []));
}
