// The browser's recorder as a live needs it: small chunks, a key frame every two seconds.

// H.264 first: the server passes it on as it is. Chromium's WebM comes with less delay than its MP4.
const TYPES = [
  "video/webm;codecs=h264,opus",
  "video/mp4;codecs=avc1.42E01F,mp4a.40.2",
  "video/mp4;codecs=avc1.42E01F,opus",
  "video/mp4",
  "video/webm;codecs=vp8,opus",
  "video/webm",
];
const CHUNK_MS = 250;
const KEY_FRAME_MS = 2000;
const AUDIO = 128_000;

/** Choose what to record in; null where nothing can be. */
export function chooseType(supports = (type) => globalThis.MediaRecorder?.isTypeSupported(type)) {
  return TYPES.find((type) => supports(type)) ?? null;
}

/** Choose bits a second for a picture of so many lines. */
export function bitRate(lines) {
  if (lines > 800) return 4_500_000;
  return lines > 500 ? 2_500_000 : 1_200_000;
}

/** Record a stream until `stop()`, which resolves once the last chunk was given to `onChunk`. */
export function record(stream, { onChunk, onFailure }) {
  const { width = 1280, height = 720 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  const recorder = new MediaRecorder(stream, {
    mimeType: chooseType(),
    videoBitsPerSecond: bitRate(Math.min(width, height)),
    audioBitsPerSecond: AUDIO,
    videoKeyFrameIntervalDuration: KEY_FRAME_MS,
  });
  let wanted = true;
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.addEventListener("dataavailable", ({ data }) => onChunk(data));
  recorder.addEventListener("error", () => wanted && onFailure());
  recorder.addEventListener("stop", () => wanted && onFailure());
  recorder.start(CHUNK_MS);
  return {
    async stop() {
      wanted = false;
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
    },
  };
}
