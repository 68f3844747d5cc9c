// The preview with its controls: which camera, which microphone, the screen, silence.

import { make } from "./draw.js";
import { meter } from "./meter.js";
import { chooseType } from "./recorder.js";
import { Sources, canShare, reasonOf } from "./sources.js";

export class Picture {
  constructor({ part, texts, sender, guard, say, onChange }) {
    Object.assign(this, { part, texts, sender, guard, say, onChange });
    this.sources = new Sources({ onEnded: () => this.ended() });
    this.stopMeter = () => {};
    part("camera-on").addEventListener("click", () => this.use(() => this.sources.useCamera()));
    part("screen-first").addEventListener("click", () => this.use(() => this.sources.useScreen()));
    part("turn").addEventListener("click", () => this.use(() => this.sources.turn()));
    part("screen").addEventListener("click", () => this.use(() => (this.sources.kind === "screen" ? this.sources.useCamera() : this.sources.useScreen())));
    part("mute").addEventListener("click", () => this.mute(!this.sources.muted));
    part("cameras").addEventListener("change", ({ target }) => this.choose("camera", target.value));
    part("microphones").addEventListener("change", ({ target }) => this.choose("microphone", target.value));
    part("devices").addEventListener("click", () => this.fold());
    const unable = !chooseType() || !navigator.mediaDevices;
    part("unable").hidden = !unable;
    part("camera-on").hidden = unable;
    part("screen-first").hidden = part("screen").hidden = unable || !canShare();
  }

  /** The stream to send; null while there is no picture. */
  get stream() {
    return this.sources.stream;
  }

  /** Take a picture, and send it on if the last one was being sent. */
  async use(open) {
    try {
      await open();
    } catch (failure) {
      // Who closes the browser's own question about the screen has changed their mind.
      if (failure.name === "NotAllowedError" && this.stream?.active) return;
      this.tell(this.texts[reasonOf(failure)]);
      return;
    }
    this.tell("");
    await this.draw();
    await this.sender.change(this.stream);
  }

  choose(what, id) {
    this.sources[what] = id;
    return this.use(() => this.sources.useCamera());
  }

  mute(muted) {
    this.sources.mute(muted);
    const button = this.part("mute");
    button.setAttribute("aria-pressed", String(muted));
    button.querySelector("use").setAttribute("href", muted ? "#icon-mic-off" : "#icon-mic");
    this.part("muted").hidden = !muted;
  }

  /** Sharing was stopped from outside, or the camera was pulled out. */
  ended() {
    if (this.sources.kind === "screen") return this.use(() => this.sources.useCamera());
    this.tell(this.texts.camera_missing);
  }

  /** Let go of camera and microphone. */
  off() {
    for (const each of this.sources.made) for (const track of each.getTracks()) track.stop();
    this.stopMeter();
    this.sources.stream = null;
    this.part("preview").srcObject = null;
  }

  async draw() {
    const { part, sources } = this;
    const preview = part("preview");
    preview.srcObject = sources.stream;
    preview.play().catch(() => {});
    // As in a mirror, where the camera looks at who holds it.
    preview.classList.toggle("mirrored", sources.kind === "camera" && sources.facing === "user");
    part("stage").dataset.picture = sources.kind;
    part("screen").setAttribute("aria-pressed", String(sources.kind === "screen"));
    this.stopMeter();
    this.stopMeter = meter(sources.stream, part("stage"));
    const { cameras, microphones } = await sources.choices();
    const used = sources.used();
    this.offer(part("cameras"), cameras, used.camera);
    this.offer(part("microphones"), microphones, used.microphone);
    part("turn").hidden = cameras.length < 2 || sources.kind === "screen";
    this.onChange();
  }

  offer(select, choices, used) {
    const options = choices.map(({ id, name }, index) => make("option", { value: id, selected: id === used }, name || `${index + 1}`));
    select.replaceChildren(...options);
    select.disabled = choices.length < 2;
  }

  fold() {
    const box = this.part("device-box");
    box.hidden = !box.hidden;
    this.part("devices").setAttribute("aria-expanded", String(!box.hidden));
  }

  tell(line) {
    this.part("trouble").textContent = line;
    this.part("trouble").hidden = !line;
  }
}
