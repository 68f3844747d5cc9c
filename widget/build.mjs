// Builds widget/dist from the sources and widget/vendor from the pinned package; --check compares instead of writing.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { digest } from "./digest.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = ["chrome103", "firefox101", "safari16.4"];
// Built when they exist: the player's page and the collection's page are entries of their own.
const PLAYER_ENTRIES = ["player.js", "player.css", "live.js", "live.css", "auctions.js", "auctions.css", "collection.js", "collection.css", "checkout.css"];
// The studio's pages: one script and one sheet for each, by the names that templates call them.
const STUDIO_ENTRIES = {
  "studio.js": "studio/live.js",
  "studio.css": "studio/studio.css",
  "playground.js": "backroom/playground.js",
  "backroom.css": "backroom/backroom.css",
};
// The predecessor's scripts, by the names that pages load them under.
const CAAST = ["caast.js", "caastEmitter.js"];
const VENDORED = {
  "hls-light.js": "dist/hls.light.min.mjs",
  LICENSE: "LICENSE",
};

// Parts of the script's second file: fetched when they are wanted, with its modules and its hash.
const PARTS = [
  "open", "seen", "resume", "products",
  "launcher", "shorts_story", "cards_slider", "highlight", "landing", "preview", "corners",
  "shopify", "woocommerce", "magento", "prestashop",
];

// Style sheets imported by scripts arrive as minified text for adoptedStyleSheets.
const styleText = {
  name: "style-text",
  setup(on) {
    on.onLoad({ filter: /ui\/.*\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

// What a part shares with the second file comes from there, so that it exists once.
const sharedBy = (inputs) => ({
  name: "shared",
  setup(on) {
    on.onResolve({ filter: /^\.\/.*\.js$/ }, ({ path, resolveDir, kind }) =>
      kind !== "entry-point" && join(resolveDir, path) in inputs ? { path: "./ui.js", external: true } : undefined,
    );
  },
});

// What the all-in-one file reads instead of lines that fetch: it fetches no script.
const WHOLE = {
  "boot.js": {
    "const { origin } = new URL(tag.src);": "const origin = serverOf(tag);",
    'import(origin + "/widget/" + UI_FILE)': "second()",
    "[src*='/vitrine.']": "[data-server]",
  },
  "ui/parts.js": { 'import(import.meta.url.replace(/ui(?=\\.\\w+\\.js$)/, name))': "parts[name]()" },
};
const CARRIED = {
  "boot.js": 'import { second, serverOf } from "./whole.js";\n',
  // Bundled into one file, an import that waits runs a part when it is wanted, as it does where it is fetched.
  "ui/parts.js": `const parts = { ${PARTS.map((name) => `${name}: () => import("./${name}.js")`)} };\n`,
};
// What the predecessor's script reads instead: its own tag has other marks, its pages may name a seller.
const ADAPTED = { "boot.js": { "doc.currentScript": "tag", "./ui/reference.js": "./caast/reference.js" } };
const WITH_TAG = { "boot.js": 'import { tag } from "./caast/tag.js";\n' };

/** Replace lines of sources, and put others before them, in one file of dist/ alone. */
const swapping = (swapped, carried) => ({
  name: "swapping",
  setup(on) {
    for (const [file, swaps] of Object.entries(swapped))
      on.onLoad({ filter: new RegExp(`/${file.replace(".", "\\.")}$`) }, async ({ path }) => {
        let contents = carried[file] + (await readFile(path, "utf8"));
        for (const [from, to] of Object.entries(swaps)) {
          if (!contents.includes(from)) throw new Error(`${file} has no ${from}, which another file replaces`);
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: "js" };
      });
  },
});

async function bundle(entry, { format = "esm", define = {}, plugins = [], inputs, inject = [] } = {}) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(HERE, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    target: TARGET,
    format,
    define,
    inject,
    plugins: [styleText, ...plugins],
    outdir: "out",
    metafile: true,
  });
  for (const path of Object.keys(metafile.inputs)) if (inputs) inputs[join(process.cwd(), path)] = true;
  if (!entry.endsWith(".js")) return Buffer.from(outputFiles[0].contents);
  // What browsers that know the line do beside the main thread, the first and second part would make them do on it.
  const eager = /^(boot|ui\/.*)\.js$/.test(entry) ? "//# allFunctionsCalledOnLoad\n" : "";
  // The second pass is worth 3 % of what a visitor downloads.
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2020,
    module: format === "esm",
    compress: { passes: 3, hoist_funs: true, unsafe_arrows: true, inline: 1 },
  });
  return Buffer.from(`${eager}${code}\n`);
}

const hashed = (name, bytes) => {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  return `${basename(name, extname(name))}.${digest}${extname(name)}`;
};

/** Make the second file and its parts, from name to bytes; they name each other by one hash, `digest`. */
async function makeSecond() {
  const inputs = {};
  const texts = new Map([["ui", `${await bundle("ui/index.js", { inputs })}`]]);
  const plugins = [sharedBy(inputs)];
  for (const name of PARTS) texts.set(name, `${await bundle(`ui/${name}.js`, { plugins })}`);
  const hash = createHash("sha256");
  for (const name of [...texts.keys()].sort()) hash.update(texts.get(name));
  const digest = hash.digest("hex").slice(0, 8);
  const rename = (text) => Buffer.from(text.replaceAll('"./ui.js"', `"./ui.${digest}.js"`));
  const files = new Map([...texts].map(([name, text]) => [name, rename(text)]));
  checkShared(texts);
  return Object.assign(files, { digest });
}

