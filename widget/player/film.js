// A film with all its controls: puts the player's parts together, for a video and for the replay of a live.

import { rate } from "../ui/messages.js";
import { captions } from "./captions.js";
import { controls } from "./controls.js";
import { idle } from "./idle.js";
import { fill, part } from "./page.js";
import { Playback } from "./playback.js";
import { seekBar } from "./seekbar.js";
import { cartPill, shelf } from "./shelf.js";
import { taps } from "./touch.js";

const HINT_MS = 700;

/** Say something to people who listen instead of look; the same words twice are said twice. */
export function teller(status) {
  return (words) => {
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = words));
  };
}

/** Flash "10 s" on the side a skip went to. */
export function hinter(hint, texts) {
  let timer = 0;
  return (sign, seconds) => {
    hint.dataset.side = sign < 0 ? "back" : "forward";
    hint.textContent = fill(texts.seconds, { count: seconds });
    hint.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (hint.hidden = true), HINT_MS);
  };
}

/** Tell the page that framed us what happens, at most once a second for the time. */
function report(playback, wire, page) {
  const { content, texts } = page;
  const known = { playing: "play", paused: "pause", ended: "ended" };
  const mayTell = rate(1);
  let before = "idle";
  playback.addEventListener("state", () => {
    const { state, at } = playback;
    // A wait for bytes in the middle of the film is neither a pause nor a new start.
    if (known[state] && state !== before) wire.send(known[state], { at });
    if (state !== "loading") before = state;
  });
  playback.addEventListener("time", () => {
    const { at, duration } = playback;
    if (playback.state === "playing" && mayTell()) wire.send("progress", { at, duration });
  });
  playback.addEventListener("fault", () => wire.send("error", { code: playback.fault, message: texts.failed }));
  wire.on("play", () => playback.play());
  wire.on("pause", () => playback.pause());
  wire.on("mute", () => playback.setMuted(true));
  wire.on("unmute", () => playback.setMuted(false));
  wire.on("seek", ({ at }) => playback.seek(at));
  wire.send("ready", { content: content.id, duration: content.duration });
  tellSound(playback, wire);
}

/** Tell the page that framed us whether the sound is off, now and at each change. */
export function tellSound(playback, wire) {
  let told;
  const tell = () => playback.muted !== told && wire.send("sound", { muted: (told = playback.muted) });
  playback.addEventListener("volume", tell);
  tell();
}

/** Play the film the page is given; `asked` are the parameters of its address. */
export function playFilm(page, { wire, cart, offers, tell, asked }) {
  const root = part("player");
  const video = part("video");
  const playback = new Playback(video, page, {
    at: Math.max(Number(asked.get("at")) || 0, 0),
    muted: asked.get("muted") === "1",
  });
  const hint = hinter(part("hint"), page.texts);
  const chrome = idle(root, () => playback.state === "playing");
  const leave = () => wire.send("close");

  root.toggleAttribute("data-framed", wire.invited);
  const subtitles = captions(video, page, tell);
  const actions = controls(root, video, playback, page, { captions: subtitles, tell, hint, leave });
  seekBar(playback, page, chrome.stir);
  shelf(playback, page, { cart, offers, wire, tell });
  cartPill({ cart, wire });
  taps(part("surface"), {
    toggle: actions.toggle,
    fill: actions.fullscreen,
    skip: (sign) => actions[sign < 0 ? "back10" : "forward10"](),
    chrome: () => (playback.state === "idle" ? actions.toggle() : chrome.flip()),
  });
  playback.addEventListener("state", () => {
    root.dataset.state = playback.state;
    if (playback.state === "failed") part("retry").focus();
    chrome.stir();
  });
  report(playback, wire, page);
  if (asked.get("autoplay") === "1") playback.play();
  return playback;
}
