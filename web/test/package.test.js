// The npm package as its users get it: packed, installed into a fresh project, built, and used.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
});

test("the manifest of elements has what a host page may use, under modules that it can import", () => {
  const { modules } = JSON.parse(readFileSync(here("../custom-elements.json"), "utf8"));
  const imported = Object.values(manifest.exports).map((entry) => entry.default);
  for (const { path } of modules) assert.ok(imported.includes(`./${path}`), path);
  const defined = modules.flatMap(({ path, exports }) => exports.filter(({ kind }) => kind === "custom-element-definition").map(({ name }) => `${path} ${name}`));
  assert.deepEqual(defined, ["lib/ui/define.js subcap-estimator"]);
  const [element, ...others] = modules.flatMap(({ declarations }) => declarations);
  assert.deepEqual([element.tagName, others], ["subcap-estimator", []]);
  const members = element.members.map(({ name, static: of }) => (of ? `static ${name}` : name));
  assert.deepEqual(members.sort(), ["engine", "fragment", "locale", "openDemo", "openFiles", "scenario", "start", "static engine", "theme", "words"]);
  const events = element.events.map(({ name, type }) => `${name}: ${type?.text}`);
  assert.deepEqual(events.sort(), ["subcap-error: CustomEvent<ErrorDetail>", "subcap-estimate: CustomEvent<EstimateDetail>"]);
});

