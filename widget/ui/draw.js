/* Which drawing belongs to which component, and the news that it was drawn. */
import { drawBubble } from "./bubble.js";
import { drawCarousel } from "./carousel.js";
import { context, emit } from "./context.js";
import { drawInline } from "./inline.js";
import { part } from "./parts.js";

const DRAW = { floating: drawBubble, embed: drawInline, shorts_card: drawCarousel };
// Parts of their own, named as their components are.
const FETCHED = ["launcher", "shorts_story", "cards_slider", "highlight", "landing", "preview"];

export const isKnown = (component) => Object.hasOwn(DRAW, component) || FETCHED.includes(component);

/** Answer what draws a component, fetched where it is a part. */
export const drawing = async (component) => DRAW[component] || (await part(component)).draw;

/** Draw a display into a host as a component; answers `{remove(), busy?()}`. */
export function draw(draws, host, component, display) {
  const drawn = draws(host, display);
  const { contents, carousel_url } = display;
  if (contents[0]) {
    context.shown.push([host, component, contents]);
    emit(host, "shown", { component, content: contents[0].id, contents, carousel_url });
  }
  return drawn;
}
