/* The predecessor's emitter: takes over the queue that the snippet made, then is called by the page itself. */
import { makeEmitter } from "./emitter.js";

const { caastEmitter: first } = window;
const tag = document.currentScript || document.querySelector("script[src*='/caastEmitter.js']");

if (tag && !first?.ready) {
  const emitter = (window.caastEmitter = makeEmitter(new URL(tag.src).origin));
  emitter.ready = true;
  for (const call of first?.q || []) emitter(...call);
}