test("the package holds its licences, and what its README names", () => {
  const names = run("tar", ["-tzf", basename(tarball)], folder).trim().split("\n").map((name) => name.replace(/^package\//, ""));
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "custom-elements.json"]) assert.ok(names.includes(name), name);
  const readme = readFileSync(here("../README.md"), "utf8");
  const linked = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link);
  const named = [...readme.matchAll(/`((?:\.\.|examples|scripts|src|test|lib|dist)\/[^`\s]*)`/g)].map(([, path]) => path);
  for (const path of [...linked, ...named]) assert.ok(names.some((name) => name === path || name.startsWith(`${path.replace(/\/$/, "")}/`)), path);
  const entries = [...readme.matchAll(/`(subcap\/[\w.-]+)`/g)].map(([, entry]) => entry);
  for (const entry of entries) assert.ok(manifest.exports[entry.replace("subcap", ".")], entry);
});

/** A file of a project that takes everything the package has, as strictly as it may. */
const TYPED = `
import "subcap/define";
import * as inlined from "subcap/inlined";
import { configure, Engine, isAborted, SubcapEstimator } from "subcap";
import type { Calls, EnginePort, ErrorDetail, EstateFile, EstimateDetail, GivenFile, LostDetail, Scenario, Words } from "subcap";
import { Engine as Alone, type EngineConfig } from "subcap/engine";

const config: EngineConfig = { wasm: "engine.wasm", rest: new URL("file:///engine-rest.wasm"), worker: () => new Worker("w.js") };
configure(config);
const alone: Engine = await Alone.start();
alone.addEventListener("lost", ({ detail }) => { const { reason, replaced }: LostDetail = detail; console.log(reason.length, replaced); });
alone.addEventListener("other", (event: Event) => console.log(event.type));
const plain: Uint8Array = new Uint8Array(3);
const file: EstateFile = { name: "hosts.csv", data: plain };
const input = document.createElement("input");
await alone.open([file, new File([], "vms.csv")], { asOf: "2025-12-31" }, { signal: new AbortController().signal });
if (input.files) await alone.open(input.files);
const body = (await fetch("hosts.csv")).body;
if (body) await alone.open([{ name: "hosts.csv", data: body }]);
const answer: Calls["estimate"][1] = await alone.estimate();
const text: string = await alone.json("readings");
const element: SubcapEstimator | null = document.querySelector("subcap-estimator");
const words: Words = { title: "Titel" };
const scenario: Scenario = { name: "ours" };
const port: EnginePort | undefined = element?.engine?.();
const given: GivenFile[] = [{ name: "hosts.csv", data: "host,cores" }, new File([], "vms.csv")];
if (element) await Object.assign(element, { words, scenario }).openFiles(given);
element?.addEventListener("subcap-error", ({ detail }) => console.log(detail.hint.length));
export const heard = (detail: EstimateDetail | ErrorDetail): boolean => isAborted(detail) || "code" in detail;
// @ts-expect-error is for the tests of the package alone
alone.breakForTest();
// @ts-expect-error registers, and exports nothing
inlined.SubcapEstimator;
// @ts-expect-error names of questions are known
alone.json("bogus");
console.log(answer.readings, text, port);
`;

test("its types hold in a strict project of few libraries, and none is any", () => {
  const path = project("typed");
  writeFileSync(join(path, "main.ts"), TYPED);
  const compilerOptions = { strict: true, skipLibCheck: false, target: "ES2022", lib: ["ES2022", "DOM"], types: [], noEmit: true };
  for (const [module, moduleResolution] of [["NodeNext", "NodeNext"], ["ESNext", "bundler"]]) {
    writeFileSync(join(path, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, module, moduleResolution }, files: ["main.ts"] }));
    run(process.execPath, [here("../node_modules/typescript/bin/tsc")], path);
  }
  const lib = join(path, "node_modules/subcap/lib");
  for (const name of readdirSync(lib, { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const code = readFileSync(join(lib, name), "utf8").replace(/\/\*[^]*?\*\/|\/\/.*|"[^"]*"/g, "");
    // A member may have the name.
    assert.doesNotMatch(code, /\bany\b(?!\()/, name);
  }
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

test("where scripts must be trusted, a policy of the portal starts the engine's thread", async () => {
  const path = project("trusting", [`vite@${manifest.devDependencies.vite}`]);
  writeFileSync(join(path, "main.js"), `
    import { configure, Engine, SubcapEstimator } from "subcap";
    import address from "subcap/worker.js?worker&url";
    const policy = trustedTypes.createPolicy("subcap-portal", { createScriptURL: (given) => given });
    const worker = () => new Worker(policy.createScriptURL(address), { type: "module" });
    configure({ worker });
    customElements.define("subcap-estimator", SubcapEstimator);
    document.querySelector("subcap-estimator").addEventListener("subcap-estimate", ({ detail }) => {
      document.querySelector("#total").textContent = detail.name;
    });
    document.title = (await Engine.start({ worker, fallback: false })).runs;
  `);
  run(process.execPath, [join(path, "node_modules/vite/bin/vite.js"), "build"], path);
  const policy = `${STRICT}; require-trusted-types-for 'script'; trusted-types lit-html subcap-portal`;
  const server = await serve({ "/": join(path, "dist") }, { policy });
  const { page, wrong } = await watched(await browser.newContext());
  await page.goto(`${server.address}/`);
  await demoIn(page, "Meridian");
  await page.waitForFunction(() => document.title === "worker");
  // Each of the two, and what the element keeps ready, in a thread.
  assert.ok(page.workers().length >= 2);
  assert.deepEqual(wrong, []);
  await server.close();
});

test("where wasm is forbidden, both forms say that there is no engine, and what to do", async () => {
  const bundled = project("without-wasm", [`vite@${manifest.devDependencies.vite}`]);
  run(process.execPath, [join(bundled, "node_modules/vite/bin/vite.js"), "build"], bundled);
  const inOne = join(folder, "portal-without-wasm");
  cpSync(here("../examples/portal"), inOne, { recursive: true });
  copyFileSync(here("../lib/inlined.js"), join(inOne, "subcap.js"));
  const policy = STRICT.replace(" 'wasm-unsafe-eval'", "").replace("worker-src 'self'", "worker-src 'self' blob:");
  for (const path of [join(bundled, "dist"), inOne]) {
    const server = await serve({ "/": path }, { policy });
    const { page } = await watched(await browser.newContext());
    await page.goto(`${server.address}/`);
    await page.waitForFunction(() => customElements.get("subcap-estimator") !== undefined);
    const told = await page.evaluate(() => {
      const element = document.querySelector("subcap-estimator");
      const told = new Promise((resolve) => element.addEventListener("subcap-error", ({ detail }) => resolve(detail)));
      return element.openDemo().then(() => told);
    });
    assert.equal(told.code, "no-engine", JSON.stringify(told));
    assert.match(told.hint, /wasm-unsafe-eval/);
    await server.close();
  }
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
