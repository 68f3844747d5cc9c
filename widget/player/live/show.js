// A live show from its countdown to its replay: puts the parts together and follows its state.

import { rate } from "../../ui/messages.js";
import { cartOf } from "../bridge.js";
import { newKey } from "../cart.js";
import { controls } from "../controls.js";
import { hinter, playFilm, tellSound } from "../film.js";
import { idle } from "../idle.js";
import { Offers } from "../offers.js";
import { opening } from "../opening.js";
import { fill, part } from "../page.js";
import { cartPill } from "../shelf.js";
import { taps } from "../touch.js";
import { ahead } from "./ahead.js";
import { brought, rehearsed } from "./arriving.js";
import { counted, goods, notices, shownCards } from "./board.js";
import { chat } from "./chat.js";
import { auctioning } from "./auctioning.js";
import { Clock, pageMadeAt } from "./clock.js";
import { composer } from "./composer.js";
import { slate } from "./countdown.js";
import { timeLine } from "./dvr.js";
import { errands } from "./errands.js";
import { Line } from "./line.js";
import { OutspokenAudience } from "./outspoken.js";
import { LivePicture } from "./picture.js";
import { questions } from "./questions.js";
import { reactions } from "./reactions.js";
import { placeAsked, rerun } from "./rerun.js";
import { eachFrame } from "./rows.js";
import { Store, phaseOf } from "./store.js";
import { tabs } from "./tabs.js";
import { trailer } from "./trailer.js";
import { voucher } from "./vouching.js";

const TICK_MS = 1000;
// A replay that is ready is not fetched by everybody in the same moment.
const REPLAY_WITHIN_MS = 4000;

/** Show the live of this page and everything that belongs to it. */
export function show(page, { wire, tell, asked }) {
  const { live, texts, content } = page;
  const base = `/audience/v1/lives/${content.id}`;
  const query = live.shop ? `?shop=${encodeURIComponent(live.shop)}` : "";
  const clock = new Clock(Date.parse(live.now), undefined, pageMadeAt());
  const store = new Store(live.state);
  const { as: pass, rehearsal } = brought();
  const vouch = pass ? async () => pass : voucher(wire);
  const audience = new OutspokenAudience(wire.send, base, query, undefined, vouch);
  const cart = cartOf(wire, page);
  const offers = new Offers(wire, document.documentElement.dataset.locale);
  const tools = { cart, offers, wire: counted(wire, audience), texts, tell };
  const stage = part("player");
  const pristine = stage.cloneNode(true);
  const seen = {};
  const shelves = tabs((name) => {
    seen[name]?.();
    writing?.draw();
  });
  const writing = composer(store, audience, { texts, tabs: shelves });
  seen.chat = chat(store, { texts, tabs: shelves, tell }).seen;
  goods(store, content.products, tools);
  reactions(store, audience, texts);
  if (part("past")) opening(part("past"), wire);
  const sale = auctioning(page, store, { audience, clock, texts, tell, wire });
  if (content.duration && live.state.state === "finished") return replay(page);

  errands({ asked, wire, texts, tell });
  seen.questions = questions(store, audience, { texts, tabs: shelves, refuse: writing.refuse }).seen;
  const line = new Line(store, { base, query, page: newKey(), clock, rehearsal, over: () => rehearsed() });
  if (rehearsal) part("onair").textContent = texts.rehearsal;
  const air = onAir(page, store, { ...tools, asked, shelves, clock });
  const slates = slate(store, clock, page);
  const awaits = ahead(audience, { texts, tell, wire, asked });
  const trailed = trailer(live.trailer_url, texts);
  let phase = null;

  function draw(shown) {
    awaits(slates.draw(shown));
    trailed(shown, slates.wait());
  }

  function follow() {
    const before = phase;
    phase = phaseOf(store);
    document.body.dataset.phase = phase === "replay" ? "waiting" : phase;
    draw(phase === "replay" ? "waiting" : phase);
    if (before === phase) return;
    if (phase === "on") air.begin(before);
    if (before && phase === "on") tell(texts.on_air);
    if (phase === "lost" || phase === "waiting") tell(phase === "lost" ? texts.lost : texts.over);
    if (phase === "replay") setTimeout(become, Math.random() * REPLAY_WITHIN_MS);
  }

  /** The page turns into its replay where it stands: the shop's page keeps its line to us. */
  async function become() {
    const address = new URL(location.href);
    address.pathname += ".json";
    try {
      const answer = await fetch(address);
      const told = answer.ok && (await answer.json());
      if (!told?.content.hls_url && !told?.content.mp4_url) throw new Error("not yet");
      line.close();
      air.end();
      stage.replaceWith(pristine);
      replay({ ...page, content: told.content, live: told.live });
    } catch {
      setTimeout(become, REPLAY_WITHIN_MS);
    }
  }

  function replay(given) {
    document.body.dataset.phase = "replay";
    errands({ asked, wire, texts, tell });
    placeAsked(asked, given.live.moments);
    const playback = playFilm(given, { ...tools, asked });
    rerun(store, playback, given, wire);
    sale.replay(playback, given.live.reruns);
  }

  const tick = setInterval(() => (store.state === "not_started" ? draw(phase) : clearInterval(tick)), TICK_MS);
  store.addEventListener("state", eachFrame(follow));
  document.addEventListener("visibilitychange", () => document.hidden || (line.wake(), seen.chat()));
  viewers(store, texts);
  follow();
  line.start();
}

