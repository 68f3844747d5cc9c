/* The words the second part says, in the page's language. */

// English, French.
const TEXTS = {
  play: ["Play video: {0}", "Lire la vidéo : {0}"],
  live: ["Live", "Direct"],
  watch: ["Watch live: {0}", "Regarder le direct : {0}"],
  planned: ["Live on {1}: {0}", "Direct le {1} : {0}"],
  close: ["Close the video", "Fermer la vidéo"],
  dismiss: ["Hide the video", "Masquer la vidéo"],
  previous: ["Previous", "Précédent"],
  next: ["Next", "Suivant"],
  videos: ["Videos", "Vidéos"],
  of: ["{0} of {1}: {2}", "{0} sur {1} : {2}"],
  was: ["Was", "Avant"],
  sold_out: ["Sold out", "Épuisé"],
};

// What the shop says instead, in the page's language.
const own = {};

/** Learn the words of a part: name → English, French. */
export const learn = (more) => Object.assign(TEXTS, more);

/** Take over the shop's own words. */
export const adopt = (texts) => Object.assign(own, texts);

/** Answer the page's language as it names it, English when it names none. */
export const language = () => document.documentElement.lang || "en";

/** Answer how a component whose look brings `texts` says a sentence, its `{0}`, `{1}` … filled in. */
export const voice =
  (texts) =>
  (name, ...given) =>
    (texts?.[name] || TEXTS[name][/^fr/i.test(language()) ? 1 : 0]).replace(/\{(\d)}/g, (_, at) => given[at]);

/** Say a sentence as the shop does everywhere. */
export const say = voice(own);

/**
 * Spell what most shops ask for as Intl does, whose first use takes a slow phone a tenth of a second. Undefined for the rest.
 */
function plainly(amount, asked) {
  const [, whole, cents] = /^(0|[1-9]\d{0,5})\.(\d\d)$/.exec(amount) || [];
  const grouped = (mark) => whole.replace(/\B(?=\d{3}$)/, mark);
  if (!whole) return;
  if (/^en(-(GB|IE|US))? EUR$/.test(asked)) return `€${grouped(",")}.${cents}`;
  if (/^en(-US)? USD$/.test(asked)) return `$${grouped(",")}.${cents}`;
  if (/^en(-GB)? GBP$/.test(asked)) return `£${grouped(",")}.${cents}`;
  if (/^fr(-FR)? EUR$/.test(asked)) return `${grouped("\u202f")},${cents}\u00a0€`;
  if (/^de(-DE)? EUR$/.test(asked)) return `${grouped(".")},${cents}\u00a0€`;
}

/** Spell an amount in its currency; the bare amount when the browser knows no such currency or language. */
export function money(amount, currency, locale) {
  try {
    return (
      plainly(amount, `${locale} ${currency}`) ||
      new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
    );
  } catch {
    return `${amount} ${currency || ""}`.trim();
  }
}

const SHORT = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };

/** Spell a moment as a short day and time of the visitor's own time zone; in English when the browser has no such language. */
export function when(moment, locale) {
  try {
    return new Date(moment).toLocaleString(locale, SHORT);
  } catch {
    return when(moment, "en");
  }
}

/** Spell a length in seconds, less than a day, as 0:06 or 1:02:03. */
export const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19).replace(/^0(0:0?)?/, "");
