// The questions of a live: the most wanted first, each with a vote; answered ones below, marked.

import { fill, part } from "../page.js";
import { dress, eachFrame, rows } from "./rows.js";
import { Unread } from "./unread.js";

export function questions(store, audience, { texts, tabs, refuse }) {
  const unread = new Unread();
  const voted = new Set();

  const list = part("questions");
  const draw = rows(list, (first) => {
    const element = part("question").content.firstElementChild.cloneNode(true);
    const button = element.querySelector(".vote");
    const { id } = first;
    button.addEventListener("click", async () => {
      const wanted = !voted.has(id);
      voted[wanted ? "add" : "delete"](id);
      show();
      try {
        const { votes } = await audience.vote(id, wanted);
        const known = store.questions.find((each) => each.id === id);
        if (known) known.votes = votes;
      } catch (refusal) {
        voted[wanted ? "delete" : "add"](id);
        refuse(refusal);
      }
      show();
    });
    return { element, update: (question) => dressed(element, button, question) };
  });

  function dressed(element, button, question) {
    const own = store.own(question.id);
    dress(element, question, { texts, own });
    if (question.answered) {
      element.querySelector(".waits").hidden = false;
      element.querySelector(".waits").textContent = texts.answered;
    }
    element.toggleAttribute("data-answered", question.answered);
    button.hidden = question.answered || Boolean(own?.waiting) || store.state === "finished";
    button.setAttribute("aria-pressed", voted.has(question.id));
    button.setAttribute("aria-label", `${texts.vote}. ${fill(texts.votes, { count: question.votes })}`);
    button.querySelector("span").textContent = question.votes;
  }

  function show() {
    // The replay has other places to go to.
    if (!list.isConnected) return;
    const asked = store.questions;
    draw(asked);
    const open = asked.filter(({ answered }) => !answered).map(({ id }) => id);
    unread.note(open, tabs.isSeen("questions"));
    part("no-questions").hidden = asked.length > 0;
    mark();
  }

  const mark = () => tabs.mark("questions", unread.count);

  store.addEventListener("messages", eachFrame(show));
  store.addEventListener("state", eachFrame(show));
  show();
  return {
    seen() {
      unread.read();
      mark();
    },
  };
}
