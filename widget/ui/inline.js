/* The player in the page's own flow: a poster that turns into the frame in the very same box. */
import { isPhone } from "./context.js";
import { make, shade } from "./dom.js";
import { chip, facade, ratio } from "./facade.js";
import { opened } from "./parts.js";

/** Draw the first content into a host; answer how to take it away. */
export function drawInline(host, { contents: [content], attributes: { configuration: look } }) {
  const root = shade(host, look);
  let close;
  const closed = (focused) => {
    close = null;
    if (focused) box.querySelector(".cover").focus({ preventScroll: true });
  };
  // A show with its chat needs a phone's whole screen.
  const verb = () => (content.attributes.state && isPhone() ? "openDialog" : "openInline");
  const box = facade(content, () => (close ||= opened(verb(), content, { host, look, box, closed })));
  const whole = make("div.inline", null, box, chip(content));
  whole.style.setProperty("--ratio", ratio(content));
  root.append(whole);
  return { remove: () => close?.() };
}
