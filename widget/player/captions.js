// Captions, drawn by us so that they never cover the controls and can be made larger: one press on or
// off, a language, a size and a background. What a viewer chose is kept in the tab until it is closed.

import { part } from "./page.js";

const KEY = "vitrine:captions";

/** What was chosen in this tab; browsers that forbid storage remember nothing. */
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember(choice) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(choice));
  } catch {}
}

const preferred = (tracks, languages) =>
  languages.map((wish) => tracks.find((each) => each.language.split("-")[0] === wish.split("-")[0])).find(Boolean) ??
  tracks[0];

export function captions(video, { content, texts }, tell) {
  const box = part("captions");
  const button = part("captions-button");
  const menu = part("captions-menu");
  const gear = part("captions-gear");
  let chosen = null;
  let on = false;
  if (!content.captions.length) return { toggle() {}, close: () => false };

  const tracks = content.captions.map(({ language, label, url }) => {
    const element = document.createElement("track");
    Object.assign(element, { kind: "captions", srclang: language, label, src: url });
    element.track.addEventListener("cuechange", draw);
    return { language, label, element };
  });
  const choice = remembered();
  chosen =
    tracks.find(({ language }) => language === choice.language) ??
    preferred(tracks, [document.documentElement.dataset.locale, ...navigator.languages]);
  button.hidden = gear.hidden = false;

  function draw() {
    const cues = on ? [...(chosen.element.track.activeCues ?? [])] : [];
    box.replaceChildren(
      ...cues.map((cue) => {
        const line = document.createElement("p");
        line.dir = "auto";
        line.lang = chosen.language;
        line.append(cue.getCueAsHTML());
        return line;
      }),
    );
  }

  function apply() {
    for (const each of tracks) each.element.track.mode = on && each === chosen ? "hidden" : "disabled";
    button.setAttribute("aria-pressed", on);
    draw();
  }

  function turn() {
    // The files are asked for only now: a track element that nobody wanted costs nothing.
    if (!on) for (const each of tracks) if (!each.element.parentNode) video.append(each.element);
    on = !on;
    apply();
  }

  function toggle() {
    turn();
    remember(Object.assign(choice, { on }));
    tell(on ? texts.captions_on : texts.captions_off);
  }

  /** The phone's own full screen draws nothing of ours, so there the browser shows the captions. */
  video.addEventListener("webkitbeginfullscreen", () => on && (chosen.element.track.mode = "showing"));
  video.addEventListener("webkitendfullscreen", apply);

  function open(wanted) {
    menu.hidden = !wanted;
    gear.setAttribute("aria-expanded", wanted);
    if (wanted) menu.querySelector("input:checked")?.focus();
    else gear.focus();
  }

  function languageChoices() {
    const list = part("captions-languages");
    list.hidden = tracks.length < 2;
    tracks.forEach((each, index) => {
      const choice = part("choice").content.cloneNode(true);
      const input = choice.querySelector("input");
      Object.assign(input, { name: "language", value: index, checked: each === chosen });
      choice.querySelector("span").textContent = each.label;
      choice.querySelector("span").lang = each.language;
      list.append(choice);
    });
  }

  /** Take up a size and a background that was chosen before, if there still is such a one. */
  function lookAsBefore() {
    for (const input of menu.elements)
      if (input.value && input.value === choice[input.name]) {
        input.checked = true;
        box.dataset[input.name] = input.value;
      }
  }

  menu.addEventListener("change", ({ target }) => {
    if (target.name === "language") chosen = tracks[Number(target.value)];
    else box.dataset[target.name] = choice[target.name] = target.value;
    remember(Object.assign(choice, { language: chosen.language }));
    if (!on) toggle();
    else apply();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget) && relatedTarget !== gear) menu.hidden = true;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.hidden && !menu.contains(target) && !gear.contains(target)) open(false);
  });
  button.addEventListener("click", toggle);
  gear.addEventListener("click", () => open(menu.hidden));
  lookAsBefore();
  languageChoices();
  if (choice.on) turn();

  return {
    toggle,
    /** Close the menu; answers whether there was one to close. */
    close: () => !menu.hidden && (open(false), true),
  };
}
