/* Sends what was added up: soon at first, then ever more rarely, and when the page is left. */

const FIRST_MS = 3000;
const LONGEST_MS = 60000;

/**
 * Answer `{stir(), now()}`. `take()` gives the next body or nothing. While the page stays it is sent by fetch,
 * which says whose page it is under any referrer policy; on leaving by sendBeacon, which survives that.
 */
export function sender(url, take, page = window) {
  let pause = FIRST_MS;
  let timer;

  function post(body) {
    const text = JSON.stringify(body);
    // What does not arrive is not measured: told twice would be worse.
    page.fetch(url, { method: "POST", body: text, credentials: "omit", keepalive: true }).catch(() => {});
  }

  function leave() {
    clearTimeout(timer);
    timer = 0;
    const body = take();
    if (body && !page.navigator.sendBeacon?.(url, JSON.stringify(body))) post(body);
  }

  page.document.addEventListener("visibilitychange", () => page.document.hidden && leave());
  page.addEventListener("pagehide", leave);

  return {
    /** Something happened: send it in a while. */
    stir() {
      timer ||= setTimeout(() => {
        timer = 0;
        pause = Math.min(pause * 2, LONGEST_MS);
        const body = take();
        if (body) post(body);
      }, pause);
    },
    now: post,
  };
}
