// A shop's own web server, as far as its cart goes, over real HTTP: it refuses what the real one refuses.
import { createServer } from "node:http";

/**
 * Serve `answer(request)` while a test runs; a request is `{method, path, query, headers, body, form}` and its answer
 * `{status, headers, json}` or `{redirect}`. Answers `{origin, asked, page}`: `page` stands in for the window.
 */
export async function shop(t, answer, page = {}) {
  const asked = [];
  const server = createServer(async (message, response) => {
    let body = "";
    for await (const piece of message) body += piece;
    const url = new URL(message.url, "http://shop");
    const request = {
      method: message.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: message.headers,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    };
    asked.push(`${request.method} ${message.url}`);
    const { status = 200, headers = {}, json, redirect } = answer(request) ?? { status: 404, json: {} };
    if (redirect) response.writeHead(302, { Location: redirect }).end();
    else if (json === undefined) response.writeHead(status, { "Content-Type": "text/html" }).end("<p>a page");
    else response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(json));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => new Promise((done) => (server.closeAllConnections(), server.close(done))));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const gone = [];
  const location = { href: `${origin}/`, origin, assign: (url) => gone.push(url) };
  const told = new EventTarget();
  return { origin, asked, gone, page: Object.assign(told, { location, document: documentOf(), ...page }) };
}

/** What an adapter asks a document for, given by selector. */
export const documentOf = (found = {}, cookie = "") =>
  Object.assign(new EventTarget(), {
    cookie,
    body: new EventTarget(),
    documentElement: { lang: "en" },
    querySelector: (selector) => found[selector] ?? null,
  });

/** A wish as the player's card makes it. */
export const wish = (changes) => ({
  product: "p1",
  ref: "SKU-1",
  quantity: 1,
  key: "a".repeat(32),
  attribution: null,
  url: null,
  chosen: false,
  signal: AbortSignal.timeout(5000),
  ...changes,
});

/** The refusal of a wish: `[code, words]`. */
export const refusalOf = (work) =>
  work.then(
    () => assertRefused(),
    (error) => [error.code, error.message],
  );

function assertRefused() {
  throw new Error("this was not refused");
}

globalThis.document ??= documentOf();
