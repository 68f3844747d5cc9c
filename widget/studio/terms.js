// The form for an auction's terms: prices as people type them, exact once they are sent.

import { amountOf, placesOf } from "../player/live/standing.js";

/** Read the form's values as the terms of an auction in a currency; a field that is wrong is answered by its name. */
export function readTerms({ starting_price: start, increment, maximum_price: most, duration_seconds: seconds, extending }, currency) {
  const places = placesOf(currency);
  const terms = {
    starting_price: amountOf(start, places),
    increment: amountOf(increment, places),
    maximum_price: most.trim() ? amountOf(most, places) : null,
    duration_seconds: Number(amountOf(seconds, 0)),
    extending,
  };
  const wrong = [
    ["starting_price", terms.starting_price === null],
    ["increment", !Number(terms.increment)],
    ["maximum_price", most.trim() && !(Number(terms.maximum_price) > Number(terms.starting_price))],
    ["duration_seconds", !terms.duration_seconds || terms.duration_seconds > 86_400],
  ].find(([, isWrong]) => isWrong);
  return wrong ? { wrong: wrong[0] } : { terms };
}

/** Ask for the terms of a product's auction; `save(terms)` and `remove()` answer whether that was done. */
export function termsDialog(dialog, texts) {
  const form = dialog.querySelector("form");
  const fields = form.elements;
  const said = dialog.querySelector("[role=status]");
  let asked = null;

  function refuse(name) {
    const sentences = {
      starting_price: texts.auction_price,
      increment: texts.auction_step,
      maximum_price: texts.auction_most,
      duration_seconds: texts.auction_seconds,
    };
    for (const each of Object.keys(sentences)) fields[each].setAttribute("aria-invalid", each === name);
    said.textContent = sentences[name] ?? "";
    if (name) fields[name].focus();
  }

  async function close(act) {
    if (await act()) dialog.close();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(["starting_price", "increment", "maximum_price", "duration_seconds"].map((name) => [name, fields[name].value]));
    const { terms, wrong } = readTerms({ ...values, extending: fields.extending.checked }, asked.currency);
    refuse(wrong);
    if (terms) close(() => asked.save(terms));
  });
  fields.cancel.addEventListener("click", () => dialog.close());
  fields.remove.addEventListener("click", () => close(() => asked.remove()));

  return (wanted) => {
    asked = wanted;
    const { name, currency, terms } = wanted;
    dialog.querySelector("h2 bdi").textContent = name;
    for (const unit of dialog.querySelectorAll("[data-unit]")) unit.textContent = currency;
    form.reset();
    for (const [field, value] of Object.entries(terms ?? {})) if (field !== "extending") fields[field].value = value ?? "";
    fields.extending.checked = terms?.extending ?? true;
    fields.remove.hidden = !terms;
    refuse();
    dialog.showModal();
    fields.starting_price.focus();
  };
}
