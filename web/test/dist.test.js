// What `npm run build` left in dist is complete, runs, and asks no other server for anything.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { initSync, version } from "../src/engine/engine.js";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => ({ name: entry.name, bytes: readFileSync(`${entry.parentPath}/${entry.name}`) }));

test("the engine is there once and has the version of the workspace", () => {
  const engines = files.filter(({ name }) => name.endsWith(".wasm"));
  assert.equal(engines.length, 1);
  initSync({ module: engines[0].bytes });
  const manifest = readFileSync(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(version(), manifest.match(/^version = "(.+)"$/m)[1]);
});

test("no file holds the address of a server", () => {
  for (const { name, bytes } of files) {
    assert.deepEqual(bytes.toString("latin1").match(/(https?|wss?):\/\/[^\s"'`]*/g), null, name);
  }
});

test("no file holds a folder of the machine it was built on", () => {
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const folders = [cargo, fileURLToPath(new URL("../../", import.meta.url))];
  for (const { name, bytes } of files) {
    for (const folder of folders) assert.ok(!bytes.includes(folder), `${name} holds ${folder}`);
  }
});

test("the page forbids every other server", () => {
  const page = files.find(({ name }) => name === "index.html").bytes.toString();
  assert.match(page, /Content-Security-Policy"\s+content="default-src 'none';[^"]* connect-src 'self';/);
});