/** A part that asks the second file for what it does not give would fail in the browser alone. */
function checkShared(texts) {
  const names = (list, side) => list.split(",").map((each) => each.split(" as ").at(side).trim());
  const given = new Set(names(/export\{([^}]*)}/.exec(texts.get("ui"))[1], -1));
  for (const name of PARTS)
    for (const [, list] of texts.get(name).matchAll(/import\{([^}]*)}from"\.\/ui\.js"/g))
      for (const wanted of names(list, 0))
        if (!given.has(wanted)) throw new Error(`ui/index.js does not export ${wanted}, which ui/${name}.js needs`);
}

/** Make every file of dist/ as a map from name to bytes. */
async function makeDist(vendor) {
  const files = new Map();
  const manifest = {};
  const { version } = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));
  const keep = (name, bytes, as = hashed(name, bytes)) => {
    files.set(as, bytes);
    manifest[name] = as;
    return as;
  };
  const second = await makeSecond();
  for (const [name, bytes] of second) keep(`${name}.js`, bytes, `${name}.${second.digest}.js`);
  const define = { UI_FILE: JSON.stringify(manifest["ui.js"]), VERSION: JSON.stringify(version) };
  keep("vitrine.js", await bundle("boot.js", { format: "iife", define }), "vitrine.js");
  const all = { define: { ...define, "import.meta.url": "ADDRESS" }, inject: [join(HERE, "whole.js")], plugins: [swapping(WHOLE, CARRIED)] };
  keep("vitrine.all.js", await bundle("boot.js", { format: "iife", ...all }), "vitrine.all.js");
  const adapted = { format: "iife", define, plugins: [swapping(ADAPTED, WITH_TAG)] };
  for (const name of CAAST) keep(name, await bundle(`caast/${name}`, adapted), name);
  for (const entry of PLAYER_ENTRIES)
    if (existsSync(join(HERE, "player", entry))) keep(entry, await bundle(`player/${entry}`));
  for (const [name, entry] of Object.entries(STUDIO_ENTRIES)) keep(name, await bundle(entry));
  for (const name of vendor.keys())
    if (name.endsWith(".js")) manifest[name.replace(/-\d+\.\d+\.\d+/, "")] = `vendor/${name}`;
  const ordered = Object.fromEntries(Object.entries(manifest).sort());
  files.set("sources.sha256", Buffer.from(`${digest()}\n`));
  files.set("manifest.json", Buffer.from(`${JSON.stringify(ordered, null, 2)}\n`));
  return files;
}

/** Copy the library's files out of its package, byte for byte, with the version in each name. */
async function makeVendor() {
  const home = join(HERE, "node_modules", "hls.js");
  const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
  const files = new Map();
  for (const [name, source] of Object.entries(VENDORED)) {
    const kept = name === "LICENSE" ? "hls-LICENSE" : name.replace(".js", `-${version}.js`);
    files.set(kept, await readFile(join(home, source)));
  }
  return files;
}

/** Add the compressed twin that the static file server hands to browsers that take it. */
function withTwins(files) {
  const all = new Map(files);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  for (const [name, bytes] of files)
    if (/\.(js|css)$/.test(name)) {
      all.set(`${name}.br`, brotliCompressSync(bytes, { params }));
      all.set(`${name}.gz`, gzipSync(bytes, { level: 9 }));
    }
  return all;
}

async function write(folder, files) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
}

/** List how a folder differs from what a fresh build gives; twins only need to be there. */
async function differences(folder, files) {
  const there = new Set(existsSync(folder) ? await readdir(folder) : []);
  const found = [...there].filter((name) => !files.has(name)).map((name) => `${name} is left over`);
  for (const [name, bytes] of files) {
    if (!there.has(name)) found.push(`${name} is missing`);
    else if (!/\.(br|gz)$/.test(name) && !bytes.equals(await readFile(join(folder, name))))
      found.push(`${name} differs`);
  }
  return found;
}

function sizes(files) {
  for (const name of files.keys())
    if (files.has(`${name}.br`))
      console.log(
        name.padEnd(28),
        ...[name, `${name}.gz`, `${name}.br`].map((each) => String(files.get(each).length).padStart(8)),
      );
}

const vendor = await makeVendor();
const folders = { vendor: withTwins(vendor), dist: withTwins(await makeDist(vendor)) };
if (process.argv.includes("--check")) {
  const found = [];
  for (const [name, files] of Object.entries(folders)) found.push(...(await differences(join(HERE, name), files)));
  for (const line of found) console.error(line);
  if (found.length) {
    console.error("widget/dist is not what the sources give: run `npm run build` in widget/ and commit it.");
    process.exitCode = 1;
  }
} else {
  for (const [name, files] of Object.entries(folders)) await write(join(HERE, name), files);
  console.log("file".padEnd(28), "     raw     gzip   brotli");
  for (const files of Object.values(folders)) sizes(files);
}
