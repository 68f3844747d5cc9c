// The playground: draws a content with the script's own second file, as the settings beside it say.
import { elementOf, lookOf, placementOf } from "./snippets.js";

const page = JSON.parse(document.getElementById("vitrine-page").textContent);
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const form = part("settings");
const status = part("status");
const choices = () => Object.fromEntries(new FormData(form));
const initial = choices();
const say = (code, detail) => (status.textContent = `${code}: ${detail}`);

async function ask(path, query) {
  const response = await fetch(`${path}?${new URLSearchParams({ app_id: page.app, ...query })}`);
  const body = await response.json();
  if (response.ok) return body;
  throw { code: body.errors[0].code, message: body.errors[0].detail };
}

// What the first file is to the second one on a shop's page; `own` says that this page is ours.
const api = { app: page.app, active: true, own: true, cart: {}, user: {}, products: {} };
const failed = ({ code, message }) => say(code || "failed", message);

async function open() {
  // Whoever hid a bubble here and comes again wants to see it.
  sessionStorage.removeItem("vitrine:dismissed");
  const { start } = await import(page.script);
  const session = start({ ask, warn: say, failed, api, data: {} });
  const kind = page.kind === "collections" ? "collections" : "videos";
  const display = await ask(`/api/v1/displayed_data/${kind}/${page.id}`);
  const { title } = display.attributes.configuration;

  function draw() {
    const chosen = choices();
    const { component } = chosen;
    const look = lookOf(chosen, initial);
    const element = elementOf(page, component);
    part("corner").hidden = component !== "floating";
    part("over").hidden = component !== "floating";
    part("element").textContent = element;
    part("by-hand").hidden = !element;
    part("placement").textContent = placementOf(page, component, look);
    const configuration = { title, ...page.appearance, ...look };
    session.show([{ ...display, attributes: { component, configuration, target: { element: "#stage" } } }]);
  }
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  draw();
}

for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(part(button.dataset.copy).textContent);
    status.textContent = page.copied;
  });

open().catch(failed);
