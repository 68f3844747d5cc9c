/* Runs before the script's own first part, which finds in this tag what the snippet says. */
import { readSettings } from "./settings.js";

const page = window;

export const tag = document.currentScript;
export const settings = tag && readSettings(tag.src, page.caastSettings);
/** Is this the second copy of a page that has one? */
export const isCopy = Boolean(page.caast?.infos);
// A copy must not wake what the first one was told to hold back, nor the first one hold back what runs.
export const asleep = isCopy ? page.vitrine?.active === false : settings?.autoboot === false && !page.vitrine?.active;

if (settings?.appId) {
  tag.dataset.appId = settings.appId;
  if (settings.ref) tag.dataset.ref = settings.ref;
}
