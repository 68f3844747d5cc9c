// What this page asks the server for one live, by the token of its link.

/** A refusal in the server's words; `status` 0: the server was not reached. */
export class Refusal extends Error {
  constructor(status, code, detail, after = 0) {
    super(detail);
    this.status = status;
    this.code = code;
    this.after = after;
  }
}

// Seconds after which a small question, and a piece of the picture, counts as lost.
const ANSWERS_WITHIN = 12;
const PIECE_WITHIN = 20;

/** Offer the operations that a host's link opens. */
export function createApi(uid, token, ask = fetch.bind(globalThis)) {
  const content = `/api/v1/lives/${uid}`;
  const audience = `/audience/v1/lives/${uid}`;

  async function call(method, address, { body, raw, within = ANSWERS_WITHIN, keepalive } = {}) {
    const headers = { Authorization: `Bearer ${token}` };
    if (body) headers["Content-Type"] = "application/json";
    if (raw) headers["Content-Type"] = "application/octet-stream";
    const options = { method, headers, body: raw ?? (body && JSON.stringify(body)), cache: "no-store", keepalive };
    let answer;
    try {
      answer = await ask(address, { ...options, signal: keepalive ? undefined : AbortSignal.timeout(within * 1000) });
    } catch {
      throw new Refusal(0, "unreachable", "");
    }
    const told = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (answer.ok) return told;
    const { code = "", detail = "" } = told?.errors?.[0] ?? {};
    throw new Refusal(answer.status, code, detail, Number(answer.headers.get("Retry-After")) || 0);
  }

  const write = (path, method, body) => call(method, content + path, { body });
  return {
    desk: () => call("GET", `${audience}/host`),
    start: () => write("/start", "PUT"),
    finish: () => write("/finish", "PUT", { is_finished: true, end_date: new Date().toISOString() }),
    rotate: () => write("/stream_key", "POST", {}),
    show: (product) => write("/events", "POST", { type: "product", product_ids: [product] }),
    announce: (title, text) => write("/events", "POST", { type: "announcement", title, text, replace: true }),
    takeOff: (id) => write(`/events/${id}`, "DELETE"),
    messages: async (last) => (await call("GET", `${content}/messages${last ? `?last=${last}` : ""}`)).data.map(plain),
    waiting: async () => (await call("GET", `${content}/messages?waiting=true`)).data.map(plain),
    say: async (message) => plain((await write("/messages", "POST", { message })).data),
    moderate: async (id, facts) => plain((await write(`/messages/${id}`, "PATCH", facts)).data),
    remove: (id) => write(`/messages/${id}`, "DELETE"),
    ban: (id, kind) => write("/bans", "POST", { message_id: id, kind, hide_messages: true }),
    arrange: (auction, terms) => (auction ? write(`/auctions/${auction}`, "PATCH", terms) : write("/auctions", "POST", terms)),
    unarrange: (auction) => write(`/auctions/${auction}`, "DELETE"),
    /** `step`: start, end or reset. */
    auction: (auction, step) => write(`/auctions/${auction}/${step}`, "POST"),
    bids: async (auction) => (await call("GET", `${content}/auctions/${auction}/bids`)).data.map(({ id, attributes }) => ({ id, ...attributes })),
    begin: (takeOver) => call("POST", `${audience}/sending`, { body: { take_over: takeOver } }),
    put: (session, number, raw) => call("PUT", `${audience}/sending/${session}/${number}`, { raw, within: PIECE_WITHIN }),
    end: (session) => call("DELETE", `${audience}/sending/${session}`, { keepalive: true }),
  };
}

/** Spell a message of the content API as this page's lists know it. */
function plain({ id, attributes: told }) {
  return {
    id,
    author: told.author,
    text: told.message,
    question: told.is_question,
    votes: told.votes,
    answered: told.answered,
    hidden: told.moderated && !told.waiting,
    waiting: told.waiting,
    reason: told.reason,
    host: told.is_host,
    moderator: told.is_moderator,
    mine: told.viewer_id,
    at: told.sent_at,
  };
}
