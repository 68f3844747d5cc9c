// Freezes what dist/ holds as version N: frozen/N keeps the script, its all-in-one twin and its parts, for ever.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const HERE = import.meta.dirname;
const number = process.argv[2];
if (!/^[1-9]\d{0,3}$/.test(number ?? "")) throw new Error("which version? make release N=2");
const folder = join(HERE, "frozen", number);
if (existsSync(folder)) throw new Error(`version ${number} is frozen already, and pages rely on its bytes`);

const manifest = JSON.parse(await readFile(join(HERE, "dist", "manifest.json"), "utf8"));
const [, digest] = /\.(\w+)\.js$/.exec(manifest["ui.js"]);
const parts = Object.values(manifest).filter((name) => name.endsWith(`.${digest}.js`));
await mkdir(folder, { recursive: true });
for (const name of ["vitrine.js", "vitrine.all.js", ...parts]) {
  for (const twin of ["", ".br", ".gz"]) await copyFile(join(HERE, "dist", name + twin), join(folder, name + twin));
  if (!parts.includes(name)) {
    const hash = createHash("sha384").update(await readFile(join(folder, name))).digest("base64");
    console.log(`| \`/${name.replace(".js", `.${number}.js`)}\` | \`sha384-${hash}\` |`);
  }
}
