// The replay: what was said in the show, said again at its moments, and its questions as places to go to.

import { fill, part } from "../page.js";
import { clock } from "../time.js";
import { eachFrame, rows } from "./rows.js";

const MOST = 200;

/** List what had been said by a moment of the film, the newest ones. */
export function saidBy(said, at) {
  return said.filter((each) => each.from <= at).slice(-MOST);
}

export function rerun(store, playback, { said, moments }, texts) {
  let count = -1;

  function follow() {
    const messages = saidBy(said, playback.at);
    // The same words again: nothing to draw.
    const mark = messages.length && `${messages.length} ${messages.at(-1).id}`;
    if (mark === count) return;
    count = mark;
    store.replay(messages);
  }

  const items = moments.map((each, index) => ({ ...each, id: `${index}` }));
  const draw = rows(part("questions"), ({ from }) => {
    const element = document.createElement("li");
    const button = document.createElement("button");
    const [time, words] = [document.createElement("span"), document.createElement("span")];
    Object.assign(button, { type: "button", className: "moment" });
    time.className = "clock";
    words.dir = "auto";
    time.textContent = clock(from);
    button.append(time, words);
    element.append(button);
    button.addEventListener("click", () => {
      playback.seek(from);
      if (playback.state !== "playing") playback.play();
    });
    return {
      element,
      update({ text }) {
        words.textContent = text;
        button.setAttribute("aria-label", `${text} ${fill(texts.go_to, { clock: clock(from) })}`);
      },
    };
  });

  part("questions").replaceChildren();
  draw(items);
  part("no-questions").hidden = items.length > 0;
  playback.addEventListener("time", eachFrame(follow));
  follow();
}
