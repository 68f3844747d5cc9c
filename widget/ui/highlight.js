/* One content, large: what is on air, about to be, or worth seeing. */
import css from "./card.css";
import { card, opener } from "./card.js";
import { make, shade } from "./dom.js";

/** Draw the first content into a host; answer how to take it away. */
export function draw(host, { contents: [content], attributes: { configuration: look } }) {
  const opening = opener(host, look);
  const drawn = card(content, opening);
  drawn.node.classList.add("wide-card");
  shade(host, look, css).append(make("section.highlight", { "aria-label": content.attributes.name }, drawn.node));
  return {
    remove() {
      drawn.remove();
      opening.close();
    },
  };
}
