/* Round posters in a row; each opens over the whole screen, and when it has ended the next one comes. */
import { stateOf } from "./airtime.js";
import { context } from "./context.js";
import { make, shade, signButton } from "./dom.js";
import { facade } from "./facade.js";
import { opened } from "./parts.js";
import css from "./shorts_story.css";
import { voice } from "./texts.js";
import "./words.js";

/** Draw all contents into a host; answer how to take them away. */
export function draw(host, { contents, attributes: { configuration: look } }) {
  const say = voice(look.texts);
  let close;
  let at = -1;

  const items = contents.map((content, index) => {
    const box = facade(content, () => go(index));
    const { name } = content.attributes;
    return make(
      `li.story ${stateOf(content)}`,
      null,
      make("div.ring", null, box),
      make("p.name", { "aria-hidden": true }, make("bdi", null, name)),
    );
  });
  const list = make("ul.stories", { "aria-label": look.title || say("stories"), role: "list" }, items);
  list.addEventListener("keydown", steer);

  /** Show a story in the place of the one before; past the last one there is nothing. */
  function go(index) {
    const content = contents[index];
    if (index < 0) return;
    if (!content) return void close?.();
    at = index;
    items[index].classList.add("seen");
    items[index].scrollIntoView({ block: "nearest", inline: "nearest" });
    const closed = () => {
      if (at !== index) return;
      at = -1;
      context.reshow(); // the page may have changed meanwhile
    };
    close = opened("openDialog", content, { host, look, closed, tools: tools(index), sheets: [css] });
  }

  function tools(index) {
    const steps = [signButton("previous", () => go(index - 1)), signButton("next", () => go(index + 1))];
    steps[0].setAttribute("aria-disabled", index === 0);
    const segments = contents.map((_, each) => make(`span.segment ${each <= index ? "past" : ""}`));
    return [make("div.segments", { "aria-hidden": true }, segments), ...steps];
  }

  function ended({ detail }) {
    if (contents[at]?.id === detail.content) go(at + 1);
  }
  host.addEventListener("vitrine:ended", ended);

  function steer(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const from = items.findIndex((item) => item.contains(event.target));
    const sign = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const goal = { Home: 0, End: items.length - 1 }[event.key] ?? from + step * sign;
    if (!items[goal] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    items[goal].querySelector(".cover").focus();
  }

  shade(host, look, css).append(
    make("section.row", { "aria-label": look.title || say("stories") }, look.title && make("div.title", null, look.title), list),
  );
  return {
    busy: () => at >= 0,
    remove() {
      host.removeEventListener("vitrine:ended", ended);
      close?.();
    },
  };
}
