// The picture of a live: played three seconds behind the camera, kept trying while the camera is away.

import { Playback } from "../playback.js";
import { pacedLoader } from "./refresh.js";

const HLS = "application/vnd.apple.mpegurl";
const LATENCY_S = 3;
// Further behind than this is watching what was, not what is.
export const BEHIND_S = 10;
const AGAIN_MS = [1000, 8000];
// Who is later than wanted by the first is brought nearer, a tenth faster than life, until by the second only.
const LATE_S = [0.5, 0.2];
const CATCH_UP = 1.1;
// A first picture may be later than that by most of a segment: within so many milliseconds it may jump.
const ARRIVES_MS = 3000;
// What must stay loaded, since the next segment may be a moment away.
const LEAST_S = 0.8;

/** Tell whether this browser plays what a script feeds it; only then can we keep so close to live. */
const fed = () => "ManagedMediaSource" in globalThis || "MediaSource" in globalThis;

/**
 * Give the video the live stream, by the library where it can be used and by the browser else. Faults of
 * the network are no end: they are tried again, more and more slowly, for as long as the show lasts.
 */
export function liveSource(video, content, library) {
  let engine = null;
  let timer = 0;
  let tries = 0;

  async function attach() {
    if (library && fed()) {
      const { default: Hls } = await import(library);
      if (Hls.isSupported()) return stream(Hls);
    }
    if (!video.canPlayType(HLS)) throw new Error("this browser plays no streams");
    if (tries++) await new Promise((done) => (timer = setTimeout(done, wait())));
    video.src = content.hls_url;
  }

  const wait = () => Math.min(AGAIN_MS[0] * 2 ** Math.min(tries, 5), AGAIN_MS[1]);

  function stream(Hls) {
    engine = new Hls({
      enableWorker: false,
      liveSyncDuration: LATENCY_S,
      // What can be gone back to is then what is kept, and not all since the beginning.
      liveDurationInfinity: true,
      maxBufferLength: 20,
      capLevelToPlayerSize: true,
      pLoader: pacedLoader(Hls.DefaultConfig.loader),
    });
    engine.on(Hls.Events.ERROR, (_, fault) => fault.fatal && recover(Hls, fault));
    engine.on(Hls.Events.FRAG_BUFFERED, () => (tries = 0));
    engine.loadSource(content.hls_url);
    engine.attachMedia(video);
  }

  function recover(Hls, fault) {
    clearTimeout(timer);
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR && tries < 2) {
      tries += 1;
      return engine.recoverMediaError();
    }
    tries += 1;
    timer = setTimeout(() => (engine?.levels.length ? engine.startLoad() : engine?.loadSource(content.hls_url)), wait());
  }

  function release() {
    clearTimeout(timer);
    engine?.destroy();
    engine = null;
    video.removeAttribute("src");
    video.load();
  }

  return {
    attach,
    release,
    more: () => !fed() && tries < 50,
    again: () => (tries = 0),
    /** Where the present is, in the picture's own time; null before anything is known. */
    edge: () => engine?.liveSyncPosition ?? null,
    /** The server's moment that is seen now, in milliseconds; NaN before anything is known. */
    moment: () => engine?.playingDate?.getTime() ?? NaN,
    /** How late to be: the library allows for a network that has left us waiting. */
    target: () => engine?.targetLatency ?? LATENCY_S,
  };
}

export class LivePicture extends Playback {
  #video;
  #stream;
  #following = true;
  #arriving = 0;
  #now;

  /** `now` answers the server's moment, in milliseconds. */
  constructor(video, page, { now, ...options }) {
    let stream;
    super(video, page, options, (...given) => (stream = liveSource(...given)));
    this.#stream = stream;
    this.#now = now;
    this.#video = video;
    video.addEventListener("timeupdate", () => this.#keepUp());
    video.addEventListener("playing", () => (this.#arriving = now() + ARRIVES_MS), { once: true });
  }

  /** What can be gone back to: from when to when, in the picture's own time. */
  get window() {
    const { seekable } = this.#video;
    const last = seekable.length - 1;
    return last < 0 ? { start: 0, end: 0 } : { start: seekable.start(last), end: seekable.end(last) };
  }

  get edge() {
    return this.#stream.edge() ?? Math.max(this.window.end - LATENCY_S, this.window.start);
  }

  /** How many seconds ago what is seen was live, beyond the usual few. */
  get behind() {
    return this.#video.readyState ? Math.max(this.edge - this.at, 0) : 0;
  }

  /** Whether the viewer stays with what happens now. */
  get following() {
    return this.#following;
  }

  seek(seconds) {
    this.#following = this.edge - seconds < BEHIND_S / 2;
    super.seek(Math.max(seconds, this.window.start));
  }

  toEdge() {
    this.#following = true;
    super.seek(this.edge);
    return this.play();
  }

  async play() {
    // Nothing is on air yet, or any more.
    if (!this.content.hls_url) return;
    // What was paused for longer than is kept goes on with the present.
    if (this.#video.readyState && this.at < this.window.start) this.toEdge();
    return super.play();
  }

  pause() {
    this.#following = false;
    super.pause();
  }

  /**
   * Stay as late as wanted, by the server's clock: the library's guess at what is live is late by the
   * age of the newest segment, which may have stood there for almost its whole length.
   */
  #approach() {
    const now = this.#now();
    const late = (now - this.#stream.moment()) / 1000 - this.#stream.target();
    const spare = this.loaded - this.at - LEAST_S;
    const [most, least] = LATE_S;
    if (now < this.#arriving && Math.min(late - most, spare) > most) {
      this.#arriving = 0;
      super.seek(this.at + Math.min(late - least, spare));
      return;
    }
    const hurried = this.#video.playbackRate > 1;
    const hurry = this.#following && spare > 0 && late > (hurried ? least : most);
    if (hurry !== hurried) this.#video.playbackRate = hurry ? CATCH_UP : 1;
  }

  /** After a break of the stream, be there again: only who went back by hand stays behind. */
  #keepUp() {
    if (this.state !== "playing") return;
    this.#approach();
    if (this.#following && this.behind > BEHIND_S) super.seek(this.edge);
    else if (!this.#following && this.behind < BEHIND_S / 2) this.#following = true;
  }

  stop() {
    super.pause();
    this.#stream.release();
  }
}
