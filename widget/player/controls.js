// The buttons of the player and the keys that press them.

import { actionFor } from "./keys.js";
import { part } from "./page.js";
import { fullScreen, pictureInPicture } from "./screen.js";

// What the play button does next, by the state of the film: its sentence and its icon.
const NEXT = { ended: "replay", playing: "pause", loading: "pause" };

function dress(button, icon, label, pressed) {
  button.querySelector("use").setAttribute("href", `#icon-${icon}`);
  button.setAttribute("aria-label", label);
  button.title = label;
  if (pressed !== undefined) button.setAttribute("aria-pressed", pressed);
}

/** Wire every button; answers the actions by the names the keyboard map uses. */
export function controls(root, video, playback, { texts }, { captions, tell, hint, leave }) {
  const volume = part("volume");
  const screen = fullScreen(root, video, (on) =>
    dress(part("fullscreen"), on ? "shrink" : "expand", on ? texts.fullscreen_exit : texts.fullscreen),
  );
  const pip = pictureInPicture(video, (on) => part("pip").setAttribute("aria-pressed", on));

  function drawPlay() {
    const next = NEXT[playback.state] ?? "play";
    for (const name of ["play", "centre"]) dress(part(name), next, texts[next]);
    // The big button is about to vanish: whoever pressed it stays at the one that remains.
    if (document.activeElement === part("centre") && next === "pause") part("play").focus({ preventScroll: true });
  }

  function drawVolume() {
    const level = playback.muted ? 0 : playback.volume;
    const icon = level === 0 ? "sound-off" : level < 0.5 ? "sound-low" : "sound";
    dress(part("mute"), icon, playback.muted ? texts.unmute : texts.mute);
    volume.value = level;
    volume.style.setProperty("--level", level);
    volume.setAttribute("aria-valuetext", `${Math.round(level * 100)} %`);
    if (!playback.muted) part("unmute").hidden = true;
  }

  const skip = (seconds) => () => {
    playback.skip(seconds);
    hint(Math.sign(seconds), Math.abs(seconds));
  };
  const louder = (step) => () => {
    playback.setVolume((playback.muted ? 0 : playback.volume) + step);
    tell(`${Math.round(playback.volume * 100)} %`);
  };
  const actions = {
    toggle: () => playback.toggle(),
    back5: skip(-5),
    forward5: skip(5),
    back10: skip(-10),
    forward10: skip(10),
    louder: louder(0.1),
    quieter: louder(-0.1),
    mute: () => {
      playback.setMuted(!playback.muted);
      tell(playback.muted ? texts.muted : texts.unmuted);
    },
    captions: () => captions.toggle(),
    fullscreen: () => screen.able && screen.toggle(),
    pip: async () => {
      if (!pip.able) return;
      if (playback.state === "idle") await playback.play();
      await pip.toggle();
    },
    tenth: (key) => playback.seek((playback.duration * Number(key)) / 10),
    start: () => playback.seek(0),
    end: () => playback.seek(playback.duration),
    close: () => captions.close() || (screen.active() ? screen.toggle() : leave()),
  };

  const press = { play: "toggle", centre: "toggle", retry: "toggle", mute: "mute", unmute: "mute", fullscreen: "fullscreen", pip: "pip" };
  for (const [name, action] of Object.entries(press)) part(name).addEventListener("click", () => actions[action]());
  volume.addEventListener("input", () => playback.setVolume(Number(volume.value)));
  part("fullscreen").hidden = !screen.able;
  part("pip").hidden = !pip.able;
  playback.addEventListener("state", drawPlay);
  playback.addEventListener("volume", drawVolume);
  playback.addEventListener("muted-start", () => (part("unmute").hidden = false));
  document.addEventListener("keydown", (event) => {
    // A player that gave its place to another one hears no keys.
    const action = event.defaultPrevented || !root.isConnected ? null : actionFor(event);
    if (!action) return;
    event.preventDefault();
    actions[action](event.key);
  });
  drawPlay();
  drawVolume();
  return actions;
}
