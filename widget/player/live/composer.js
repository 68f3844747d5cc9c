// Writing: a line, what is left of it, a name asked for with the first message, and kind refusals.

import { fill, part } from "../page.js";
import { sentence } from "./audience.js";

const NEAR = 20;

/** Count a text as the server does: composed, by whole characters. */
export const lengthOf = (text) => [...text.normalize("NFC").trim()].length;

export function composer(store, audience, { texts, tabs }) {
  const form = part("composer");
  const text = part("text");
  const room = part("room");
  const send = part("send");
  let waitUntil = 0;
  let timer = 0;
  let sending = false;

  const asks = () => document.body.dataset.tab === "questions" || store.chat.questions_only === true;
  const isClosed = () => store.chat.open === false;
  const waits = () => Math.max(Math.ceil((waitUntil - performance.now()) / 1000), 0);

  function draw() {
    form.hidden = store.state === "finished";
    text.disabled = isClosed();
    text.placeholder = isClosed() ? texts.closed : asks() ? texts.ask : texts.write;
    text.setAttribute("aria-label", text.placeholder);
    measure();
  }

  function measure() {
    const over = lengthOf(text.value) - (store.chat.max_length ?? 200);
    const slow = waits();
    room.textContent = over > -NEAR ? -over : "";
    room.toggleAttribute("data-over", over > 0);
    send.disabled = isClosed() || sending || !lengthOf(text.value) || over > 0 || slow > 0;
    if (slow) say(fill(texts.slow, { count: slow }));
    else if (over > 0) say(fill(texts.too_long, { count: over }));
  }

  function say(words) {
    const refused = part("refused");
    if (refused.textContent !== words) refused.textContent = words;
  }

  function hold(seconds) {
    waitUntil = performance.now() + seconds * 1000;
    clearInterval(timer);
    timer = setInterval(() => {
      measure();
      if (waits()) return;
      clearInterval(timer);
      say("");
    }, 1000);
    measure();
  }

  /** Say why something was refused; a wait is counted down. */
  function refuse(refusal) {
    if (refusal.after && (refusal.code === "too-fast" || refusal.status === 429)) return hold(refusal.after);
    say(sentence(refusal, texts));
  }

  async function submit() {
    if (send.disabled || sending) return;
    sending = true;
    say("");
    measure();
    try {
      if (!(await audience.known()) && !(await naming(audience, store, texts))) return text.focus();
      const { message, waiting } = await audience.write(text.value.trim(), asks());
      text.value = "";
      store.wrote(message, waiting);
      if (store.chat.slow_seconds) hold(store.chat.slow_seconds);
    } catch (refusal) {
      refuse(refusal);
    } finally {
      sending = false;
      measure();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    say("");
    measure();
  });
  for (const name of ["chat", "state"]) store.addEventListener(name, draw);
  draw();
  return { draw, refuse };
}

/** Ask who writes; answers whether they said so, also when they stay nobody in particular. */
async function naming(audience, store, texts) {
  const dialog = part("naming");
  const form = part("naming-form");
  const name = part("nickname");
  const say = (words) => (part("naming-refused").textContent = words);
  part("anonymous").hidden = store.chat.anonymous === false;
  say("");
  dialog.showModal();
  name.focus();
  return new Promise((done) => {
    const over = new AbortController();
    const { signal } = over;
    async function enter(as) {
      try {
        await audience.enter(as);
        finish(true);
      } catch (refusal) {
        say(refusal.status === 422 ? texts.name_taken : sentence(refusal, texts));
        name.focus();
      }
    }
    function finish(answer) {
      over.abort();
      dialog.close();
      done(answer);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const nickname = name.value.trim();
      if (!nickname || /\s/.test(nickname)) return say(texts.name_refused);
      enter({ nickname });
    }, { signal });
    part("anonymous").addEventListener("click", () => enter({ anonymous: true }), { signal });
    part("naming-cancel").addEventListener("click", () => finish(false), { signal });
    dialog.addEventListener("close", () => finish(false), { signal });
  });
}
