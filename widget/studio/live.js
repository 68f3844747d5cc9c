// The host's page: takes the link's token, looks at the live every two seconds, wires the panels.

import { Refusal, createApi } from "./api.js";
import { auctionsPanel } from "./auctions.js";
import { chatPanel } from "./chat.js";
import { dialogs } from "./dialogs.js";
import { Messages } from "./messages.js";
import { productsPanel, questionsPanel, softwarePanel, wordsPanel } from "./panels.js";
import { Picture } from "./picture.js";
import { Sender } from "./sender.js";
import { Show } from "./show.js";
import { tabs } from "./tabs.js";
import { takeToken } from "./token.js";

const LOOKS_EVERY = 2000;
const page = JSON.parse(document.getElementById("vitrine-page").textContent);
const { texts, locale } = page;
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const gate = part("gate");

/** Say why the page cannot be used, in place of everything else. */
function shut(title, text) {
  document.body.dataset.gate = "shut";
  part("gate-title").textContent = title;
  part("gate-text").textContent = text;
  gate.hidden = false;
  part("desk").hidden = true;
}

function open(token) {
  const api = createApi(page.live, token);
  const { confirm, say, guard } = dialogs({ part, texts, shut });
  const messages = new Messages();
  const acts = { ...api, look };
  let show = null;
  let over = false;
  const sender = new Sender({ api, onChange: () => show?.draw() });
  const picture = new Picture({ part, texts, sender, guard, say, onChange: () => show?.draw() });
  const list = (name) => ({ list: part(name), none: part(`${name}-none`), count: part(`${name}-count`) });
  const chat = chatPanel({
    parts: {
      list: part("chat"),
      waiting: part("waiting"),
      waitingList: part("waiting-list"),
      form: part("say"),
      more: part("chat-none"),
      unread: part("unread"),
    },
    texts,
    messages,
    acts,
    guard,
    confirm,
  });
  const drawQuestions = questionsPanel({ parts: list("questions"), texts, change: chat.change });
  let drawProducts = () => {};
  const drawAuctions = auctionsPanel({ list: part("products"), dialog: part("terms"), texts, locale, acts, guard, confirm });
  const drawWords = wordsPanel({ parts: { list: part("words"), form: part("announce") }, texts, acts, guard });
  const software = {
    address: part("address"),
    key: part("key"),
    cover: part("cover"),
    rotate: part("rotate"),
    copies: document.querySelectorAll("[data-copy]"),
  };
  const drawSoftware = softwarePanel({ parts: software, texts, acts, guard, confirm, say });
  let drawn = false;

  function first(desk) {
    const host = desk.me.role === "host";
    document.body.dataset.role = desk.me.role;
    drawProducts = productsPanel({ parts: list("products"), texts, locale, acts, guard, mayShow: host });
    document.title = `${desk.live.name} · ${texts.title}`;
    part("name").textContent = desk.live.name;
    part("me").textContent = desk.me.name;
    gate.hidden = true;
    part("desk").hidden = false;
    tabs(document.body);
    show = new Show({ part, texts, locale, api: acts, sender, picture, guard, confirm, host });
    drawn = true;
  }

  async function look() {
    const desk = await api.desk();
    if (!drawn) first(desk);
    over = desk.live.state === "finished";
    show.take(desk);
    if (!over) await lookAtChat(desk);
    else chat.close();
    drawQuestions(over ? [] : desk.questions);
    drawProducts(desk.products, !over);
    drawAuctions(desk);
    drawWords(over ? [] : desk.words, !over);
    if (desk.ingest) drawSoftware(desk.ingest);
  }

  async function lookAtChat(desk) {
    let newest = await api.messages();
    // More came than one answer tells: read on from the last one known, then look again.
    for (let pages = 0; !messages.takeNewest(newest) && pages < 10; pages += 1) {
      messages.add(await api.messages(messages.last));
      newest = await api.messages();
    }
    chat.pin(desk.pinned);
    chat.draw();
    chat.drawWaiting(desk.waiting ? await api.waiting() : []);
  }

  async function watch() {
    try {
      await look();
      show.reached(true);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if ([401, 403, 404].includes(refusal.status)) {
        await sender.stop();
        picture.off();
        shut(texts.link_over, texts.link_over_text);
        return;
      }
      if (refusal.status === 0 || refusal.status >= 500) show?.reached(false);
      if (!drawn) part("gate-text").textContent = texts.unreachable;
    }
    setTimeout(watch, LOOKS_EVERY);
  }

  addEventListener("online", () => sender.nudge());
  addEventListener("beforeunload", (event) => sender.state !== "idle" && event.preventDefault());
  addEventListener("pagehide", () => sender.leave());
  watch();
}

const token = takeToken();
if (token) open(token);
else shut(texts.link_needed, texts.link_needed_text);
// The same page opened anew by its link: the address changes and nothing is loaded.
addEventListener("hashchange", () => location.hash && location.reload());
