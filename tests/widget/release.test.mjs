// Freezing a version: a number that is taken is refused, and its bytes stay.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("../../widget/", import.meta.url));
const frozen = () =>
  readdirSync(`${HERE}frozen`, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => [each.parentPath + each.name, readFileSync(`${each.parentPath}/${each.name}`).toString("base64")]);

for (const [what, number] of [
  ["a number that is taken", readdirSync(`${HERE}frozen`)[0]],
  ["no number", ""],
  ["nought", "0"],
  ["what is no number", "../2"],
])
  test(`${what} is refused and nothing is changed`, () => {
    const before = frozen();
    const { status } = spawnSync(process.execPath, [`${HERE}release.mjs`, number]);
    assert.notEqual(status, 0);
    assert.deepEqual(frozen(), before);
  });
