// One digest of everything the built files are made from; a test holds dist/ to it without a build.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const SOURCES = ["boot.js", "whole.js", "build.mjs", "messages.json", "package-lock.json", "ui", "seen", "player", "studio", "backroom", "caast"];

/** Answer the SHA-256 of the sources, names included, in hex. */
export function digest() {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap(files)) hash.update(`${path}\0`).update(readFileSync(join(HERE, path))).update("\0");
  return hash.digest("hex");
}

function files(path) {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(HERE, path)).sort().flatMap((name) => files(`${path}/${name}`));
}
