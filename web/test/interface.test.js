// What the engine offers to JavaScript changes only on purpose, and the types of its answers are those that
// the core publishes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { files } from "../scripts/types.js";

/** What is left without comments and texts: there `any` is a type. */
const code = (text) => text.replace(/\/\*[^]*?\*\/|"[^"]*"/g, "");

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

for (const [module, committedAt] of [
  ["engine", "wasm/engine.d.ts"],
  ["importer", "wasm/import/importer.d.ts"],
]) {
  test(`the interface of ${module} is the committed one (${committedAt})`, () => {
    // The second half is how the glue calls the wasm: its own affair.
    const offered = (text) => text.slice(0, text.indexOf("export type InitInput"));
    const [built, committed] = [read(`../src/${module}/${module}.d.ts`), read(`../../${committedAt}`)];
    assert.equal(built.includes("export type InitInput"), true);
    assert.equal(offered(built), offered(committed), `on purpose? cp web/src/${module}/${module}.d.ts ${committedAt}`);
    assert.doesNotMatch(code(offered(built)), /\bany\b/);
  });
}

test("the types of the answers are made from the published schemas", async () => {
  for (const [file, text] of await files()) {
    assert.equal(text, read(`../src/engine-client/answers/${file}`), `${file} is behind: npm run types`);
    assert.doesNotMatch(code(text), /\bany\b/);
  }
});
