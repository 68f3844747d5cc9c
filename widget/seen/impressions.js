/* When a drawn content has been looked at: half of it in view for a second, in a page that is in front. */

const HALF = 0.5;
const SECOND_MS = 1000;

/** Answer `watch(element, seen)`, which calls `seen` once for each element. */
export function impressions(page = window) {
  const waiting = new Map(); // element → what to call
  const timers = new Map(); // element in view → its second
  const { document } = page;

  function stop(element) {
    clearTimeout(timers.get(element));
    timers.delete(element);
  }

  const observer = new page.IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio } of entries) {
        stop(target);
        if (isIntersecting && intersectionRatio >= HALF) timers.set(target, setTimeout(() => look(target), SECOND_MS));
      }
    },
    { threshold: [0, HALF] },
  );

  function look(element) {
    // A page in the background is looked at later: the second begins anew.
    if (document.hidden) return timers.set(element, setTimeout(() => look(element), SECOND_MS));
    observer.unobserve(element);
    stop(element);
    waiting.get(element)();
    waiting.delete(element);
  }

  return (element, seen) => {
    for (const each of waiting.keys()) if (!each.isConnected) observer.unobserve(each), stop(each), waiting.delete(each);
    waiting.set(element, seen);
    observer.observe(element);
  };
}
