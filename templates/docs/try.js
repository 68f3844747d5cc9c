// Lets a reader call each operation from the page. Credentials stay in this page's memory.

const base = document.body.dataset.base;
const who = document.querySelector("[data-part=credentials]");
who.hidden = false;
who.addEventListener("submit", (event) => event.preventDefault());

for (const trial of document.querySelectorAll("[data-part=trial]")) {
  const form = trial.querySelector("form");
  const [status, answer] = trial.querySelectorAll("[data-part=status], [data-part=answer]");
  trial.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    status.textContent = "Asking …";
    answer.hidden = true;
    try {
      const { told, text } = await call(form);
      status.textContent = told;
      answer.hidden = text === "";
      answer.textContent = text;
    } catch (failure) {
      status.textContent = failure.name === "TypeError" ? "The server did not answer." : failure.message;
    }
    button.disabled = false;
  });
}

async function call(form) {
  const began = performance.now();
  const got = await fetch(address(form), { method: form.dataset.method, ...content(form) });
  const body = await got.text();
  const took = Math.round(performance.now() - began);
  const told = `${got.status} ${got.statusText}, ${took} ms`.replace("  ", " ");
  const headers = [...got.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return { told, text: [pretty(body), headers].filter(Boolean).join("\n\n") };
}

function address(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-in]")) {
    const { name, value } = field;
    if (field.dataset.in === "path") path = path.replace(`{${name}}`, () => encodeURIComponent(value));
    else if (value) query.append(name, value);
  }
  for (const [name, value] of shown(form, "query")) query.append(name, value);
  return base + path + (query.size ? `?${query}` : "");
}

// What the reader said of who is asking, as far as the operation takes it.
function shown(form, where) {
  return form.dataset.shown
    .split(" ")
    .map((scheme) => who.elements.namedItem(scheme))
    .filter((field) => field?.dataset.in === where && field.value.trim())
    .map((field) => [field.dataset.name, field.value.trim()]);
}

function content(form) {
  const headers = Object.fromEntries(shown(form, "header"));
  for (const [, token] of shown(form, "bearer")) headers.Authorization = `Bearer ${token}`;
  const body = form.elements.namedItem("request body");
  if (!body) return { headers };
  headers["Content-Type"] = body.dataset.kind;
  return { headers, body: body.type === "file" ? body.files[0] : body.value };
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
