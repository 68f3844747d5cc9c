// What a shopper chooses of a product: options one after the other, each offering what the ones before leave.

/** The variants that have these values; null stands for any. */
const having = (variants, chosen) =>
  variants.filter(({ options }) => chosen.every((value, at) => value === null || options[at] === value));

/**
 * Answer for each option `{name, values: [{value, state}]}` with what was chosen before it: `there`, `sold` (all of
 * them out of stock) or `none` (no such variant). Later choices never stand in the way, so that no choice is a dead end.
 */
export function offered({ options, variants }, chosen) {
  return options.map(({ name, values }, at) => {
    const before = chosen.slice(0, at);
    const left = having(variants, before);
    return {
      name,
      values: values.map((value) => {
        const mine = left.filter((each) => each.options[at] === value);
        return { value, state: mine.some((each) => each.in_stock) ? "there" : mine.length ? "sold" : "none" };
      }),
    };
  });
}

/** Choose a value of an option; later choices that do not go with it are taken back. What is left alone is chosen. */
export function chose(product, chosen, at, value) {
  let next = chosen.map((each, place) => (place === at ? value : each));
  for (let place = 0; place < next.length; place++) {
    const there = offered(product, next)[place].values.filter(({ state }) => state === "there");
    if (!there.some((each) => each.value === next[place])) next = Object.assign([...next], { [place]: null });
    // An option of one value asks nothing of anybody.
    if (next[place] === null && there.length === 1 && product.options[place].values.length === 1)
      next = Object.assign([...next], { [place]: there[0].value });
  }
  return next;
}

/** The variant that was chosen, or null while an option is open. */
export const variantOf = ({ variants }, chosen) =>
  chosen.includes(null) ? null : having(variants, chosen).find((each) => each.in_stock) ?? null;

/** What stands chosen before anybody has. */
export const atFirst = (product) => chose(product, product.options.map(() => null), -1);

function ask(field) {
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

/** Draw the choices into `root`; `changed(variant)` hears of each, with null while one is open. */
export function choices(product, root, { texts, changed }) {
  let chosen = atFirst(product);
  const fields = product.options.map(({ name }, at) => {
    const label = document.createElement("label");
    const caption = document.createElement("span");
    const select = document.createElement("select");
    Object.assign(caption, { textContent: name, dir: "auto" });
    // The arrows walk the list of values, the player's other keys are not typed here.
    select.dataset.ownArrows = "";
    select.addEventListener("change", () => {
      chosen = chose(product, chosen, at, select.value || null);
      select.removeAttribute("aria-invalid");
      draw();
    });
    label.append(caption, select);
    root.append(label);
    return select;
  });

  function draw() {
    for (const [at, { values }] of offered(product, chosen).entries()) {
      const first = Object.assign(new Option(texts.choose_one, ""), { disabled: chosen[at] !== null });
      const made = values.map(({ value, state }) => {
        const words = { there: value, sold: `${value} · ${texts.sold_out}`, none: `${value} · ${texts.unavailable}` }[state];
        return Object.assign(new Option(words, value), { disabled: state !== "there" });
      });
      fields[at].replaceChildren(first, ...made);
      fields[at].value = chosen[at] ?? "";
    }
    changed(variantOf(product, chosen));
  }

  draw();
  return {
    /** The first that is still to be chosen, `{name, ask()}`, or null; `ask` leads to it. */
    open() {
      const at = chosen.indexOf(null);
      return at < 0 ? null : { name: product.options[at].name, ask: () => ask(fields[at]) };
    },
  };
}
