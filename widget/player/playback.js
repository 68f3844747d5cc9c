// The film itself: one small state machine over <video> that everything else listens to.
//
// States: idle (poster, nothing loaded), loading, playing, paused, ended, failed. Events on the
// returned target: "state" at each change, "time", "volume", "muted-start", "fault".

import { source } from "./source.js";
import { clamp } from "./time.js";

const FAULTS = { 2: "network", 3: "broken", 4: "unsupported" };

export class Playback extends EventTarget {
  #source;
  #video;
  #wanted = false;

  constructor(video, page, { at = 0, muted = false } = {}, makeSource = source) {
    super();
    this.#video = video;
    this.#source = makeSource(video, page.content, page.hls_library);
    this.content = page.content;
    this.state = "idle";
    this.start = at < page.content.duration ? at : 0;
    video.muted = muted;
    this.#listen();
  }

  get at() {
    return this.#video.readyState ? this.#video.currentTime : this.start;
  }

  get duration() {
    const { duration } = this.#video;
    return Number.isFinite(duration) && duration > 0 ? duration : this.content.duration || 0;
  }

  get muted() {
    return this.#video.muted || this.#video.volume === 0;
  }

  get volume() {
    return this.#video.volume;
  }

  /** How far the picture is loaded around the present moment, in seconds. */
  get loaded() {
    const { buffered } = this.#video;
    for (let i = 0; i < buffered.length; i++)
      if (buffered.start(i) <= this.at + 0.5 && buffered.end(i) > this.at) return buffered.end(i);
    return 0;
  }

  toggle() {
    return this.#wanted && this.state !== "ended" ? this.pause() : this.play();
  }

  /** Play; a browser that refuses sound before a touch gets the film muted instead. */
  async play() {
    this.#wanted = true;
    if (this.state === "ended") this.seek(0);
    if (this.state === "idle" || this.state === "failed") {
      this.#become("loading");
      this.#source.again();
      return this.#next();
    }
    return this.#begin();
  }

  pause() {
    this.#wanted = false;
    this.#video.pause();
    if (this.state === "loading") this.#become("paused");
  }

  /** Go to a moment; before the first play it is only remembered. */
  seek(seconds) {
    const to = clamp(seconds, 0, this.duration || seconds);
    this.start = to;
    if (this.#video.readyState) this.#video.currentTime = to;
    if (this.state === "ended" && to < this.duration) this.#become(this.#wanted ? "playing" : "paused");
    this.#tell("time");
  }

  skip(seconds) {
    this.seek(this.at + seconds);
  }

  setMuted(muted) {
    this.#video.muted = muted;
    if (!muted && this.#video.volume === 0) this.#video.volume = 0.5;
  }

  setVolume(volume) {
    this.#video.volume = clamp(Math.round(volume * 100) / 100, 0, 1);
    this.#video.muted = this.#video.volume === 0;
  }

  /** Try the next way to play; when none is left the film has failed. */
  async #next() {
    try {
      await this.#source.attach();
    } catch {
      return this.#fail("unsupported");
    }
    return this.#begin();
  }

  async #begin() {
    try {
      await this.#video.play();
    } catch (refusal) {
      if (refusal.name === "NotAllowedError" && !this.#video.muted) {
        this.#video.muted = true;
        this.#tell("muted-start");
        return this.#begin();
      }
      if (refusal.name === "NotAllowedError") {
        this.#wanted = false;
        this.#become("paused");
      }
      // AbortError is a pause or a new source that came first; the rest arrives as an "error" event.
    }
  }

  #fail(told) {
    const fault = told ?? FAULTS[this.#video.error?.code] ?? "unsupported";
    this.start = this.at;
    if (this.#source.more() && this.#wanted) {
      this.#source.release();
      return this.#next();
    }
    this.#wanted = false;
    this.#source.release();
    this.fault = fault;
    this.#become("failed");
    this.#tell("fault");
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("state");
  }

  #tell(what) {
    this.dispatchEvent(new Event(what));
  }

  #listen() {
    const on = (names, listener) => {
      for (const name of names.split(" ")) this.#video.addEventListener(name, listener);
    };
    on("loadedmetadata", () => {
      if (this.start > 0) this.#video.currentTime = this.start;
    });
    on("playing", () => this.#become("playing"));
    on("waiting stalled", () => this.#wanted && this.#video.readyState < 3 && this.#become("loading"));
    on("pause", () => {
      if (this.#video.ended || this.state === "failed" || this.state === "idle") return;
      this.#wanted = false;
      this.#become("paused");
    });
    on("ended", () => {
      this.#wanted = false;
      this.#become("ended");
    });
    on("timeupdate seeked progress durationchange", () => this.#tell("time"));
    on("volumechange", () => this.#tell("volume"));
    on("error", ({ detail }) => this.state !== "idle" && this.state !== "failed" && this.#fail(detail));
  }
}
