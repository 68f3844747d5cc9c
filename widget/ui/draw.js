/* Which drawing belongs to which component, and the news that it was drawn. */
import { drawBubble } from "./bubble.js";
import { drawCarousel } from "./carousel.js";
import { context, emit } from "./context.js";
import { drawInline } from "./inline.js";

const DRAW = { floating: drawBubble, embed: drawInline, shorts_card: drawCarousel };

export const isKnown = (component) => Object.hasOwn(DRAW, component);

/** Draw a display into a host as a component; answers `{remove(), busy?()}`. */
export function draw(component, host, display) {
  const drawn = DRAW[component](host, display);
  context.shown.push([host, component, display.contents]);
  emit(host, "shown", { component, content: display.contents[0].id });
  return drawn;
}
