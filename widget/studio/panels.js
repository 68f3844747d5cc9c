// The smaller panels: questions by votes, products and words on screen, broadcasting software.

import { keep, make } from "./draw.js";

/** Draw the open questions, most votes first. */
export function questionsPanel({ parts, texts, change }) {
  return (questions) => {
    parts.none.hidden = questions.length > 0;
    parts.count.textContent = questions.length || "";
    keep(parts.list, questions, (each) =>
      make(
        "li.asked",
        {},
        make("span.votes", { title: texts.votes.replace("{count}", each.votes) }, make("b", {}, String(each.votes)), make("small", {}, texts.votes_word)),
        make("div", {}, make("bdi.by", {}, each.author || texts.anonymous), make("p.text", { dir: "auto" }, each.text)),
        make("button.small.strong", { type: "button", click: () => change(each.id, { answered: true }) }, texts.answered),
      ),
    );
  };
}

/** Draw the products of the show, each to put on screen or take off. */
export function productsPanel({ parts, texts, locale, acts, guard, mayShow }) {
  const price = (each) => {
    const write = (amount) => new Intl.NumberFormat(locale, { style: "currency", currency: each.currency }).format(amount);
    if (each.price === null) return null;
    if (each.discount_price === null) return make("span.price", {}, write(each.price));
    return make("span.price", {}, write(each.discount_price), make("s", {}, write(each.price)));
  };
  const flip = (each, button) =>
    guard(async () => {
      button.disabled = true;
      try {
        await (each.shown ? acts.takeOff(each.id) : acts.show(each.id));
        await acts.look();
      } finally {
        button.disabled = false;
      }
    });
  return (products, open) => {
    parts.none.hidden = products.length > 0;
    parts.count.textContent = products.filter((each) => each.shown).length || "";
    keep(parts.list, products.map((each) => ({ ...each, open })), (each) => {
      const label = each.shown ? texts.take_off : texts.show;
      const button = make(
        `button.small${each.shown ? ".on" : ""}`,
        { type: "button", "aria-label": `${label}: ${each.name}`, disabled: !open, click: () => flip(each, button) },
        label,
      );
      return make(
        `li.product${each.shown ? ".shown" : ""}`,
        {},
        each.thumbnail_url ? make("img", { src: each.thumbnail_url, alt: "", width: 48, height: 48, loading: "lazy" }) : make("span.blank"),
        make("div", {}, make("bdi.name", {}, each.name), make("small", {}, each.in_stock ? price(each) : texts.sold_out)),
        mayShow && button,
        // Drawn by itself, so that a bid takes no button from under a finger.
        make("div.lot", { "data-lot": each.id }),
      );
    });
  };
}

/** Draw what else is on screen, and take announcements from the form. */
export function wordsPanel({ parts, texts, acts, guard }) {
  const { list, form } = parts;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [title, text] = [form.heading.value.trim(), form.text.value.trim()];
    if (!title && !text) return form.heading.focus();
    guard(async () => {
      await acts.announce(title || undefined, text || undefined);
      form.reset();
      await acts.look();
    });
  });
  return (words, open) => {
    form.send.disabled = !open;
    keep(list, words, (each) =>
      make(
        "li.word",
        {},
        make("div", {}, make("b", { dir: "auto" }, each.title ?? ""), make("p.text", { dir: "auto" }, each.text ?? "")),
        make("button.small.on", { type: "button", click: () => guard(async () => (await acts.takeOff(each.id), acts.look())) }, texts.take_off),
      ),
    );
  };
}

/** Show where broadcasting software sends to; the key is covered until it is asked for. */
export function softwarePanel({ parts, texts, acts, guard, confirm, say }) {
  const { address, key, cover, rotate, copies } = parts;
  let told = null;
  const draw = () => {
    address.value = told.url;
    key.value = told.key;
  };
  cover.addEventListener("click", () => {
    const covered = key.type === "text";
    key.type = covered ? "password" : "text";
    cover.textContent = covered ? texts.key_show : texts.key_hide;
  });
  for (const each of copies)
    each.addEventListener("click", () =>
      guard(async () => {
        await navigator.clipboard.writeText(each.dataset.copy === "key" ? told.key : told.url);
        say(texts.copied);
      }),
    );
  rotate.addEventListener("click", async () => {
    if (!(await confirm({ title: texts.rotate_title, text: texts.rotate_text, yes: texts.rotate, danger: true }))) return;
    await guard(async () => {
      await acts.rotate();
      await acts.look();
      say(texts.rotated);
    });
  });
  return (ingest) => {
    if (told?.key === ingest.key && told.url === ingest.url) return;
    told = ingest;
    draw();
  };
}
