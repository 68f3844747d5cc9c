// What a viewer sends: who they are, what they write, their votes, reactions and clicks.

/** A refusal of the server: its code and after how many seconds it may be tried again. */
export class Refusal extends Error {
  constructor(code, after = 0, status = 0) {
    super(code);
    Object.assign(this, { code, after, status });
  }
}

const STALE = ["bad-token", "token-expired", "no-credentials"];

export class Audience {
  #base;
  #query;
  #fetch;
  #token = null;
  #as = null;
  #coming = null;
  #isUser = false;
  #vouch;
  #vouching = null;

  /** What others know this viewer by, and whether they may bid; null and false before they come in. */
  viewer = null;
  mayBid = false;

  /** `vouch` asks for the shop's word on its user: a token of one use, or null. */
  constructor(base, query = "", ask = (...asked) => fetch(...asked), vouch = async () => null) {
    this.#base = base;
    this.#query = query;
    this.#fetch = ask;
    this.#vouch = vouch;
  }

  /** Tell whether it is known how this viewer comes in: they chose, or the shop vouches for them. */
  async known() {
    return this.#as !== null || this.#isUser || this.#vouched();
  }

  /** Tell whether this is a user of the shop; of who is not yet known as one the shop is asked, and told `why`. */
  async isUser(why) {
    return this.#isUser || this.#vouched(why);
  }

  /** Come in under a nickname or anonymously; kept in this page's memory and nowhere else. */
  async enter(as) {
    this.#become(await this.#send("POST", "/viewers", as));
    this.#as = as;
  }

  /** Write; answers `{message, waiting}`. */
  write(text, question) {
    return this.ask("POST", "/messages", { text, question });
  }

  /** Vote for a question or take the vote back; answers `{votes, voted}`. */
  vote(message, wanted) {
    return this.ask(wanted ? "PUT" : "DELETE", `/messages/${message}/vote`);
  }

  react(counts) {
    return this.ask("POST", "/reactions", { counts });
  }

  /** Ask for a mail before the show; `consent` names the wording that was agreed to. */
  remind(mail, consent) {
    const locale = document.documentElement.dataset.locale;
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return this.#send("POST", "/reminders", { mail, consent, locale, time_zone: timeZone ?? "" });
  }

  /** Count a product that is followed to its page, even while this page is left. */
  clicked(product) {
    const body = JSON.stringify({ product });
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body, keepalive: true };
    this.#fetch(`${this.#base}/clicks${this.#query}`, options).catch(() => {});
  }

  /** Ask as somebody: who has not said who they are is nobody in particular. */
  async ask(method, path, body) {
    await this.#known();
    try {
      return await this.#send(method, path, body);
    } catch (refusal) {
      if (!STALE.includes(refusal.code)) throw refusal;
      this.#token = null;
      this.#isUser = false;
      await this.#known();
      return this.#send(method, path, body);
    }
  }

  async #known() {
    if (this.#token) return;
    this.#coming ??= this.#comeIn();
    try {
      await this.#coming;
    } finally {
      this.#coming = null;
    }
  }

  async #comeIn() {
    if (!this.#as && (await this.#vouched())) return;
    const entered = await this.#send("POST", "/viewers", this.#as ?? { anonymous: true });
    if (!this.#token) this.#become(entered);
  }

  /** Come in as the shop's user, once for all who ask meanwhile: its word opens once. */
  #vouched(why) {
    this.#vouching ??= this.#comeInAsUser(why).finally(() => (this.#vouching = null));
    return this.#vouching;
  }

  /** What cannot be believed counts for nothing. */
  async #comeInAsUser(why) {
    const user_token = await this.#vouch(why);
    if (!user_token) return false;
    try {
      this.#become(await this.#send("POST", "/viewers", { user_token }));
    } catch (refusal) {
      if (refusal.code !== "bad-user-token") throw refusal;
      return false;
    }
    this.#as = null;
    return (this.#isUser = true);
  }

  #become({ token, viewer, may_bid: mayBid }) {
    this.#token = token;
    Object.assign(this, { viewer, mayBid });
  }

  async #send(method, path, body) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    let answer;
    try {
      answer = await this.#fetch(`${this.#base}${path}${this.#query}`, { method, headers, body: body && JSON.stringify(body) });
    } catch {
      throw new Refusal("unreachable");
    }
    if (answer.status === 204) return null;
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new Refusal(told.errors?.[0]?.code ?? "failed", Number(answer.headers.get("retry-after")) || 0, answer.status);
  }
}

const SENTENCES = {
  banned: "refused_banned",
  "chat-closed": "refused_closed",
  "live-finished": "refused_finished",
  "link-refused": "refused_link",
  "too-fast": "refused_fast",
  unreachable: "refused_unreachable",
};

/** The sentence for a refused message. */
export function sentence({ code, status }, texts) {
  if (Object.hasOwn(SENTENCES, code)) return texts[SENTENCES[code]];
  if (status === 429) return texts[SENTENCES["too-fast"]];
  return texts[status === 422 ? "refused_words" : "refused_failed"];
}
