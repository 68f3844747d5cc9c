// The slate over the picture: the countdown before the show, a word while it is gone, and after it.

import { fill, part } from "../page.js";
import { left } from "./clock.js";

const UNITS = ["days", "hours", "minutes", "seconds"];

/** Write a moment in the viewer's own time zone and language. */
export function spelledMoment(at, locale, zone) {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: zone });
  return format.format(at);
}

export function slate(store, clock, page) {
  const { texts } = page;
  const list = part("countdown");
  const locale = document.documentElement.dataset.locale;
  const labels = { days: texts.days, hours: texts.hours, minutes: texts.minutes, seconds: texts.seconds_left };
  const numbers = new Map();

  for (const unit of UNITS) {
    const [box, label, number] = ["div", "span", "b"].map((tag) => document.createElement(tag));
    label.textContent = labels[unit];
    box.append(label, number);
    list.append(box);
    numbers.set(unit, number);
  }

  /** What is left until the planned start, in milliseconds; NaN without a plan. */
  const wait = () => (store.starts_at ? Date.parse(store.starts_at) - clock.now() : NaN);

  /** Draw what is left; answers whether there is anything to count. */
  function count() {
    const counting = store.state === "not_started" && wait() > 0;
    list.hidden = !counting;
    if (counting) {
      const parts = left(wait());
      for (const unit of UNITS) numbers.get(unit).textContent = String(parts[unit]).padStart(2, "0");
      numbers.get("days").parentNode.hidden = !parts.days;
    }
    return counting;
  }

  function draw(phase) {
    const title = part("slate-title");
    const more = part("slate-more");
    const counting = count();
    if (phase === "lost") [title.textContent, more.textContent] = [texts.lost, texts.lost_more];
    else if (phase === "waiting") [title.textContent, more.textContent] = [texts.over, store.started_at ? texts.over_more : ""];
    else if (phase === "before" && store.starts_at) {
      const date = spelledMoment(new Date(store.starts_at), locale);
      title.textContent = counting ? "" : texts.soon;
      more.textContent = counting ? fill(texts.starts_on, { date }) : date;
    }
    return counting;
  }

  return { draw, wait };
}
