// Cuts a module of `src` in two: `node scripts/split/index.js engine LINKED`, LINKED being the module as the linker
// left it. The first, `engine_bg.wasm`, holds what the page executes until its first answer; the rest is loaded
// behind that answer, or when something is called that is there only. What an `if` of the first never executed
// belongs to the rest, and so does data that only the rest reads. `engine_whole.wasm` stays for where all is in one
// file.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import binaryen from "binaryen";

import { places, watch } from "./arms.js";
import { cut, LOADER } from "./cut.js";
import { objects, stripped } from "./objects.js";
import { outline } from "./outline.js";
import * as train from "./train.js";
import { functions, read } from "./tree.js";

const [name, linked] = process.argv.slice(2);
const folder = fileURLToPath(new URL(`../../src/${name}/`, import.meta.url));
const glue = `${folder}${name}.js`;
/** As it was before it was cut: the folder is emptied for every build. */
const kept = `${folder}${name}_whole.wasm`;
const whole = existsSync(kept) ? readFileSync(kept) : stripped(readFileSync(`${folder}${name}_bg.wasm`));

/** Which places the first answer comes by. */
async function come() {
  const module = read(whole);
  const all = places(functions(module));
  watch(module, all);
  const calls = await import(pathToFileURL(glue).href);
  const exports = calls.initSync({ module: module.emitBinary() });
  await train[name](calls);
  return Array.from({ length: all.count }, (_, number) => exports[`%${number}`].value === 1);
}

/** The glue hands the first module what loads the rest. */
function withLoader(text) {
  if (text.includes("onRest")) return text;
  const [imports, last] = ['        "./NAME_bg.js": import0,\n'.replace("NAME", name), "export { initSync, __wbg_init as default };\n"];
  if (!text.includes(imports) || !text.includes(last)) throw new Error(`${name}.js is not as wasm-bindgen wrote it when this was made`);
  const loader = "let loadRest = () => undefined;\nexport function onRest(load) {\n    loadRest = load;\n}\n";
  return text
    .replace(imports, `${imports}        ${LOADER.module}: { ${LOADER.name}: () => loadRest() },\n`)
    .replace(last, `${loader}${last}`);
}

const counted = await come();
binaryen.setDebugInfo(true);
const module = read(whole);
const all = places(functions(module));
outline(module, all, counted);
module.runPasses(["remove-unused-names", "vacuum", "merge-blocks"]);
const named = module.emitBinary();
binaryen.setDebugInfo(false);
const stays = new Set(all.found.filter(({ start }) => counted[start]).map(({ of }) => of.name));
const { first, rest } = cut(named, (of) => stays.has(of), objects(readFileSync(linked)));

writeFileSync(kept, whole);
writeFileSync(`${folder}${name}_bg.wasm`, first);
writeFileSync(`${folder}${name}_rest.wasm`, rest);
writeFileSync(glue, withLoader(readFileSync(glue, "utf8")));
const types = `${folder}${name}.d.ts`;
const offered = readFileSync(types, "utf8").split("\n/** What loads the rest")[0];
writeFileSync(
  types,
  `${offered}\n/** What loads the rest of the module: it is called where that is needed and is not there. */\nexport function onRest(load: () => void): void;\n`,
);
const told = (bytes) => `${bytes.length.toLocaleString("en")} bytes (gzip ${gzipSync(bytes, { level: 9 }).length.toLocaleString("en")})`;
console.log(`${name}: ${told(whole)} in two: first ${told(first)}, rest ${told(rest)}`);
