// The carousel of a collection inside our iframe, or alone in a tab where its slides are plain links.

import { paint } from "./colour.js";
import { opening } from "./opening.js";
import { part, readPage } from "./page.js";
import { connect } from "./port.js";

const REST_MS = 180;

/** Report our height whenever it changes, so that the page gives us that much room and no bar. */
function reportSize(wire) {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(part("carousel").getBoundingClientRect().height);
    if (height !== last) wire.send("size", { height: (last = height) });
  }).observe(part("carousel"));
}

function moving() {
  const track = part("slides");
  const slides = [...track.querySelectorAll("[data-slide]")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const [back, on] = [part("back"), part("on")];

  /** Where the track stands: rtl scrolls towards negative numbers. */
  const from = () => Math.abs(track.scrollLeft);
  const most = () => track.scrollWidth - track.clientWidth;
  const step = () => Math.max(track.clientWidth * 0.8, slides[0]?.offsetWidth ?? 0);
  const sign = () => (getComputedStyle(track).direction === "rtl" ? -1 : 1);

  function go(distance) {
    track.scrollBy({ left: distance * sign(), behavior: calm.matches ? "auto" : "smooth" });
  }

  function draw() {
    back.disabled = from() < 2;
    on.disabled = from() > most() - 2;
    back.hidden = on.hidden = most() < 2;
  }

  back.addEventListener("click", () => go(-step()));
  on.addEventListener("click", () => go(step()));
  track.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(track);
  track.addEventListener("keydown", (event) => {
    const at = slides.indexOf(event.target.closest("[data-slide]"));
    const to = { ArrowRight: at + sign(), ArrowLeft: at - sign(), Home: 0, End: slides.length - 1 }[event.key];
    const link = slides[to]?.querySelector("a");
    if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
    slides[to].scrollIntoView({ block: "nearest", inline: "center", behavior: calm.matches ? "auto" : "smooth" });
  });
  draw();
}

/** A hand resting on a slide sets it in motion: muted, and never for who saves data or wants calm. */
function previews() {
  const allowed = matchMedia("(hover: hover) and (prefers-reduced-motion: no-preference)");
  if (!allowed.matches || navigator.connection?.saveData) return;
  for (const link of part("slides").querySelectorAll("a[data-preview]")) {
    let timer = 0;
    link.addEventListener("pointerenter", () => {
      timer = setTimeout(() => {
        const video = document.createElement("video");
        Object.assign(video, { muted: true, loop: true, playsInline: true, src: link.dataset.preview });
        video.setAttribute("aria-hidden", "true");
        link.querySelector("img")?.after(video);
        video.play().catch(() => video.remove());
      }, REST_MS);
    });
    link.addEventListener("pointerleave", () => {
      clearTimeout(timer);
      link.querySelector("video")?.remove();
    });
  }
}

const page = readPage();
const wire = connect(page.allowed_origins);
paint(page.appearance);
opening(part("slides"), wire);
moving();
previews();
reportSize(wire);
