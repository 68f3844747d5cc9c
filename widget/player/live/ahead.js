// Before the show: what a viewer can do until it begins, a reminder by mail or an entry in a calendar.

import { part } from "../page.js";
import { sentence } from "./audience.js";

// Why the server takes no reminder; what else is wrong is the address or the box.
const REFUSALS = { "nothing-to-await": "remind_late", "reminders-full": "remind_full", invalid: "remind_mail" };

/** `asked` is the query of the page: `remind=1` opens the form at once. */
export function ahead(audience, { texts, tell, wire, asked }) {
  const row = part("ahead");
  part("remind").hidden = false;
  calendars(part("calendars"), wire);
  reminding(audience, texts, tell);
  part("remind").addEventListener("click", () => wire.send("remind", { by: "mail", done: false }));

  let wished = asked.get("remind") === "1";

  /** Show it while there is something to wait for. */
  return (counting) => {
    row.hidden = !counting;
    if (counting && wished) part("remind").click();
    wished = false;
    if (!counting && part("reminding").open) part("reminding").close();
  };
}

/** A list of calendars that closes when one is chosen, when it is left and by Escape. */
function calendars(list, wire) {
  const summary = list.querySelector("summary");
  const close = () => (list.open = false);
  list.addEventListener("click", ({ target }) => {
    const link = target.closest("a");
    if (!link) return;
    wire.send("remind", { by: link.dataset.by, done: false });
    close();
  });
  list.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !list.contains(relatedTarget) && close());
  document.addEventListener("pointerdown", ({ target }) => list.contains(target) || close());
  list.addEventListener("keydown", (event) => {
    // The player has no use for its own keys here; Escape would close it.
    if (event.key !== "Tab") event.stopPropagation();
    if (event.key !== "Escape" || !list.open) return;
    close();
    summary.focus();
  });
}

function reminding(audience, texts, tell) {
  const dialog = part("reminding");
  const form = part("reminding-form");
  const [mail, consent, send] = ["mail", "consent", "reminding-send"].map((name) => part(name));
  const thanks = part("reminding-thanks");

  function say(words, field) {
    part("reminding-refused").textContent = words;
    for (const each of [mail, consent]) each.setAttribute("aria-invalid", each === field);
    field?.focus();
  }

  async function ask() {
    say("");
    send.disabled = true;
    try {
      await audience.remind(mail.value.trim(), consent.value);
      [form.hidden, thanks.hidden] = [true, false];
      part("reminding-done").focus();
      mail.value = "";
      tell(part("reminding-done").textContent);
    } catch (refusal) {
      const known = texts[REFUSALS[refusal.code]];
      say(known ?? sentence(refusal, texts), refusal.code === "invalid" ? mail : null);
    }
    send.disabled = false;
  }

  // In here Escape closes this, and letters are letters.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  part("remind").addEventListener("click", () => {
    [form.hidden, thanks.hidden] = [false, true];
    say("");
    consent.checked = false;
    dialog.showModal();
    mail.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    if (!mail.value.trim() || !mail.validity.valid) return say(texts.remind_mail, mail);
    if (!consent.checked) return say(texts.remind_consent, consent);
    ask();
  });
  for (const name of ["reminding-cancel", "reminding-close"]) part(name).addEventListener("click", () => dialog.close());
}
