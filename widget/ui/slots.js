/* Finds the place in the shop's page for what the server displays there, and leaves it as it was. */
import { isPhone } from "./context.js";

// An element with the id `vitrine` is also `window.vitrine`, so a page may mark its place otherwise.
const FALLBACK = "#vitrine, [data-vitrine]";
const TRIES = 20;

/** Find an element, waiting some seconds for shops that draw their page late; throws when it does not come. */
async function appears(selector, signal) {
  for (let tries = TRIES; tries--; ) {
    const element = document.querySelector(selector);
    if (signal.aborted || element) return element;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw { message: selector };
}

/**
 * Put a host where a display wants it. Answers a promise of a function that takes the host out again
 * and restores what it stood in for. Rejects when there is no such place.
 */
export async function place(host, { component, target, mobile_target: mobile }, signal) {
  if (signal.aborted) return;
  if (component === "floating") {
    document.body.append(host);
    return () => host.remove();
  }
  const wanted = (isPhone() && mobile) || target;
  const selector = wanted?.element || FALLBACK;
  const element = await appears(selector, signal);
  if (signal.aborted) return;
  if (wanted?.overwrite) {
    const before = [...element.childNodes];
    element.replaceChildren(host);
    return () => host.parentNode === element && element.replaceChildren(...before);
  }
  element.insertAdjacentElement(wanted?.position || "beforeend", host);
  return () => host.remove();
}
