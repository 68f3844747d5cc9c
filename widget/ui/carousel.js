/* A row of posters that never moves by itself: swipe, wheel, buttons or arrow keys move it. */
import { guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { chip, facade, ratio } from "./facade.js";
import { opened } from "./parts.js";
import { say } from "./texts.js";

/** Draw all contents into a host; answer how to take them away. */
export function drawCarousel(host, { contents, attributes: { configuration: look } }) {
  const title = look.title || say("videos");
  // One shape for all, so that it stays a row.
  const shape = ratio(contents[0]) < 1 ? 9 / 16 : 16 / 9;
  let close;
  const focusSlide = (at) => slides[at].querySelector(".cover").focus();
  const slides = contents.map((content, at) => {
    const { name } = content.attributes;
    const box = facade(content, () => (close = opened("openDialog", content, { host, look })));
    box.style.setProperty("--ratio", shape);
    return make(
      "div.slide",
      { role: "group", "aria-roledescription": "slide", "aria-label": say("of", at + 1, contents.length, name) },
      box,
      make("p.name", null, make("bdi", null, name)),
      chip(content),
    );
  });
  const track = make("div.track", { keydown: steer, scroll: mark }, slides);
  const previous = signButton("previous", () => page(-1));
  const next = signButton("next", () => page(1));
  const whole = make(
    `section.${shape < 1 ? "tall" : "wide"}`,
    { "aria-roledescription": "carousel", "aria-label": title },
    make("div.head", null, make("div.title", null, title), previous, next),
    track,
  );
  const sign = () => (getComputedStyle(track).direction === "rtl" ? -1 : 1);

  function page(step) {
    track.scrollBy({ left: sign() * step * track.clientWidth * 0.8 });
  }

  function steer(event) {
    const at = slides.findIndex((slide) => slide.contains(event.target));
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * sign();
    const goal = { Home: 0, End: slides.length - 1 }[event.key] ?? at + step;
    if (!slides[goal] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusSlide(goal);
  }

  // An arrow that leads nowhere stays focusable, and says so.
  function mark() {
    const most = track.scrollWidth - track.clientWidth;
    const done = Math.abs(track.scrollLeft);
    previous.setAttribute("aria-disabled", done < 2);
    next.setAttribute("aria-disabled", done > most - 2);
    whole.classList.toggle("still", most < 2);
  }

  shade(host, look).append(whole);
  const resized = new ResizeObserver(guarded(mark));
  resized.observe(track);
  return {
    remove() {
      resized.disconnect();
      close?.();
    },
  };
}
