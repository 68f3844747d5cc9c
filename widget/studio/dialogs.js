// Asking twice, telling briefly, and what happens when the server refuses.

import { Refusal } from "./api.js";

const SHOWN_MS = 5000;

/** Offer `confirm` (asks in a dialog), `say` (a line that goes away) and `guard` (runs and tells). */
export function dialogs({ part, texts, shut }) {
  const dialog = part("dialog");
  const toast = part("toast");
  let timer = 0;

  function say(line) {
    toast.textContent = line;
    toast.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (toast.hidden = true), SHOWN_MS);
  }

  /** Ask; resolves to true when it was meant. */
  function confirm({ title, text, yes, danger = false }) {
    part("dialog-title").textContent = title;
    part("dialog-text").textContent = text;
    const button = part("dialog-yes");
    button.textContent = yes;
    button.classList.toggle("danger", danger);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }

  /** Run an operation; a refusal is told in a line. Resolves to whether it was done. */
  async function guard(act) {
    try {
      await act();
      return true;
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 401) shut(texts.link_over, texts.link_over_text);
      else if (failure instanceof Refusal && failure.status) say(failure.detail || texts.failed);
      else say(failure instanceof Refusal ? texts.unreachable : texts.failed);
      return false;
    }
  }
  return { confirm, say, guard };
}
