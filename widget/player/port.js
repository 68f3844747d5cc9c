// The frame's end of the wire to the shop's page: hello, one port, then checked messages only.

import { FROM_FRAME, FROM_PAGE, checked, rate } from "../ui/messages.js";

const MOST_WAITING = 50;

/** Tell whether `origin` is in the list the server rendered; `https://*.shop.example` means its sub-domains. */
export function allowed(origin, list) {
  return list.some((entry) => {
    const [scheme, host] = entry.split("://*.");
    if (host === undefined) return entry === origin;
    const start = `${scheme}://`;
    return origin.startsWith(start) && origin.slice(start.length).endsWith(`.${host}`);
  });
}

/** Read the shop page's origin and this frame's nonce from our address; null when there is no such parent. */
export function invitation(address, list) {
  const url = new URL(address);
  const origin = url.searchParams.get("origin") ?? "";
  const nonce = url.hash.slice(1);
  return /^[0-9a-f]{32}$/.test(nonce) && allowed(origin, list) ? { origin, nonce } : null;
}

/**
 * Connect to the page that framed us. Answers `{framed, invited, connected, send, on}`. Before the port
 * arrives `send` keeps messages for it; stand-alone (no parent, or not invited) it drops them and
 * answers false, as it does for what does not fit the protocol.
 */
export function connect(list, frame = window) {
  const invited = frame.parent !== frame ? invitation(frame.location.href, list) : null;
  const listeners = new Map();
  const wire = { framed: frame.parent !== frame, invited: Boolean(invited), connected: false, send, on };
  let port = null;
  let waiting = [];
  const mayEnter = rate();
  const mayLeave = rate();

  function on(type, listener) {
    listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  }

  function send(type, fields = {}) {
    const message = invited && checked({ v: 1, type, ...fields }, FROM_FRAME);
    if (!message || (port && !mayLeave())) return false;
    if (port) port.postMessage(message);
    else waiting = [...waiting, message].slice(-MOST_WAITING);
    return true;
  }

  function heard({ data }) {
    const message = mayEnter() ? checked(data, FROM_PAGE) : null;
    for (const listener of (message && listeners.get(message.type)) ?? []) listener(message);
  }

  function answered(event) {
    const { data, ports } = event;
    if (event.source !== frame.parent || event.origin !== invited.origin) return;
    if (data?.vitrine !== 1 || data.type !== "port" || data.nonce !== invited.nonce || ports.length !== 1) return;
    frame.removeEventListener("message", answered);
    port = ports[0];
    port.onmessage = heard;
    wire.connected = true;
    for (const message of waiting.splice(0)) if (mayLeave()) port.postMessage(message);
  }

  if (invited) {
    frame.addEventListener("message", answered);
    frame.parent.postMessage({ vitrine: 1, type: "hello", nonce: invited.nonce }, invited.origin);
  }
  return wire;
}
