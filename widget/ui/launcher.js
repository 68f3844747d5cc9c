/* A slim line that leads to a live or its replay: small poster, name, countdown, one button. */
import cards from "./card.css";
import { card, opener } from "./card.js";
import { make, shade } from "./dom.js";
import css from "./launcher.css";

/** Draw the first content into a host; answer how to take it away. */
export function draw(host, { contents: [content], attributes: { configuration: look } }) {
  const opening = opener(host, look);
  const drawn = card(content, opening, { level: "p", slim: true });
  shade(host, look, cards, css).append(
    make("section.launcher", { "aria-label": look.title || content.attributes.name }, drawn.node),
  );
  return {
    remove() {
      drawn.remove();
      opening.close();
    },
  };
}
