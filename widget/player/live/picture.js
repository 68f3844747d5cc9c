// The picture of a live: played three seconds behind the camera, kept trying while the camera is away.

import { Playback } from "../playback.js";
import { pacedLoader } from "./refresh.js";

const HLS = "application/vnd.apple.mpegurl";
const LATENCY_S = 3;
// Further behind than this is watching what was, not what is.
export const BEHIND_S = 10;
const AGAIN_MS = [1000, 8000];

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
      maxLiveSyncPlaybackRate: 1.1,
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
  };
}

export class LivePicture extends Playback {
  #video;
  #stream;
  #following = true;

  constructor(video, page, options) {
    let stream;
    super(video, page, options, (...given) => (stream = liveSource(...given)));
    this.#stream = stream;
    this.#video = video;
    video.addEventListener("timeupdate", () => this.#keepUp());
    video.addEventListener("playing", () => this.#arrive(), { once: true });
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

  /** What was loaded until the first picture came may reach further than where that one is. */
  #arrive() {
    if (this.behind > 0.5 && this.loaded > this.edge + 0.5) super.seek(this.edge);
  }

  /** After a break of the stream, be there again: only who went back by hand stays behind. */
  #keepUp() {
    if (this.state !== "playing") return;
    if (this.#following && this.behind > BEHIND_S) super.seek(this.edge);
    else if (!this.#following && this.behind < BEHIND_S / 2) this.#following = true;
  }

  stop() {
    super.pause();
    this.#stream.release();
  }
}
