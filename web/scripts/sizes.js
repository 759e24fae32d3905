// Prints what is shipped, in bytes, beside what it was (sizes.json), and fails above the budget.
// `npm run sizes` after a change that moves them writes sizes.json anew, so that the log of changes has them.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const KB = 1000;

/** What may be at most: raw and gzip -9. */
const BUDGETS = {
  // All that a first answer takes.
  "engine wasm": { raw: 450 * KB, gzip: 180 * KB },
  // Loaded behind that answer.
  "engine's rest": { raw: 680 * KB, gzip: 305 * KB },
  // Loaded when the first export is given.
  "importers wasm": { gzip: 300 * KB },
  // Loaded beside them, for what few exports need.
  "importers' rest": { gzip: 250 * KB },
  "page script": { gzip: 90 * KB },
  "worker script": { gzip: 12 * KB },
  "single file": { raw: 1200 * KB },
  "standalone script": { raw: 1390 * KB },
};

function measured() {
  const assets = readdirSync(here("dist/site/assets")).map((name) => [name, readFileSync(here(`dist/site/assets/${name}`))]);
  const all = (test) => Buffer.concat(assets.filter(([name]) => test(name)).map(([, bytes]) => bytes));
  const files = {
    "engine wasm": all((name) => /^engine_bg.*\.wasm$/.test(name)),
    "engine's rest": all((name) => /^engine_rest.*\.wasm$/.test(name)),
    "importers wasm": all((name) => /^importer_bg.*\.wasm$/.test(name)),
    "importers' rest": all((name) => /^importer_rest.*\.wasm$/.test(name)),
    // What the page loads to show its first answer; the thread beside it is only loaded where no worker starts.
    "page script": all((name) => name.endsWith(".js") && !/^(worker|thread)-/.test(name)),
    "worker script": all((name) => /^worker-.*\.js$/.test(name)),
    "single file": readFileSync(here("dist/subcap.html")),
    "standalone script": readFileSync(here("dist/subcap.js")),
  };
  const size = (bytes) => ({ raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length });
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, size(bytes)]));
}

const before = JSON.parse(readFileSync(here("sizes.json"), "utf8"));
const now = measured();
const number = (value) => value.toLocaleString("en").padStart(11);
const change = (value) => (value === 0 ? "" : `${value > 0 ? "+" : ""}${value.toLocaleString("en")}`).padStart(9);
let over = false;
for (const [name, sizes] of Object.entries(now)) {
  const parts = ["raw", "gzip"].map((kind) => {
    const budget = BUDGETS[name][kind];
    const above = budget !== undefined && sizes[kind] > budget;
    over ||= above;
    const limit = budget === undefined ? "" : ` of ${budget.toLocaleString("en")}${above ? "  ABOVE THE BUDGET" : ""}`;
    return `${kind} ${number(sizes[kind])} ${change(sizes[kind] - (before[name]?.[kind] ?? 0))}${limit}`;
  });
  console.log(`${name.padEnd(18)} ${parts.join("   ")}`);
}
if (process.argv.includes("--write")) writeFileSync(here("sizes.json"), `${JSON.stringify(now, null, 2)}\n`);
if (over) process.exitCode = 1;
