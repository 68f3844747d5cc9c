// The chat panel: everything that is written, with what its host may do about it.

import { icon, keep, make, sign } from "./draw.js";

/**
 * Run the panel. `acts` are the operations of the show, `texts` the page's sentences, `guard` runs
 * an operation and tells when it failed.
 */
export function chatPanel({ parts, texts, messages, acts, guard, confirm }) {
  const { list, waiting, waitingList, form, more, unread } = parts;
  let pinned = null;
  let opened = null;

  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const toEnd = () => (list.scrollTop = list.scrollHeight);

  function draw() {
    const before = atEnd();
    const shown = messages.all.filter((each) => !each.waiting).map((each) => ({ ...each, pinned: each.id === pinned, open: each.id === opened }));
    const newest = list.lastElementChild?.dataset.id;
    keep(list, shown, drawMessage);
    more.hidden = shown.length > 0;
    if (before) toEnd();
    else if (list.lastElementChild?.dataset.id !== newest) unread.hidden = false;
  }

  function drawWaiting(found) {
    waiting.hidden = !found.length;
    waiting.querySelector("[data-part=waiting-count]").textContent = texts.waiting.replace("{count}", found.length);
    keep(waitingList, found, (each) =>
      make(
        "li.message",
        {},
        writer(each),
        make("p.text", { dir: "auto" }, each.text),
        make(
          "div.row",
          {},
          make("button.small.strong", { type: "button", click: () => change(each.id, { moderated: false }) }, texts.let_in),
          make("button.small", { type: "button", click: () => remove(each.id) }, texts.delete),
        ),
      ),
    );
  }

  const writer = (each) =>
    make(
      "div.writer",
      {},
      make("b", {}, make("bdi", {}, each.author || texts.anonymous)),
      each.host && make("span.mark.host", {}, texts.host),
      each.moderator && make("span.mark", {}, texts.moderator),
      each.question && make("span.mark", {}, texts.question),
      each.hidden && make("span.mark.off", {}, each.reason ?? texts.hidden),
      make("time", { datetime: each.at }, new Date(each.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
    );

  function drawMessage(each) {
    const name = each.author || texts.anonymous;
    return make(
      `li.message${each.hidden ? ".hidden" : ""}${each.pinned ? ".pinned" : ""}`,
      {},
      each.pinned && icon("pin"),
      writer(each),
      make("p.text", { dir: "auto" }, each.text),
      sign("more", texts.more_named.replace("{name}", name), () => open(each.id), { "aria-expanded": String(each.open) }),
      each.open && menu(each, name),
    );
  }

  function menu(each, name) {
    const entry = (label, click, kind = "") => make(`button.small${kind}`, { type: "button", click }, label);
    return make(
      "div.row",
      {},
      entry(each.pinned ? texts.unpin : texts.pin, () => change(each.id, { pinned: !each.pinned })),
      entry(texts.answer, () => reply(name)),
      entry(each.hidden ? texts.unhide : texts.hide, () => change(each.id, { moderated: !each.hidden })),
      entry(texts.delete, () => remove(each.id)),
      !each.host && !each.moderator && entry(texts.ban_soft, () => ban(each, name, "soft")),
      !each.host && !each.moderator && entry(texts.ban_hard, () => ban(each, name, "hard"), ".danger"),
    );
  }

  function open(id) {
    opened = opened === id ? null : id;
    draw();
    const node = [...list.children].find((each) => each.dataset.id === id);
    node?.querySelector("button.sign")?.focus();
    node?.scrollIntoView({ block: "nearest" });
  }

  function reply(name) {
    opened = null;
    form.message.value = `@${name} `;
    form.message.focus();
    draw();
  }

  const change = (id, facts) =>
    guard(async () => {
      messages.add([await acts.moderate(id, facts)]);
      if ("pinned" in facts) pinned = facts.pinned ? id : null;
      opened = null;
      draw();
      acts.look();
    });

  const remove = (id) =>
    guard(async () => {
      await acts.remove(id);
      messages.drop(id);
      draw();
      acts.look();
    });

  async function ban(each, name, kind) {
    const asked = { title: texts[`ban_${kind}_title`].replace("{name}", name), text: texts[`ban_${kind}_text`], yes: texts[`ban_${kind}`], danger: true };
    if (!(await confirm(asked))) return;
    await guard(async () => {
      await acts.ban(each.id, kind);
      opened = null;
      acts.look();
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = form.message.value.trim();
    if (!said) return;
    guard(async () => {
      messages.add([await acts.say(said)]);
      form.message.value = "";
      draw();
      toEnd();
    });
  });
  list.addEventListener("scroll", () => atEnd() && (unread.hidden = true));
  unread.addEventListener("click", () => {
    toEnd();
    unread.hidden = true;
  });
  return {
    draw,
    drawWaiting,
    change,
    pin(id) {
      pinned = id;
    },
    close() {
      form.message.disabled = form.send.disabled = true;
    },
  };
}
