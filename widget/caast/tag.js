/* Runs before the script's own first part, which finds in this tag what the snippet says. */
import { readSettings } from "./settings.js";

const page = window;

// The running script's tag, else (a module, a tag manager) the one that looks like it.
export const tag = document.currentScript || document.querySelector("script[src*='/caast.js']");
export const settings = tag && readSettings(tag.src, page.caastSettings);
/** Is this the second copy of a page that has one? */
export const isCopy = Boolean(page.caast?.infos);
// A copy must not wake what the first one was told to hold back, nor the first one hold back what runs.
export const asleep = isCopy ? page.vitrine?.active === false : settings?.autoboot === false && !page.vitrine?.active;

/** The tag that the script's first part reads: whichever ran first in this page. */
export const read = (page.vitrine?.version && (page.vitrine.tag || document.querySelector("script[data-app-id]"))) || tag;

/** Let the first part ask for this product and this seller from now on. */
export function about(subject) {
  for (const name of ["ref", "seller"])
    if (subject[name]) read.dataset[name] = subject[name];
    else delete read.dataset[name];
}

if (settings?.appId) {
  tag.dataset.appId = settings.appId;
  // What another tag says of itself stays, unless this page's settings say otherwise.
  const free = read === tag || page.vitrine.tag;
  if (!isCopy && (free || settings.ref || settings.seller)) about(settings);
}
