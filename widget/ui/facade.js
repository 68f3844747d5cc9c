/* What stands where a video will play, before anybody asked for it: a poster, a real button, the product. */
import { context, mayMove } from "./context.js";
import { destination } from "./destination.js";
import { icon, make } from "./dom.js";
import { part } from "./parts.js";
import { clock, language, money, say, when } from "./texts.js";

/** Answer width : height of a content, kept between a tall phone film and a wide one. */
export const ratio = ({ attributes: { width, height } }) =>
  width > 0 && height > 0 ? Math.min(Math.max(width / height, 0.5), 2.4) : 16 / 9;

/** Fetch the players' part and open the connection to their server as soon as a click is likely. */
export function warm(content) {
  part("open").catch(context.failed);
  const { origin } = new URL(content.attributes.player_url);
  if (context.warmed.has(origin)) return;
  const link = make("link", { rel: "preconnect", href: origin });
  context.warmed.set(origin, link);
  document.head.append(link);
}

/** Make the short silent preview over a poster; it plays at most five seconds at a time. */
export function preview(box, { attributes: { preview_url: src } }) {
  let video;
  let timer;
  const stop = () => {
    clearTimeout(timer);
    video?.remove();
    video = null;
  };
  const start = () => {
    if (video || !src || !mayMove()) return;
    video = make("video.moving", { playsinline: "", "aria-hidden": true });
    Object.assign(video, { muted: true, loop: true, src });
    box.firstChild.after(video);
    video.play().catch(stop);
    timer = setTimeout(stop, 5000);
  };
  return { start, stop };
}

/** What a live that is not over says of itself: its mark and the name of its button; undefined for what can be played at any time. */
function airing({ name, state, start_date: start }) {
  if (state === "started") return [make("span.mark on", null, say("live")), say("watch", name)];
  if (state !== "not_started" || !start) return;
  const date = when(start, language());
  return [make("span.mark", null, date), say("planned", name, date)];
}

/** Make poster and button. With `hover` the preview plays under the mouse. */
export function facade(content, click, hover = true) {
  const { name, duration, thumbnail_url: poster } = content.attributes;
  const length = duration > 0 ? clock(duration) : "";
  const [mark, called] = airing(content.attributes) || [
    length && make("span.time", null, length),
    `${say("play", name)} ${length}`,
  ];
  const image = poster && make("img", { src: poster, alt: "", loading: "lazy", error: () => image.remove() });
  const box = make(
    "div.facade",
    { pointerenter: () => warm(content), focusin: () => warm(content) },
    make("div.poster", null, image),
    make(
      "button.cover",
      { type: "button", "aria-label": called, click },
      mark,
      make("span.glyph", null, icon("play")),
    ),
  );
  if (hover) {
    const moving = preview(box, content);
    box.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && moving.start());
    box.addEventListener("pointerleave", moving.stop);
  }
  box.style.setProperty("--ratio", ratio(content));
  return box;
}

function priceOf({ price, discount_price: discount, currency, in_stock: stocked }) {
  if (stocked === false) return make("span.faint", null, say("sold_out"));
  if (price == null) return null;
  const reduced = discount != null && Number(discount) < Number(price);
  const spell = (amount) => money(amount, currency, language());
  return make(
    "span.price",
    null,
    spell(reduced ? discount : price),
    reduced && [" ", make("del.faint", null, make("span.heard", null, say("was"), " "), spell(price))],
  );
}

/** Make the line that names the product of a video: picture, name, price; null when it shows none. */
export function chip({ attributes: { products = [] } }) {
  const [product] = products;
  if (!product) return null;
  const href = destination(product.url)?.url;
  const line = make(
    `${href ? "a" : "div"}.chip`,
    { href },
    product.thumbnail_url && make("img", { src: product.thumbnail_url, alt: "", loading: "lazy" }),
    make("span.about", null, make("bdi.product", null, product.name), priceOf(product)),
  );
  context.chips.set(line, product);
  return line;
}
