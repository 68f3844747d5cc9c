/* The shop page's end of the conversation with one player frame: handshake, then a port of checked messages. */
import { FROM_FRAME, checked, rate } from "./messages.js";

/** 32 hex digits nobody can guess, new for every frame. */
export const makeNonce = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Answer the player's address for a frame: who frames it, in which language, and this frame's secret. */
export function frameUrl(playerUrl, { at, nonce, ...asked }) {
  const url = new URL(playerUrl);
  // A second, or the id of a moment of a replay.
  if (at > 0 || /^[0-9a-f]{32}$/.test(at)) asked.at = at;
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  url.hash = nonce;
  return url.href;
}

/** Is this window message the hello of exactly our frame? */
export function isHello({ source, origin, data, ports }, frame) {
  return (
    Boolean(source) &&
    source === frame.window() &&
    origin === frame.origin &&
    data?.vitrine === 1 &&
    data.type === "hello" &&
    data.nonce === frame.nonce &&
    !ports?.length
  );
}

/**
 * Wait for the frame's hello and give it a port. `frame` is `{window(), origin, nonce}`; `heard` gets
 * every message that passes, `joined` hears when the port is there; before that nothing is sent.
 * Answers `{send(type, fields), close()}`.
 */
export function connect(page, frame, heard, joined = () => {}) {
  const { port1: port, port2: theirs } = new MessageChannel();
  const mayEnter = rate();
  let open = false;

  function meet(event) {
    if (!isHello(event, frame)) return;
    page.removeEventListener("message", meet);
    const { nonce } = frame;
    frame.window().postMessage({ vitrine: 1, type: "port", nonce }, frame.origin, [theirs]);
    frame.nonce = null; // once
    open = true;
    joined();
  }
  port.onmessage = ({ data }) => {
    const message = mayEnter() ? checked(data, FROM_FRAME) : null;
    if (message) heard(message);
  };
  page.addEventListener("message", meet);

  return {
    send(type, fields) {
      if (open) port.postMessage({ v: 1, type, ...fields });
    },
    close() {
      open = false;
      page.removeEventListener("message", meet);
      port.close();
    },
  };
}
