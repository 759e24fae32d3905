// The npm package as its users get it: packed, installed into a fresh project, built, and used.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch, picture, watched } from "./support/browser.js";
import { serve, STRICT } from "./support/server.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const manifest = JSON.parse(readFileSync(here("../package.json"), "utf8"));
let folder;
let tarball;
let browser;

function run(program, args, cwd) {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
  }
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "subcap-package-"));
  run(npm, ["pack", "--silent", "--pack-destination", folder], here("../"));
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with the package installed. */
function project(name, more = []) {
  const path = join(folder, name);
  cpSync(here("../examples/vite"), path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  run(npm, ["install", "--silent", "--prefer-offline", "--no-audit", "--no-fund", tarball, ...more], path);
  return path;
}

/** Opens the demo in the element and waits for what the page around it says. */
async function demoIn(page, says) {
  await page.waitForFunction(() => customElements.get("subcap-estimator") !== undefined);
  await page.evaluate(() => document.querySelector("subcap-estimator").openDemo());
  await page.waitForFunction((says) => document.querySelector("#total").textContent.includes(says), says, { timeout: 60_000 });
}

test("the tools for packages find nothing wrong with it", () => {
  run(process.execPath, [here("../node_modules/publint/src/cli.js"), "--strict", "."], here("../"));
  const attw = here("../node_modules/@arethetypeswrong/cli/dist/index.js");
  run(process.execPath, [attw, tarball, "--profile", "esm-only", "--exclude-entrypoints", "engine.wasm", "engine-rest.wasm", "importer.wasm", "importer-rest.wasm", "worker.js", "custom-elements.json"], folder);
});

test("every entry names a file, its types first", () => {
  for (const [name, entry] of Object.entries(manifest.exports)) {
    const files = typeof entry === "string" ? [entry] : Object.values(entry);
    if (typeof entry !== "string") assert.equal(Object.keys(entry)[0], "types", name);
    for (const file of files) assert.ok(readFileSync(here(`../${file}`)).length > 0, file);
  }
  const elements = readFileSync(here("../custom-elements.json"), "utf8");
  assert.match(elements, /"tagName": "subcap-estimator"/);
  assert.match(elements, /subcap-estimate/);
});

test("a fresh Vite project builds with it and works under a strict policy", async () => {
  const path = project("app", [`vite@${manifest.devDependencies.vite}`]);
  run(process.execPath, [join(path, "node_modules/vite/bin/vite.js"), "build"], path);
  const server = await serve({ "/": join(path, "dist") });
  const { page, wrong, requests } = await watched(await browser.newContext());
  await page.goto(`${server.address}/`);
  await demoIn(page, "8 readings");
  await page.waitForFunction(() => document.title.includes("engine "));
  await picture(page, "package-in-vite");
  assert.deepEqual(wrong, []);
  assert.ok(requests.every((url) => url.startsWith(server.address) || /^(data|blob):/.test(url)), requests.join("\n"));
  await server.close();
});

test("the example portal embeds it by one script, and it may connect to nothing", async () => {
  const path = join(folder, "portal");
  cpSync(here("../examples/portal"), path, { recursive: true });
  copyFileSync(here("../lib/inlined.js"), join(path, "subcap.js"));
  const policy = STRICT.replace("worker-src 'self'", "worker-src blob:").replace("connect-src 'self'", "connect-src 'none'");
  const server = await serve({ "/": path }, { policy });
  const { page, wrong } = await watched(await browser.newContext());
  await page.goto(`${server.address}/`);
  await demoIn(page, "USD");
  assert.match(await page.textContent("#total"), /Meridian Freight Group.*: 2497562\.50 USD/);
  await picture(page, "portal");
  assert.deepEqual(wrong, []);
  assert.deepEqual(server.asked.sort(), ["/", "/portal.css", "/portal.js", "/subcap.js"]);
  await server.close();
});

test("it works in Node", () => {
  const path = project("node");
  const script = `
    import { Engine } from "subcap/engine";
    const engine = await Engine.start();
    await engine.openDemo();
    const { readings } = await engine.estimate({ readings: ["agreement"] });
    console.log(readings[0].total);
    engine.close();`;
  writeFileSync(join(path, "ask.js"), script);
  assert.equal(run(process.execPath, ["ask.js"], path).trim(), "2497562.50");
});
