/* Large cards in a row, one at a time; it never moves by itself. */
import cards from "./card.css";
import { card, opener } from "./card.js";
import { guarded } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import css from "./cards_slider.css";
import { voice } from "./texts.js";

/** Draw all contents into a host; answer how to take them away. */
export function draw(host, { contents, attributes: { configuration: look } }) {
  const opening = opener(host, look);
  const say = voice(look.texts);
  const title = look.title || say("videos");
  const drawn = contents.map((content) => card(content, opening));
  const slides = drawn.map(({ node }, at) => {
    node.classList.add("wide-card");
    const { name } = contents[at].attributes;
    const label = say("of", at + 1, contents.length, name);
    return make("div.slide", { role: "group", "aria-roledescription": "slide", "aria-label": label }, node);
  });
  const track = make("div.track", { scroll: mark, keydown: steer }, slides);
  const previous = signButton("previous", () => go(current() - 1));
  const next = signButton("next", () => go(current() + 1));
  const place = make("span.place", { "aria-hidden": true, dir: "ltr" });
  const whole = make(
    "section.slider",
    { "aria-roledescription": "carousel", "aria-label": title },
    make("div.head", null, make("div.title", null, title), place, previous, next),
    track,
  );
  const sign = () => (getComputedStyle(track).direction === "rtl" ? -1 : 1);
  const current = () => Math.round(Math.abs(track.scrollLeft) / (track.clientWidth || 1));

  function go(at) {
    if (slides[at]) track.scrollTo({ left: sign() * at * track.clientWidth });
  }

  // Arrow keys take the focus with them.
  function steer(event) {
    const at = slides.findIndex((slide) => slide.contains(event.target));
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * sign();
    const goal = { Home: 0, End: slides.length - 1 }[event.key] ?? at + step;
    if (!slides[goal] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    slides[goal].querySelector(".cover").focus({ preventScroll: true });
    go(goal);
  }

  // What is out of sight is out of the way of the Tab key.
  function mark() {
    const at = current();
    previous.setAttribute("aria-disabled", at === 0);
    next.setAttribute("aria-disabled", at === slides.length - 1);
    place.textContent = `${at + 1} / ${slides.length}`;
    whole.classList.toggle("still", slides.length < 2);
    const focused = slides.findIndex((slide) => slide.contains(host.shadowRoot.activeElement));
    for (const [index, slide] of slides.entries()) slide.inert = index !== at && index !== focused;
  }

  shade(host, look, cards, css).append(whole);
  const resized = new ResizeObserver(guarded(mark));
  resized.observe(track);
  return {
    remove() {
      resized.disconnect();
      for (const each of drawn) each.remove();
      opening.close();
    },
  };
}
