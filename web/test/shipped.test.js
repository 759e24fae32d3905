// What `npm run build` made is whole, says nothing of the machine it was made on, and asks no server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

import { decompress } from "lzma1";

import { crc32 } from "../lib/engine-client/zip.js";
import { initSync, version } from "../lib/engine/engine.js";
import { launch, picture, watched } from "./support/browser.js";
import { SNAPSHOT } from "./support/exports.js";
import { serve } from "./support/server.js";
import { zip } from "./support/zip.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path));

function filesOf(folder) {
  return readdirSync(here(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }));
}

const wasm = read("../src/engine/engine_whole.wasm");
const html = read("../dist/subcap.html").toString();
const part = (name) => html.match(new RegExp(`<script type="text/plain" id="subcap-${name}">([^<]+)</script>`))[1];
/** The page's script, which the single file holds packed. */
const script = gunzipSync(Buffer.from(part("script"), "base64"));
const shipped = [...filesOf("../dist/"), ...filesOf("../lib/"), { name: "the script in subcap.html", bytes: script }];
/** Addresses of published texts: shown as citations, never asked by the page. */
const cited = new Set(read("../../core/data/sources.csv").toString().match(/https?:\/\/[^\s",]+/g));

/** Base 85 by its definition, written without the page's. */
function bytesOf(letters) {
  const alphabet = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{}"];
  const digits = [...letters].map((letter) => alphabet.indexOf(letter));
  assert.ok(!digits.includes(-1));
  const bytes = [];
  for (let at = 1; at < digits.length; at += 5) {
    const word = digits.slice(at, at + 5).reduce((sum, digit) => sum * 85 + digit, 0);
    bytes.push(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
  }
  return Uint8Array.from(bytes.slice(0, bytes.length - digits[0]));
}

test("the engine has the version of the workspace", () => {
  initSync({ module: wasm });
  const manifest = read("../../Cargo.toml").toString();
  assert.equal(version(), manifest.match(/^version = "(.+)"$/m)[1]);
});

test("no file holds the address of a server, but those of citations and names of formats", () => {
  // Names of formats have the form of an address and are none.
  const formats = /^https?:\/\/(www\.w3\.org|json-schema\.org)\//;
  // The package's modules are sources: their comments may cite; what is bundled of them is looked at here.
  for (const { name, bytes } of [...filesOf("../dist/"), ...shipped.slice(-1)]) {
    // Texts of the engine stand end to end, so that an address may have a tail.
    const addresses = bytes.toString("latin1").match(/(https?|wss?):\/\/[\w.-]+\.[a-z]{2,}[^\s"'`,)>]*/g) ?? [];
    const strange = addresses.filter((found) => !formats.test(found) && ![...cited].some((url) => found.startsWith(url)));
    assert.deepEqual(strange, [], name);
  }
});

test("the single file holds engine and importers, and no address outside of it", () => {
  assert.doesNotMatch(html + script, /(https?|wss?):\/\/(?!www\.w3\.org)/);
  for (const [name, module] of [["engine", wasm], ["importer", read("../src/importer/importer_whole.wasm")]]) {
    const [, checksum, letters] = part(name).match(/^([0-9a-f]+):(.+)$/);
    assert.equal(Number.parseInt(checksum, 16), crc32(module), name);
    assert.ok(Buffer.from(decompress(bytesOf(letters))).equals(module), name);
  }
  assert.match(script.toString(), /subcap-estimator/);
});

test("no file holds a folder of the machine it was built on", () => {
  const folders = [process.env.CARGO_HOME ?? join(homedir(), ".cargo"), here("../../"), homedir() + "/"];
  for (const { name, bytes } of shipped) {
    for (const folder of folders) assert.ok(!bytes.includes(folder), `${name} holds ${folder}`);
  }
});

test("the hosted page and the single file forbid every other server", () => {
  const site = read("../dist/site/index.html").toString();
  assert.match(site, /Content-Security-Policy"\s+content="default-src 'none';[^"]* connect-src 'self';/);
  assert.match(html, /Content-Security-Policy" content="default-src 'none';[^"]* connect-src 'none';/);
});

test("building again gives the same bytes", () => {
  const before = filesOf("../dist/");
  for (const args of [["node_modules/vite/bin/vite.js", "build", "--logLevel", "error"], ["scripts/single.js"]]) {
    execFileSync(process.execPath, args, { cwd: here("../"), stdio: "pipe" });
  }
  const after = filesOf("../dist/");
  assert.deepEqual(after.map(({ name }) => name), before.map(({ name }) => name));
  for (const [index, { name, bytes }] of after.entries()) assert.ok(bytes.equals(before[index].bytes), name);
});

test("in a browser", async (t) => {
  const browser = await launch();
  after(() => browser.close());

  await t.test("the single file works from disk without a request", async () => {
    const context = await browser.newContext({ offline: true, locale: "en-GB" });
    const { page, wrong, requests } = await watched(context);
    const file = pathToFileURL(here("../dist/subcap.html")).href;
    await page.goto(file);
    await ready(page);
    await picture(page, "single-file");
    // What reads exports is in the file, too.
    await page.getByRole("button", { name: "Change figures" }).click();
    await page.locator('input[name="files"]').setInputFiles({ name: "snapshot.zip", mimeType: "application/zip", buffer: zip(SNAPSHOT) });
    await page.getByText("Exports: 4 of 4 files used").waitFor();
    // The file itself, and the thread made from its own text.
    assert.deepEqual(requests.filter((url) => url !== file && !/^(blob|data):/.test(url)), []);
    assert.deepEqual(wrong, []);
    const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "asked", () => "refused"));
    assert.equal(refused, "refused");
    assert.match(wrong.join("\n"), /Content Security Policy|violates/, "it is the policy that refuses");
    await context.close();
  });

  await t.test("a single file that was damaged on its way does not count", async () => {
    const at = html.indexOf(part("engine")) + 1000;
    const damaged = html.slice(0, at) + (html[at] === "a" ? "b" : "a") + html.slice(at + 1);
    const file = join(mkdtempSync(join(tmpdir(), "subcap-")), "damaged.html");
    writeFileSync(file, damaged);
    const page = await browser.newPage({ locale: "en-GB" });
    await page.goto(pathToFileURL(file).href);
    await page.getByText("this file is damaged").first().waitFor();
    await page.close();
  });

  await t.test("the hosted page works under a strict policy", async () => {
    const server = await serve({ "/": here("../dist/site/") });
    const { page, wrong, requests } = await watched(await browser.newContext({ locale: "en-GB" }));
    await page.goto(`${server.address}/`);
    await ready(page);
    await picture(page, "hosted");
    assert.deepEqual(wrong, []);
    assert.ok(requests.every((url) => url.startsWith(server.address) || /^(blob|data):/.test(url)));
    await server.close();
  });
});

/** The demo's figures are there. */
async function ready(page) {
  await page.waitForFunction(() => customElements.get("subcap-estimator") !== undefined);
  await page.evaluate(() => document.querySelector("subcap-estimator").openDemo());
  await page.getByText("2,497,562.50").first().waitFor({ timeout: 60_000 });
}
