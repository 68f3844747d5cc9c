// The film's states: nothing before play, sound refused, one way broken, all ways broken, moments kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Playback } from "../../../widget/player/playback.js";

const CONTENT = { duration: 6, mp4_url: "/v.mp4", hls_url: "/v.m3u8", mp4_first: true };

/** The browser's <video>, as far as the state machine sees it. */
class Video extends EventTarget {
  src = "";
  muted = false;
  volume = 1;
  readyState = 0;
  currentTime = 0;
  duration = NaN;
  error = null;
  ended = false;
  buffered = { length: 0 };
  loads = [];
  refuse = () => null;

  canPlayType() {
    return "maybe";
  }

  async play() {
    this.loads.push(this.src);
    const name = this.refuse(this);
    if (name) throw Object.assign(new Error(name), { name });
    this.happens("playing");
  }

  pause() {
    this.happens("pause");
  }

  load() {}

  removeAttribute() {
    this.src = "";
  }

  happens(...names) {
    for (const name of names) this.dispatchEvent(new Event(name));
  }

  begins() {
    Object.assign(this, { readyState: 4, duration: 6 });
    this.happens("loadedmetadata");
  }

  breaks(code) {
    this.error = { code };
    this.happens("error");
  }
}

function made(options, content = CONTENT) {
  const video = new Video();
  const playback = new Playback(video, { content, hls_library: "/hls.js" }, options);
  const states = [];
  playback.addEventListener("state", () => states.push(playback.state));
  return { video, playback, states };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("before play nothing is loaded and the length is known", () => {
  const { video, playback } = made();
  assert.deepEqual([video.src, playback.state, playback.duration, playback.at], ["", "idle", 6, 0]);
});

test("play loads, plays, and pause pauses", async () => {
  const { video, playback, states } = made();
  await playback.play();
  playback.toggle();
  assert.deepEqual(states, ["loading", "playing", "paused"]);
  assert.equal(video.src, "/v.mp4");
});

for (const [asked, start] of [[4, 4], [0, 0], [6, 0], [1e9, 0]])
  test(`asked to begin at ${asked} s it begins at ${start} s`, async () => {
    const { video, playback } = made({ at: asked });
    await playback.play();
    video.begins();
    assert.equal(video.currentTime, start);
  });

test("a moment chosen before play is where the film begins", async () => {
  const { video, playback } = made();
  playback.seek(2.5);
  assert.equal(playback.at, 2.5);
  await playback.play();
  video.begins();
  assert.equal(video.currentTime, 2.5);
});

test("a moment outside the film is its nearest end", () => {
  const { playback } = made();
  playback.seek(99);
  assert.equal(playback.at, 6);
  playback.skip(-200);
  assert.equal(playback.at, 0);
});

test("when sound is refused the film plays muted and says so", async () => {
  const { video, playback } = made();
  let told = 0;
  playback.addEventListener("muted-start", () => told++);
  video.refuse = ({ muted }) => (muted ? null : "NotAllowedError");
  await playback.play();
  assert.deepEqual([playback.state, video.muted, told], ["playing", true, 1]);
});

test("when playing is refused altogether it waits for a press", async () => {
  const { video, playback } = made();
  video.refuse = () => "NotAllowedError";
  await playback.play();
  assert.equal(playback.state, "paused");
});

test("a broken file gives way to the stream at the same moment", async () => {
  const { video, playback } = made();
  await playback.play();
  video.begins();
  video.currentTime = 3;
  video.breaks(3);
  await settled();
  assert.deepEqual([video.src, playback.state, playback.start], ["/v.m3u8", "playing", 3]);
});

for (const [code, fault] of [[2, "network"], [3, "broken"], [4, "unsupported"]])
  test(`when the last way fails with ${code} the fault is ${fault}`, async () => {
    const { video, playback } = made({}, { ...CONTENT, hls_url: null });
    await playback.play();
    video.breaks(code);
    await settled();
    assert.deepEqual([playback.state, playback.fault], ["failed", fault]);
  });

test("with nothing to play it fails instead of waiting", async () => {
  const { playback } = made({}, { ...CONTENT, hls_url: null, mp4_url: null });
  await playback.play();
  assert.deepEqual([playback.state, playback.fault], ["failed", "unsupported"]);
});

test("after a failure play starts over with the first way", async () => {
  const { video, playback } = made({}, { ...CONTENT, hls_url: null });
  await playback.play();
  video.breaks(2);
  await settled();
  await playback.play();
  assert.deepEqual([playback.state, video.loads], ["playing", ["/v.mp4", "/v.mp4"]]);
});

test("playing again after the end begins at the start", async () => {
  const { video, playback } = made();
  await playback.play();
  video.begins();
  video.currentTime = 6;
  video.happens("ended");
  assert.equal(playback.state, "ended");
  await playback.play();
  assert.deepEqual([video.currentTime, playback.state], [0, "playing"]);
});

test("sound put back from nothing is heard", () => {
  const { video, playback } = made({ muted: true });
  playback.setVolume(0);
  playback.setMuted(false);
  assert.deepEqual([video.muted, video.volume, playback.muted], [false, 0.5, false]);
});

for (const [asked, kept] of [[0.30000000000000004, 0.3], [1.1, 1], [-0.1, 0]])
  test(`the volume ${asked} is kept as ${kept}`, () => {
    const { video, playback } = made();
    playback.setVolume(asked);
    assert.equal(video.volume, kept);
  });
