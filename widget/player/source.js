// Where the picture comes from: a plain file for short clips, HLS where the browser plays it, else hls.js.

const HLS = "application/vnd.apple.mpegurl";

/** List the ways to play, best first: `{kind: "file" | "hls" | "library", url}`. */
export function ways(content, { native, library }) {
  const { mp4_url: mp4, hls_url: hls, mp4_first: fileFirst } = content;
  const file = mp4 && { kind: "file", url: mp4 };
  const stream = hls && (native ? { kind: "hls", url: hls } : library && { kind: "library", url: hls });
  return (fileFirst ? [file, stream] : [stream, file]).filter(Boolean);
}

/**
 * Give the video its source, the first time it is to be played and not before. `attach()` takes the
 * next way that was not tried; `release()` lets go, so that a retry starts over.
 */
export function source(video, content, library) {
  const list = ways(content, { native: Boolean(video.canPlayType(HLS)), library });
  let next = 0;
  let engine = null;

  async function attach() {
    const way = list[next++];
    if (!way) throw new Error("no way left to play");
    if (way.kind === "library") await stream(way.url);
    else video.src = way.url;
  }

  async function stream(url) {
    const { default: Hls } = await import(library);
    if (!Hls.isSupported()) throw new Error("this browser cannot play streams");
    // Our renditions are fMP4, which need no repackaging, so a worker would have nothing to do; without
    // one the page's policy needs neither blob: workers nor a Trusted Types policy.
    engine = new Hls({ enableWorker: false, maxBufferLength: 20, capLevelToPlayerSize: true });
    engine.on(Hls.Events.ERROR, (_, fault) => fault.fatal && recover(Hls, fault));
    engine.loadSource(url);
    engine.attachMedia(video);
  }

  let mended = false;
  function recover(Hls, fault) {
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR && !mended) {
      mended = true;
      engine.recoverMediaError();
    } else {
      const detail = fault.type === Hls.ErrorTypes.NETWORK_ERROR ? "network" : "broken";
      video.dispatchEvent(new CustomEvent("error", { detail }));
    }
  }

  function release() {
    engine?.destroy();
    engine = null;
    mended = false;
    video.removeAttribute("src");
    video.load();
  }

  return { attach, release, more: () => next < list.length, again: () => (next = 0) };
}