/** The picture of a live with its controls, and how it begins and ends. */
function onAir(page, store, { cart, offers, wire, tell, texts, asked, shelves, clock }) {
  const root = part("player");
  const video = part("video");
  const content = { ...page.content, duration: 0 };
  const picture = new LivePicture(video, { ...page, content }, {
    muted: asked.get("muted") === "1",
    now: () => clock.now(),
  });
  const hint = hinter(part("hint"), texts);
  const chrome = idle(root, () => picture.state === "playing");
  const board = notices(store, wire);
  const closing = {
    // A live has no captions of its own: their key hides and shows the chat.
    toggle: shelves.toggleChat,
    close: () => board.close() || shelves.close(),
  };
  root.toggleAttribute("data-framed", wire.invited);
  const actions = controls(root, video, picture, page, { captions: closing, tell, hint, leave: () => wire.send("close") });
  Object.assign(actions, {
    end: () => picture.toEdge(),
    start: () => picture.seek(picture.window.start),
    tenth: (key) => picture.seek(picture.window.start + ((picture.edge - picture.window.start) * Number(key)) / 10),
  });
  timeLine(picture, texts, chrome.stir);
  shownCards(store, content.products, { cart, offers, wire, texts, tell });
  cartPill({ cart, wire });
  taps(part("surface"), {
    toggle: actions.toggle,
    fill: actions.fullscreen,
    skip: (sign) => actions[sign < 0 ? "back10" : "forward10"](),
    chrome: () => (picture.state === "idle" ? actions.toggle() : chrome.flip()),
  });
  picture.addEventListener("state", () => {
    root.dataset.state = picture.state;
    chrome.stir();
  });
  report(picture, wire, page);

  return {
    /** The stream is there: play it for who asked for that or has waited for it. */
    begin(before) {
      content.hls_url = store.playback_url;
      if (picture.state === "idle" && (before || asked.get("autoplay") === "1")) picture.play();
    },
    end: () => picture.stop(),
  };
}

/** Tell the page that framed us what happens to a live's picture. */
function report(picture, wire, { content, texts }) {
  const known = { playing: "play", paused: "pause" };
  const mine = (act) => (fields) => document.contains(part("player")) && document.body.dataset.phase !== "replay" && act(fields);
  const mayTell = rate(1);
  let before = "idle";
  picture.addEventListener("state", () => {
    const { state, at } = picture;
    if (known[state] && state !== before) wire.send(known[state], { at });
    if (state !== "loading") before = state;
  });
  picture.addEventListener("time", () => {
    if (picture.state === "playing" && mayTell()) wire.send("progress", { at: picture.at, duration: 0 });
  });
  picture.addEventListener("fault", () => wire.send("error", { code: picture.fault, message: texts.failed }));
  wire.on("play", mine(() => picture.play()));
  wire.on("pause", mine(() => picture.pause()));
  wire.on("mute", mine(() => picture.setMuted(true)));
  wire.on("unmute", mine(() => picture.setMuted(false)));
  wire.send("ready", { content: content.id, duration: 0 });
  tellSound(picture, wire);
}

/** How many watch, where the shop shows it. */
function viewers(store, texts) {
  const short = new Intl.NumberFormat(document.documentElement.dataset.locale, { notation: "compact" });
  function draw() {
    const { viewers: count } = store;
    part("viewers").hidden = !Number.isFinite(count) || count < 1;
    part("viewers-count").textContent = Number.isFinite(count) ? short.format(count) : "";
    part("viewers-words").textContent = Number.isFinite(count) ? fill(texts.viewers, { count }) : "";
  }
  store.addEventListener("totals", draw);
  draw();
}
