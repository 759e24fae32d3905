// Builds what is shipped: the npm package (lib), the hosted page (dist/site), the single file and the
// standalone script (dist/subcap.*). `src/engine` and `src/importer` must be there: `cargo verify wasm` builds them.

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { published as publishedElements } from "./elements.js";
import { published as publishedGlue } from "./glue.js";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const node = (script, ...args) => execFileSync(process.execPath, [here(script), ...args], { cwd: here("."), stdio: "inherit" });

for (const folder of ["lib", "dist"]) rmSync(here(folder), { recursive: true, force: true });
node("node_modules/typescript/bin/tsc");
node("node_modules/typescript/bin/tsc", "-p", "tsconfig.lib.json");
for (const module of ["engine", "importer"]) {
  for (const ending of [".js", "_bg.wasm", "_rest.wasm"]) cpSync(here(`src/${module}/${module}${ending}`), here(`lib/${module}/${module}${ending}`));
  writeFileSync(here(`lib/${module}/${module}.d.ts`), publishedGlue(readFileSync(here(`src/${module}/${module}.d.ts`), "utf8")));
}
// All English in one file, in the form of the element's `words`: what a translator gets.
const { en } = await import(here("lib/ui/text/en.js"));
const sentences = JSON.parse(readFileSync(here("src/ui/text/sentences.json"), "utf8"));
writeFileSync(here("lib/words.json"), `${JSON.stringify({ ...en, ...Object.fromEntries(sentences.map((one) => [one, one])) }, null, 1)}\n`);
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) cpSync(here(`../${name}`), here(name));
node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn");
node("scripts/single.js");
// The standalone script is part of the package, too.
cpSync(here("dist/subcap.js"), here("lib/inlined.js"));
writeFileSync(here("lib/inlined.d.ts"), "/** A script: it registers the element and exports nothing. */\nexport {};\n");
node("node_modules/@custom-elements-manifest/analyzer/cem.js", "analyze", "--litelement", "--quiet", "--globs", "src/ui/estimator.ts");
const manifest = JSON.parse(readFileSync(here("custom-elements.json"), "utf8"));
writeFileSync(here("custom-elements.json"), `${JSON.stringify(publishedElements(manifest), null, 2)}\n`);
node("scripts/sizes.js");
