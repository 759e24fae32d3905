// The engine's client in a browser: progress, cancelling, broken workers, large and hostile files.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch, watched } from "./support/browser.js";
import { serve, STRICT } from "./support/server.js";
import { zip as zipOf } from "./support/zip.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
let browser;
let server;

before(async () => {
  browser = await launch();
  const policies = {
    "/without-threads/": STRICT.replace("worker-src 'self'", "worker-src 'none'"),
    "/trusting/": `${STRICT}; require-trusted-types-for 'script'; trusted-types default`,
  };
  const headers = (path) => (path in policies ? { "content-security-policy": policies[path] } : {});
  const pages = ["/page/", ...Object.keys(policies)].map((path) => [path, here("support/empty/")]);
  server = await serve({ "/": here("../lib/"), ...Object.fromEntries(pages) }, { headers });
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Runs a function in a fresh page whose `engine` is started; fails if anything is wrong there. */
async function inPage(run, argument, { path = "/page/", tolerate = () => false, config = {} } = {}) {
  const context = await browser.newContext();
  const { page, wrong } = await watched(context);
  await page.goto(server.address + path);
  await page.evaluate(async (config) => {
    globalThis.client = await import("/engine-client/index.js");
    globalThis.engine = await client.Engine.start(config);
  }, config);
  try {
    return await page.evaluate(run, argument);
  } finally {
    assert.deepEqual(wrong.filter((text) => !tolerate(text)), []);
    await context.close();
  }
}

const TABLES = {
  "estate.toml": "as_of = 2025-12-31\nname = \"Small\"\nfirst_deployment = 2025-01-01\n",
  "hosts.csv": "host,cores,pvu_per_core\np1,16,70\n",
  "vms.csv": "vm,host,cores\nv1,p1,4\n",
  "installs.csv": "product,vm\nIBM MQ,v1\n",
  "products.csv": "product,metric,list_price\nIBM MQ,PVU,50\n",
};

/** The same as text, for a page. */
const zip = (files) => zipOf(files).toString("base64");

/** In the page: opens a zip, gives what came of it. */
const openZip = async ({ name, base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try {
    return { opened: await engine.open([{ name, data: new Blob([bytes]) }]) };
  } catch ({ code, message, file, hint }) {
    return { code, message, file, hint };
  }
};

test("tables that were typed are answered, in a worker", async () => {
  const { runs, total, opened } = await inPage(async (tables) => {
    const opened = await engine.openTables(tables);
    const report = await engine.estimate({ readings: ["agreement"] });
    return { runs: engine.runs, opened, total: report.readings[0].total };
  }, TABLES);
  assert.equal(runs, "worker");
  // 16 cores × 70 PVU at 50.00, and support; nothing is evidenced.
  assert.ok(Number(total) >= 16 * 70 * 50, total);
  assert.deepEqual(opened.files.map(({ file, table, rows }) => [file, table, rows]), [
    ["estate.toml", "estate.toml", 0],
    ["hosts.csv", "hosts.csv", 1],
    ["installs.csv", "installs.csv", 1],
    ["products.csv", "products.csv", 1],
    ["vms.csv", "vms.csv", 1],
  ]);
});

test("an error says where it is and what to do", async () => {
  const error = await inPage(async (tables) => {
    const { "hosts.csv": _, ...rest } = tables;
    return engine.openTables(rest).catch((error) => ({ isError: error instanceof client.EngineError, ...error.data() }));
  }, TABLES);
  assert.equal(error.isError, true);
  assert.equal(error.code, "missing-table");
  assert.ok(error.hint.length > 10);
});

test("wrong options are refused, and the engine goes on", async () => {
  const [code, opened] = await inPage(async (tables) => {
    await engine.openTables(tables);
    const code = await engine.explain({ product: 7 }).then(() => "taken", ({ code }) => code);
    return [code, (await engine.estimate()).schema];
  }, TABLES);
  assert.equal(code, "bad-option");
  assert.equal(opened, "subcap.report/1");
});

test("a folder in a zip is read; damage, bombs and other files are said", async (t) => {
  const cases = {
    "whole": { base64: zip(TABLES) },
    "wrong checksum": { base64: zip({ ...TABLES, "vms.csv": { data: TABLES["vms.csv"], crc: 7 } }), code: "input", message: /damaged/ },
    "no deflate": { base64: zip({ ...TABLES, "vms.csv": { data: "", packed: Buffer.from("none of it"), size: 9 } }), code: "input", message: /damaged/ },
    "says less than it is": { base64: zip({ ...TABLES, "vms.csv": { data: TABLES["vms.csv"], size: 3 } }), code: "not-an-estate", message: /bomb/ },
    "no zip": { base64: Buffer.from("this is a text").toString("base64"), code: "not-an-estate", message: /no zip/ },
    "cut off": { base64: Buffer.from(zip(TABLES), "base64").subarray(60).toString("base64"), code: "not-an-estate", message: /cannot be read|cut off/ },
  };
  for (const [what, { base64, code, message }] of Object.entries(cases)) {
    await t.test(what, async () => {
      const found = await inPage(openZip, { name: "estate.zip", base64 });
      if (code === undefined) return assert.equal(found.opened?.hosts, 1, JSON.stringify(found));
      assert.equal(found.code, code, JSON.stringify(found));
      assert.match(found.message, message);
      assert.ok(found.hint.length > 10);
    });
  }
});

test("a zip bomb ends early and harms nothing", async () => {
  // A fifth of a gigabyte of one row, packed a thousand to one.
  const rows = Buffer.alloc(200 << 20, "v1,p1,4\n");
  const bomb = zip({ ...TABLES, "vms.csv": Buffer.concat([Buffer.from("vm,host,cores\n"), rows]) });
  const answer = await inPage(openZip, { name: "bomb.zip", base64: bomb });
  assert.equal(answer.code, "not-an-estate", JSON.stringify(answer));
  assert.match(answer.message, /bomb/);
});

test("progress is told, and a reading can be given up; the estate before stays", async () => {
  const found = await inPage(async (tables) => {
    await engine.openTables(tables);
    const row = "vm-with-a-name,some-host,4,2025-01-01,2025-12-31\n".repeat(20_000);
    const large = new Blob(["vm,host,cores,from,to\n", ...Array(60).fill(row)]);
    const files = Object.entries({ ...tables, "vms.csv": large }).map(([name, data]) => ({ name, data }));
    const told = [];
    const control = new AbortController();
    const ended = await engine
      .open(files, {}, {
        signal: control.signal,
        onProgress: (progress) => {
          told.push(progress);
          if (progress.bytes > 4 << 20) control.abort();
        },
      })
      .then(() => "read", (error) => (client.isAborted(error) ? "given up" : String(error)));
    return { ended, told: told.slice(0, 3), size: large.size, hosts: (await engine.estimate()).name };
  }, TABLES);
  assert.equal(found.ended, "given up");
  assert.equal(found.hosts, "Small");
  assert.ok(found.told.length > 0 && found.told[0].rows > 0 && found.told[0].total > found.size, JSON.stringify(found));
});

test("warming up leaves what is open, and opens nothing", async () => {
  const found = await inPage(async (tables) => {
    const other = await client.Engine.start();
    await other.warmUp();
    const without = await other.estimate().catch(({ code }) => code);
    other.close();
    await engine.openTables(tables);
    const before = await engine.json("estimate", {});
    await engine.warmUp();
    return { without, same: (await engine.json("estimate", {})) === before };
  }, TABLES);
  assert.deepEqual(found, { without: "no-estate", same: true });
});

test("quarters come along for the readings asked for", async () => {
  const found = await inPage(async () => {
    await engine.openDemo();
    const scenario = { file: "s.toml", text: "discount_bp = 100" };
    const all = await engine.scenario({ scenario });
    const ask = async (quarters) => {
      const { readings } = await engine.scenario({ scenario, quarters });
      const same = readings.every((one, at) => one.total === all.readings[at].total && one.products.length === all.readings[at].products.length);
      const there = readings.filter(({ products }) => products.some(({ quarters }) => quarters.length > 0));
      const whole = there.every((one) => JSON.stringify(one) === JSON.stringify(all.readings.find(({ reading }) => reading === one.reading)));
      return { same, whole, there: there.map(({ reading }) => reading) };
    };
    const readings = all.readings.map(({ reading }) => reading);
    const shown = all.readings.filter(({ products }) => products.some(({ quarters }) => quarters.length > 0)).length;
    return { every: readings.length === shown, some: await ask(["opening", "agreement"]), none: await ask([]) };
  });
  const good = { same: true, whole: true };
  assert.equal(found.every, true);
  assert.deepEqual({ ...found.some, there: found.some.there.sort() }, { ...good, there: ["agreement", "opening"] });
  assert.deepEqual(found.none, { ...good, there: [] });
});

test("causes go from one scenario to another, and back to the position as it is", async () => {
  const answers = await inPage(async (tables) => {
    await engine.openTables(tables);
    const file = (name, bp) => ({ file: `${name}.json`, text: JSON.stringify({ name, discount_bp: bp }) });
    const [theirs, ours] = [file("theirs", 1000), file("ours", 2000)];
    return [
      await engine.scenario({ scenario: ours, against: theirs, causes: true, quarters: [] }),
      await engine.scenario({ against: theirs, causes: true, quarters: [] }),
      await engine.scenario({ scenario: theirs, quarters: [] }),
    ];
  }, TABLES);
  const cents = (amount) => Math.round(Number(amount) * 100);
  const total = (answer) => cents(answer.readings.find(({ reading }) => reading === "agreement").total);
  const [ours, asItIs, theirs] = answers;
  const causes = ({ causes }) => causes.filter(({ reading }) => reading === "agreement").map(({ step, amount }) => [step, cents(amount)]);
  assert.ok(total(theirs) > 0);
  assert.deepEqual(causes(ours), [["discount of 2000 bp instead of discount of 1000 bp", total(ours) - total(theirs)]]);
  assert.deepEqual(causes(asItIs), [["without discount of 1000 bp", total(asItIs) - total(theirs)]]);
});

test("calls of a slot overtake each other", async () => {
  const found = await inPage(async () => {
    await engine.openDemo();
    const ask = (bp) => engine.scenario({ scenario: { file: "s.toml", text: `discount_bp = ${bp}` } }, { slot: "levers" });
    const all = Array.from({ length: 30 }, (_, i) => ask(i * 100));
    const ended = await Promise.allSettled(all);
    return ended.map(({ status, reason }) => (status === "fulfilled" ? "answered" : reason.name));
  });
  assert.equal(found.at(-1), "answered");
  assert.ok(found.slice(0, -1).every((end) => end === "AbortError"), JSON.stringify(found));
});

for (const path of ["/page/", "/without-threads/"]) {
  const options = { path, tolerate: (text) => path !== "/page/" && /worker-src|violates|Worker/.test(text), config: { patienceMs: 2_000 } };

  test(`what a caller does wrong is refused, and what is open stays (${path})`, async () => {
    const found = await inPage(
      async (tables) => {
        await engine.openTables(tables);
        let lost = 0;
        engine.addEventListener("lost", () => lost++);
        const taken = new Uint8Array([1, 2]);
        structuredClone(taken.buffer, { transfer: [taken.buffer] });
        const read = new Blob(["x"]).stream();
        read.getReader();
        const texts = new ReadableStream({ start: (to) => (to.enqueue("host,cores\n"), to.close()) });
        const nothings = new ReadableStream({ start: (to) => (to.enqueue(null), to.close()) });
        const table = (data) => [{ name: "hosts.csv", data }];
        const demo = [{ name: "x.zip", data: "x" }];
        const slips = {
          "no files": () => engine.open(),
          "one file": () => engine.open(new File(["x"], "hosts.csv")),
          "a text": () => engine.open("hosts.csv"),
          "nothing in the list": () => engine.open([undefined]),
          "no data": () => engine.open([{ name: "hosts.csv" }]),
          "no name": () => engine.open([{ data: "x" }]),
          "of an element": () => engine.open([{ path: "hosts.csv", file: new File(["x"], "hosts.csv") }]),
          "a number": () => engine.open(table(7)),
          "bytes that were given away": () => engine.open(table(taken)),
          "a buffer that was given away": () => engine.open(table(taken.buffer)),
          "a stream that is read": () => engine.open(table(read)),
          "a stream of texts": () => engine.open(table(texts)),
          "a stream of nothing": () => engine.open(table(nothings)),
          "options": () => engine.open(demo, 7),
          "imports": () => engine.open(demo, { imports: null }),
          "kinds": () => engine.open(demo, { imports: { kinds: { "x.zip": 7 } } }),
          "since": () => engine.open(demo, { imports: { since: 2025 } }),
          "tables": () => engine.openTables(null),
          "the demo's options": () => engine.openDemo("x"),
          "files to compare with": () => engine.compareFiles([{ name: "x" }]),
          "how to compare": () => engine.compareFiles(demo, { estate: null }),
          "report": () => engine.compareReport(undefined),
          "question": () => engine.json("bogus", {}),
          "what is inherited": () => engine.json("constructor"),
          "what is no question": () => engine.json("free"),
          "options of a question": () => engine.json("explain", null),
          "readings": () => engine.readings(7),
          "signal": () => engine.estimate({}, { signal: {} }),
          "slot": () => engine.estimate({}, { slot: {} }),
          "control": () => engine.openDemo({}, null),
        };
        // A page beside its engine copies nothing, and calls nothing.
        if (engine.runs === "worker") slips["a function"] = () => engine.estimate({ readings: () => [] }, { slot: "s" });
        const ended = {};
        for (const [what, slip] of Object.entries(slips)) {
          const end = await slip().then(() => "taken", (error) => (error instanceof client.EngineError && error.hint ? error.code : `${error}`));
          const after = await engine.estimate({}, { slot: "s" }).then(({ name }) => name, ({ code }) => code);
          if (end !== "bad-option" || after !== "Small") ended[what] = [end, after];
        }
        return { runs: engine.runs, ended, lost, readings: (await engine.json("readings")) === (await engine.json("readings", {})) };
      },
      TABLES,
      options,
    );
    assert.deepEqual(found, { runs: path === "/page/" ? "worker" : "page", ended: {}, lost: 0, readings: true });
  });
}

test("files are taken as an input gives them, and bytes of any memory", async () => {
  const found = await inPage(async (tables) => {
    const files = Object.entries(tables).map(([name, text]) => new File([text], name));
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
    const dropped = new DataTransfer();
    for (const file of files) dropped.items.add(file);
    input.files = dropped.files;
    const shared = new Uint8Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
    const other = new Uint8Array(1 << 20);
    const bytes = (text, memory) => {
      const part = memory.subarray(100, 100 + text.length);
      part.set(new TextEncoder().encode(text));
      return part;
    };
    const inFolder = files.map((file) => Object.defineProperty(file, "webkitRelativePath", { value: `Folder/${file.name}` }));
    const given = {
      list: input.files,
      spread: [...input.files],
      folder: inFolder,
      bytes: Object.entries(tables).map(([name, text]) => ({ name, data: bytes(text, name === "vms.csv" ? shared : other.slice()) })),
    };
    const opened = {};
    for (const [how, files] of Object.entries(given)) opened[how] = (await engine.open(files)).files.map(({ file }) => file).join();
    return opened;
  }, TABLES);
  const names = "estate.toml,hosts.csv,installs.csv,products.csv,vms.csv";
  assert.deepEqual(found, { list: names, spread: names, folder: names, bytes: names });
});

test("a stream that breaks off is the file's fault", async () => {
  const found = await inPage(async (tables) => {
    await engine.openTables(tables);
    const broken = new ReadableStream({ pull: (to) => to.error(new TypeError("network error")) });
    const end = await engine.open([{ name: "hosts.csv", data: broken }]).catch(({ code, file }) => `${code} ${file}`);
    return [end, (await engine.estimate()).name];
  }, TABLES);
  assert.deepEqual(found, ["input hosts.csv", "Small"]);
});

test("who gives up is heard in the same breath, and always hears an AbortError", async () => {
  const found = await inPage(async (tables) => {
    const ends = {};
    const given = async (what, call, reason) => {
      const control = new AbortController();
      if (what === "before") control.abort(reason);
      const ended = call(control.signal).then(() => "answered", (error) => [client.isAborted(error), error.cause]);
      control.abort(reason);
      ends[what] = await ended;
    };
    await engine.openTables(tables);
    const open = (signal) => engine.openDemo({}, { signal });
    await given("opening", open);
    await given("with a reason", open, "closed the dialog");
    await given("before", open, "too late");
    await given("asking", (signal) => engine.estimate({}, { signal }));
    const first = engine.estimate({}, { slot: "s" }).catch(client.isAborted);
    await given("waiting in a slot", (signal) => engine.explain({}, { signal, slot: "s" }));
    const last = engine.estimate({}, { slot: "s" }).then(({ name }) => name);
    ends.slot = [await first, await last];
    engine.breakForTest();
    await engine.estimate().catch(() => undefined);
    await given("while another engine starts", open);
    await engine.openTables(tables);
    return { ...ends, open: (await engine.estimate()).name };
  }, TABLES);
  assert.deepEqual(found, {
    "opening": [true, undefined],
    "with a reason": [true, "closed the dialog"],
    "before": [true, "too late"],
    "asking": [true, undefined],
    "waiting in a slot": [true, undefined],
    "slot": [true, "Small"],
    "while another engine starts": [true, undefined],
    "open": "Small",
  });
});

test("an engine that was closed says so", async () => {
  const found = await inPage(async () => {
    const under = engine.openDemo().catch(client.isAborted);
    engine.close();
    const ask = () => engine.estimate({}, { slot: "s" }).catch(({ code, message, hint }) => ({ code, message, hint }));
    return [await under, await ask(), await ask()];
  });
  const closed = { code: "no-engine", message: "the engine was closed", hint: "Start another one: Engine.start()." };
  assert.deepEqual(found, [true, closed, closed]);
});

test("a broken engine is replaced, and says so", async () => {
  const found = await inPage(async (tables) => {
    await engine.openTables(tables);
    const lost = new Promise((resolve) => engine.addEventListener("lost", (event) => resolve(event.detail)));
    const waiting = engine.sensitivity().then(() => "answered", ({ code }) => code);
    engine.breakForTest();
    const other = engine.estimate().then(() => "answered", ({ code }) => code);
    const detail = await lost;
    const without = await engine.estimate().catch(({ code }) => code);
    await engine.openTables(tables);
    return { waiting: await waiting, other: await other, detail, without, again: (await engine.estimate()).name };
  }, TABLES);
  assert.equal(found.detail.replaced, true);
  assert.ok(["answered", "engine-lost"].includes(found.waiting));
  assert.equal(found.other, "engine-lost");
  assert.equal(found.without, "no-estate");
  assert.equal(found.again, "Small");
});

test("without threads the engine runs beside the page", async () => {
  const refused = (text) => /worker-src|violates|Worker/.test(text);
  const found = await inPage(
    async (tables) => {
      await engine.openTables(tables);
      return { runs: engine.runs, name: (await engine.estimate()).name };
    },
    TABLES,
    { path: "/without-threads/", tolerate: refused, config: { patienceMs: 1_000 } },
  );
  assert.deepEqual(found, { runs: "page", name: "Small" });
});

test("where scripts must be trusted, a default policy lets the thread start", async () => {
  const refused = (text) => /TrustedScriptURL/.test(text);
  const found = await inPage(
    async () => {
      const without = engine.runs;
      trustedTypes.createPolicy("default", { createScriptURL: (given) => (given.endsWith("/worker.js") ? given : null) });
      return [without, (await client.Engine.start()).runs];
    },
    undefined,
    { path: "/trusting/", tolerate: refused },
  );
  assert.deepEqual(found, ["page", "worker"]);
});

test("a file of a gigabyte is read in slices and refused or answered, not fatal", async () => {
  const found = await inPage(async (tables) => {
    // One mebibyte a thousand times over: it takes no room until it is read.
    const part = new Blob([("x".repeat(1023) + "\n").repeat(1024)]);
    const large = new Blob(["vm,host,cores\n", ...Array(1024).fill(part)]);
    const files = Object.entries({ ...tables, "vms.csv": large }).map(([name, data]) => ({ name, data }));
    let most = 0;
    const start = performance.now();
    const end = await engine
      .open(files, {}, { onProgress: ({ bytes }) => (most = Math.max(most, bytes)) })
      .then(({ findings }) => findings.length, ({ code }) => code);
    return { size: large.size, end, most, ms: performance.now() - start, after: (await engine.openTables(tables)).name };
  }, TABLES);
  assert.ok(found.size > 2 ** 30);
  assert.equal(found.after, "Small");
  assert.ok(found.end === 1001 || typeof found.end === "string" || found.end > 0, JSON.stringify(found));
  console.log(`# a gigabyte: ${JSON.stringify(found)}`);
});
