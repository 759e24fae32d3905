// The engine in two modules: the first is all that a first answer takes, the rest comes behind it or when needed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Engine } from "../lib/engine-client/index.js";
import { launch, watched } from "./support/browser.js";
import { serve } from "./support/server.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A page with a started engine; `missing` says what its server has not. */
async function withEngine(missing, run, tolerate = () => false) {
  const server = await serve({ "/": here("../lib/"), "/engine/page/": here("support/empty/") }, { missing });
  const context = await browser.newContext();
  const { page, wrong } = await watched(context);
  try {
    await page.goto(`${server.address}/engine/page/`);
    await page.evaluate(async () => {
      globalThis.client = await import("/engine-client/index.js");
      globalThis.engine = await client.Engine.start({ fallback: false });
    });
    await run(page, server);
    assert.deepEqual(wrong.filter((text) => !tolerate(text)), []);
  } finally {
    await context.close();
    await server.close();
  }
}

const isRest = (path) => path.endsWith("_rest.wasm");

test("the demo's first answer takes the first module only", async () => {
  await withEngine(
    isRest,
    async (page) => {
      const total = await page.evaluate(async () => {
        await engine.warmUp();
        await engine.openDemo();
        return (await engine.estimate()).readings[0].total;
      });
      assert.equal(total, "14036932.00");
    },
    (text) => text.includes("404") || text.includes("engine_rest.wasm"),
  );
});

test("the rest is asked for behind the first answer, once", async () => {
  await withEngine(() => false, async (page, { asked }) => {
    assert.deepEqual(asked.filter(isRest), [], "before the first answer");
    await page.evaluate(() => engine.openDemo());
    await page.evaluate(async () => {
      await engine.explain();
      await engine.evidence();
    });
    assert.deepEqual(asked.filter(isRest), ["/engine/engine_rest.wasm"]);
  });
});

test("what only the rest has is loaded at once where it is met on the way", async () => {
  await withEngine(() => false, async (page, { asked }) => {
    // A first estate that is wrong in many ways: reading it takes what no good one takes.
    const codes = await page.evaluate(async () => {
      const { findings } = await engine.openTables({
        "estate.toml": "as_of = 2025-12-31\nfirst_deployment = 2025-01-01\n",
        "hosts.csv": "host,cores,pvu_per_core\np1,16,70\np2,many,70\n",
        "vms.csv": "vm,host,cores,pool\nv1,p1,4,none\nv2,p9,4,\n",
        "installs.csv": "product,vm\nIBM MQ,v1\nIBM DB,v1\n",
        "products.csv": "product,metric,list_price\nIBM MQ,PVU,50\n",
        "evidence.csv": "id,kind,scope,from,to\nR,report,host:p7,2025-01-01,\n",
      });
      return findings.map(({ code }) => code);
    });
    for (const code of ["not-a-number", "unknown-pool", "unknown-host", "unknown-product"]) assert.ok(codes.includes(code), `${code}: ${codes}`);
    assert.ok(asked.some(isRest));
  });
});

test("a rest that is not there is said, and a new engine answers what the first module can", async () => {
  await withEngine(
    isRest,
    async (page) => {
      const told = await page.evaluate(async () => {
        await engine.openDemo();
        return engine.explain().then(() => null, ({ code, message }) => ({ code, message }));
      });
      assert.equal(told.code, "engine-lost");
      assert.match(told.message, /part of the engine could not be loaded .*engine_rest\.wasm: 404/);
      const total = await page.evaluate(async () => {
        await engine.openDemo();
        return (await engine.estimate()).readings.at(-1).total;
      });
      assert.equal(total, "621156.49");
    },
    (text) => text.includes("404") || text.includes("engine_rest.wasm"),
  );
});

test("bytes and addresses of both modules may be given", async () => {
  await withEngine(() => false, async (page) => {
    const sums = await page.evaluate(async () => {
      const bytes = async (name) => (await fetch(`/engine/${name}.wasm`)).arrayBuffer();
      const configs = [
        { wasm: await bytes("engine_bg"), rest: await bytes("engine_rest") },
        { wasm: new URL("/engine/engine_bg.wasm", location.href), rest: "/engine/engine_rest.wasm" },
        // For the page, which lies elsewhere than the thread.
        { wasm: "../engine_bg.wasm", rest: "../engine_rest.wasm", importer: "../../importer/importer_bg.wasm", importerRest: "../../importer/importer_rest.wasm" },
        { rest: "../engine_rest.wasm" },
      ];
      const sums = [];
      for (const config of configs) {
        const other = await client.Engine.start({ ...config, fallback: false });
        await other.openDemo();
        sums.push((await other.odds({ readings: ["agreement"] })).readings.length + Math.sign((await other.kinds()).length));
        other.close();
      }
      return sums;
    });
    assert.deepEqual(sums, [2, 2, 2, 2]);
  });
});

test("a first part alone is refused, with what to give", async () => {
  await withEngine(() => false, async (page) => {
    const refused = await page.evaluate(async () => {
      const told = ({ code, message, hint }) => ({ code, message, hint });
      const wasm = "/engine/engine_bg.wasm";
      const engine = await client.Engine.start({ wasm }).catch(told);
      const alone = await client.Engine.start({ importer: "/importer/importer_bg.wasm" });
      return [engine, await alone.kinds().catch(told), (await alone.openDemo()).name];
    });
    for (const { code, message, hint } of refused.slice(0, 2)) {
      assert.equal(code, "no-engine");
      assert.match(message, /the first of two/);
      assert.match(hint, /engine-rest\.wasm as `rest`.*importer-rest\.wasm as `importerRest`/);
    }
    assert.match(refused[2], /^Meridian/);
  });
});

test("in Node files are given by address, path or bytes, and one that is not there is said", async () => {
  const file = (name) => new URL(`../lib/engine/${name}.wasm`, import.meta.url);
  const path = (name) => relative(process.cwd(), fileURLToPath(file(name)));
  const bytes = async (name) => new Uint8Array(await readFile(file(name))).buffer;
  for (const given of [({ href }) => href, (url) => url, (_, name) => path(name), (_, name) => bytes(name)]) {
    const engine = await Engine.start({ wasm: await given(file("engine_bg"), "engine_bg"), rest: await given(file("engine_rest"), "engine_rest") });
    assert.equal(engine.runs, "page");
    assert.match((await engine.openDemo()).name, /Meridian/);
    await engine.explain();
    engine.close();
  }
  const nowhere = [() => file("nowhere"), () => file("nowhere").href, () => path("nowhere"), () => Promise.reject(new Error("nowhere"))];
  for (const wasm of nowhere) {
    await assert.rejects(Engine.start({ wasm: wasm() }), ({ name, code, message, hint }) => {
      assert.deepEqual([name, code], ["EngineError", "no-engine"]);
      assert.match(message, /nowhere/);
      return hint.length > 10;
    });
  }
  await assert.rejects(Engine.start({ wasm: file("engine_bg").href }), ({ code, message }) => code === "no-engine" && /first of two/.test(message));
});
