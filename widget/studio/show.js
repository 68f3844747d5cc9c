// Going on air and ending the show: the big button, the badge, the clock, how the line is.

import { clock, lineOf, standing } from "./state.js";

export class Show {
  constructor({ part, texts, locale, api, sender, picture, guard, confirm, host }) {
    Object.assign(this, { part, texts, locale, api, sender, picture, guard, confirm, host });
    this.desk = null;
    this.seen = true;
    this.busy = false;
    this.skew = 0;
    part("act").addEventListener("click", () => this.run(() => this.press()));
    part("stop").addEventListener("click", () => this.run(() => this.stopSending()));
    setInterval(() => this.drawClock(), 500);
    // Browsers give the light back when the page was out of sight.
    document.addEventListener("visibilitychange", () => !document.hidden && this.sender.state !== "idle" && this.stayAwake());
  }

  /** Take what the server says now. */
  take(desk) {
    this.desk = desk;
    this.skew = Date.parse(desk.now) - Date.now();
    this.draw();
  }

  /** Note whether the server answers. */
  reached(seen) {
    if (this.seen === seen) return;
    this.seen = seen;
    this.draw();
  }

  async run(act) {
    if (this.busy) return;
    this.busy = true;
    this.draw();
    try {
      await this.guard(act);
    } finally {
      this.busy = false;
      this.draw();
    }
  }

  async press() {
    const { act } = this.now();
    const { texts } = this;
    if (act === "end") {
      if (await this.confirm({ title: texts.end_title, text: texts.end_text, yes: texts.end, danger: true })) await this.end();
    } else if (act === "start") {
      if (await this.confirm({ title: texts.start_title, text: texts.start_text, yes: texts.start })) await this.api.start();
    } else if (act === "rehearse" || act === "resume") await this.send();
    else if (act === "go" && (await this.confirm({ title: texts.go_title, text: texts.go_text, yes: texts.go }))) await this.send();
    await this.api.look();
  }

  async send(takeOver = false) {
    try {
      await this.sender.begin(this.picture.stream, { takeOver });
      this.stayAwake();
    } catch (refusal) {
      if (refusal.code !== "already-sending") throw refusal;
      const { texts } = this;
      if (await this.confirm({ title: texts.taken_title, text: texts.taken_text, yes: texts.take_over })) await this.send(true);
    }
  }

  async end() {
    await this.sender.stop();
    await this.api.finish();
    this.picture.off();
    this.lock?.release();
  }

  async stopSending() {
    if (this.sender.state !== "idle") await this.sender.stop();
    else await this.endWithoutPicture();
    await this.api.look();
  }

  async endWithoutPicture() {
    const { texts } = this;
    if (await this.confirm({ title: texts.end_title, text: texts.end_text, yes: texts.end, danger: true })) await this.end();
  }

  /** Phones go dark after half a minute: not while a show is sent. */
  async stayAwake() {
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  now() {
    return standing(this.desk.live, this.desk.sending, this.sender.state);
  }

  draw() {
    if (!this.desk) return;
    const { part, texts, desk, sender } = this;
    const now = this.now();
    document.body.dataset.phase = now.phase;
    part("badge").textContent = texts[`phase_${now.phase}`];
    this.drawNumbers();
    this.drawButtons(now);
    const line = this.seen ? lineOf(sender.state, sender.waiting) : "lost";
    part("line").dataset.line = line;
    const told = texts[`line_${line}`].replace("{count}", Math.ceil(sender.waiting / 4));
    if (part("line-text").textContent !== told) part("line-text").textContent = told;
    part("line").hidden = line === "off";
    part("note").textContent = this.note(now);
    this.drawClock();
  }

  /** What the show came to so far. */
  drawNumbers() {
    const { part, desk } = this;
    const { format } = new Intl.NumberFormat(this.locale);
    part("viewers").textContent = format(desk.viewers);
    part("number-peak").textContent = format(desk.peak);
    part("number-visits").textContent = format(desk.numbers.visits);
    part("number-watched").textContent = clock(desk.numbers.watch_seconds);
    part("number-messages").textContent = format(desk.numbers.messages);
    part("number-reactions").textContent = format(desk.numbers.reactions);
    part("number-clicks").textContent = format(desk.numbers.product_clicks);
  }

  drawButtons(now) {
    const { part, texts, sender } = this;
    const needsPicture = ["go", "rehearse", "resume"].includes(now.act);
    const act = part("act");
    act.hidden = !this.host || !now.act;
    act.textContent = now.act ? texts[now.act] : "";
    act.dataset.act = now.act ?? "";
    act.disabled = this.busy || sender.state === "ending" || (needsPicture && !this.picture.stream);
    const stop = part("stop");
    stop.hidden = !this.host || !now.stop;
    stop.textContent = now.act === "resume" ? texts.end : texts.stop_rehearsal;
    stop.disabled = this.busy;
  }

  note(now) {
    const { texts, desk, sender } = this;
    if (sender.state === "ending") return texts.ending;
    if (now.phase === "over") return texts.over_text.replace("{count}", desk.peak);
    if (desk.full) return texts.full;
    if (now.soon) return texts.soon;
    if (now.phase === "testing") return texts.testing_text;
    if (now.phase === "waiting") return texts.waiting_text;
    if (desk.sending?.via === "rtmp") return texts.software_sends;
    if (now.phase === "ready" && !desk.live.published) return texts.unpublished;
    if (now.phase === "ready" && this.host && !this.picture.stream) return texts.ready_text;
    return "";
  }

  /** Time on air, else how long it is until the planned start. */
  drawClock() {
    if (!this.desk) return;
    const { live } = this.desk;
    const at = Date.now() + this.skew;
    const on = live.state === "started" && live.started_at;
    const to = live.state === "not_started" && live.starts_at ? (Date.parse(live.starts_at) - at) / 1000 : 0;
    const node = this.part("clock");
    node.hidden = !on && to <= 0;
    if (on) node.textContent = clock((at - Date.parse(live.started_at)) / 1000);
    else if (to > 86_400) node.textContent = new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(live.starts_at));
    else node.textContent = this.texts.begins_in.replace("{clock}", clock(to));
  }
}
