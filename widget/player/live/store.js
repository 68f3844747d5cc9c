// What is known of a live: the newest state with every change applied, each as often as it comes.
//
// Applying anything twice does no harm: messages are kept by id, the rest is replaced. Events on the
// target: "state", "screen", "messages", "pinned", "chat", "auctions", "totals".

const MOST_MESSAGES = 200;
const STATE = ["state", "interrupted", "starts_at", "started_at", "playback_url"];

const byTime = (one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0);

/** Put questions in order: open ones by votes and age, then those that were answered. */
export function ordered(questions) {
  return [...questions].sort(
    (one, other) => one.answered - other.answered || other.votes - one.votes || byTime(one, other),
  );
}

const RANKS = ["ongoing", "ended"];

/** Tell whether one thing that was told of an auction is from before another one: both come by several roads. */
export function isOlder(told, known) {
  const rank = ({ state, run }) => (run ? (RANKS.indexOf(state) + 1 || RANKS.length + 1) : 0);
  const signs = [told.run - known.run, rank(told) - rank(known), told.bids - known.bids];
  return signs.find((each) => each !== 0) < 0;
}

export class Store extends EventTarget {
  #messages = new Map();
  #questions = new Map();
  #auctions = new Map();
  // Ids of this viewer's own messages, and of those the server has told to everybody.
  #own = new Map();
  #told = new Set();

  constructor(state) {
    super();
    this.number = -1;
    this.snapshot(state);
  }

  get messages() {
    return [...this.#messages.values()];
  }

  get questions() {
    return ordered(this.#questions.values());
  }

  get auctions() {
    return [...this.#auctions.values()];
  }

  /** What is to be said of a viewer's own message: `{waiting}`, or undefined for others'. */
  own(id) {
    return this.#own.get(id);
  }

  /** Take a whole state, unless a newer one is known; answers whether it was taken. */
  snapshot(state) {
    if (state.number < this.number) return false;
    const known = new Set([...state.messages, ...state.questions].map(({ id }) => id));
    // Whatever the state does not tell is not to be seen any more, except what only its author sees.
    for (const kept of [this.#messages, this.#questions])
      for (const [id, { gone }] of kept) if (!known.has(id) && !gone && !this.#isHidden(id)) kept.delete(id);
    this.number = state.number;
    this.id = state.id;
    this.push_url = state.push_url;
    for (const each of state.questions) this.#hear(each, false);
    for (const each of state.messages) this.#hear(each);
    const sold = new Set(state.auctions?.map(({ id }) => id));
    for (const id of this.#auctions.keys()) if (!sold.has(id)) this.#auctions.delete(id);
    for (const each of state.auctions ?? []) this.#stand(each);
    this.#settle();
    this.#assign(STATE, state);
    Object.assign(this, { screen: state.screen, pinned: state.pinned, chat: state.chat });
    Object.assign(this, { viewers: state.viewers, reactions: state.reactions });
    this.#say("state", "screen", "messages", "pinned", "chat", "auctions", "totals");
    return true;
  }

  /** Apply one change by its kind; kinds of later servers are passed over. */
  apply(kind, body, number) {
    if (number > this.number) this.number = number;
    if (kind === "state") this.#assign(STATE, body);
    else if (kind === "screen" || kind === "pinned" || kind === "chat") this[kind] = body;
    else if (kind === "totals") Object.assign(this, { viewers: body.viewers, reactions: body.reactions });
    else if (kind === "message") this.#hear(body);
    else if (kind === "gone") this.#gone(body);
    else if (kind === "auction") return this.auction(body);
    else return;
    if (kind === "message") this.#settle();
    this.#say(kind === "message" || kind === "gone" ? "messages" : kind);
  }

  /** Take how an auction stands, as a change or the answer to a bid tells it; null where it is not told. */
  auction(told) {
    if (!told) return;
    if (told.state === null) this.#auctions.delete(told.id);
    else this.#stand(told);
    this.#say("auctions");
  }

  /** Show what had been said by a moment of the replay. */
  replay(messages) {
    this.#messages = new Map(messages.map((each) => [each.id, each]));
    this.#say("messages");
  }

  /** Show a viewer what they have written, whether others see it or not. */
  wrote(message, waiting) {
    this.#own.set(message.id, { waiting });
    if (!this.#messages.has(message.id)) this.#keep(message, true);
    this.#settle();
    this.#say("messages");
  }

  /** Keep a message that everybody is told of. */
  #hear(message, inChat = true) {
    this.#told.add(message.id);
    if (this.#own.has(message.id)) this.#own.set(message.id, { waiting: false });
    this.#keep(message, inChat);
  }

  /** Take a message away; what a moderator has hidden leaves its place, without a word of it. */
  #gone({ id, why }) {
    const known = this.#messages.get(id);
    if (known && why === "moderated") this.#messages.set(id, { id, at: known.at, gone: true });
    else this.#messages.delete(id);
    this.#questions.delete(id);
    this.#told.add(id);
    if (this.pinned?.id === id) {
      this.pinned = null;
      this.#say("pinned");
    }
  }

  #keep(message, inChat) {
    if (inChat) this.#messages.set(message.id, message);
    if (message.question) this.#questions.set(message.id, message);
  }

  #stand(told) {
    const known = this.#auctions.get(told.id);
    if (!known || !isOlder(told, known)) this.#auctions.set(told.id, told);
  }

  #isHidden(id) {
    return this.#own.has(id) && !this.#told.has(id);
  }

  /** Keep the chat in order and short. */
  #settle() {
    const list = [...this.#messages.values()].sort(byTime).slice(-MOST_MESSAGES);
    this.#messages = new Map(list.map((each) => [each.id, each]));
  }

  #assign(names, from) {
    for (const name of names) this[name] = from[name];
  }

  #say(...what) {
    for (const each of what) this.dispatchEvent(new Event(each));
  }
}

/** Name what a live's page shows: `before`, `on`, `lost` (the picture is awaited), `waiting`, `replay`. */
export function phaseOf({ state, interrupted, playback_url: url }) {
  if (state === "finished") return url ? "replay" : "waiting";
  if (state === "started") return interrupted ? "lost" : "on";
  return "before";
}
