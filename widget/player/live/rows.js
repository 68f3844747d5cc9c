// Lists that follow what is known: rows by id, changed in place, so that a focus or a press is not lost.

/** Keep a list's rows equal to `items`; `make(item)` answers `{element, update(item)}`. */
export function rows(list, make) {
  const known = new Map();

  return function draw(items) {
    const wanted = new Set(items.map(({ id }) => id));
    for (const [id, row] of known)
      if (!wanted.has(id)) {
        row.element.remove();
        known.delete(id);
      }
    let before = null;
    for (const item of items) {
      if (!known.has(item.id)) known.set(item.id, make(item));
      const { element, update } = known.get(item.id);
      update(item);
      const place = before ? before.nextSibling : list.firstChild;
      if (place !== element) list.insertBefore(element, place);
      before = element;
    }
  };
}

/** Do something at most once for each picture the browser draws. */
export function eachFrame(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      act();
    });
  };
}

/** Fill a message's name and marks; its words are text and nothing else. */
export function dress(element, message, { texts, own }) {
  const find = (name) => element.querySelector(`.${name}`);
  element.toggleAttribute("data-gone", Boolean(message.gone));
  const role = message.host ? texts.host : message.moderator ? texts.moderator : "";
  find("author").textContent = message.gone ? "" : (message.author ?? texts.nobody);
  find("text").textContent = message.gone ? (own ? texts.hidden_own : texts.hidden) : message.text;
  find("badge").hidden = !role;
  find("badge").textContent = role;
  find("waits").hidden = !own?.waiting;
  find("waits").textContent = own?.waiting ? texts.waits : "";
  element.toggleAttribute("data-leads", Boolean(role));
  element.toggleAttribute("data-own", Boolean(own));
}
