// Exports of other tools in the client give what the command line makes of the same files, byte for byte.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { Engine } from "../lib/engine-client/index.js";
import { commandLine, importCases, printedOf } from "./support/cases.js";
import { RVTOOLS, SNAPSHOT } from "./support/exports.js";
import { zip } from "./support/zip.js";

const program = commandLine();
let engine;
before(async () => (engine = await Engine.start()));
after(() => engine.close());

const json = ["--format", "json"];
const files = (given) => Object.entries(given).map(([name, data]) => ({ name, data: new Blob([data]) }));

/** What the client answers; null where it cannot. */
async function answered(given, imports = {}) {
  try {
    await engine.open(files(given), { imports });
    return await engine.json("estimate", {});
  } catch {
    return null;
  }
}

test("every case of tests/imports", async (t) => {
  const cases = importCases();
  assert.ok(cases.length > 0);
  for (const { name, files } of cases) {
    await t.test(name, async () => assert.equal(await answered(files), printedOf(program, files, ["estimate", "given", ...json])));
  }
});

const DAILY = (product, cluster = "c1") =>
  ["2025-04-01", "2025-04-02"].reduce((text, day) => `${text}${day},${product},0a,VIRTUAL_PROCESSOR_CORE,4,${cluster}\n`, "date,name,id,metricName,metricQuantity,clusterId\n");
const NAMED = (n) => `products_daily_2025-04-01_2025-04-02_c${n}.csv`;
const PRICES = "product,metric,list_price\nIBM MQ,VPC,900\n";
const TABLES = {
  "estate.toml": 'as_of = 2025-12-31\nname = "Small"\nfirst_deployment = 2025-01-01\n',
  "hosts.csv": "host,cores,pvu_per_core\np1,16,70\n",
  "vms.csv": "vm,host,cores\nv1,p1,4\n",
  "installs.csv": "product,vm\nIBM MQ,v1\n",
  "products.csv": "product,metric,list_price\nIBM MQ,VPC,50\n",
};
const PACKED = Object.fromEntries(
  Object.entries(TABLES).flatMap(([name, text]) => (name === "products.csv" ? [] : name.endsWith(".toml") ? [[name, text]] : [[`${name}.gz`, gzipSync(text)]])),
);
const inFolder = (files, folder = "given") => Object.fromEntries(Object.entries(files).map(([name, data]) => [`${folder}/${name}`, data]));

/** Name → what is given, arguments of the command line (else the folder), options beside. */
const MIXES = {
  "an export beside tables in a folder": { files: inFolder({ ...TABLES, [NAMED(1)]: DAILY("IBM ACE"), "notes.txt": "to do\n" }) },
  "one table beside exports": { files: inFolder({ [NAMED(1)]: DAILY("IBM MQ"), [NAMED(2)]: DAILY("IBM MQ", "c2"), "products.csv": PRICES }) },
  "files one by one": { files: { [NAMED(10)]: DAILY("IBM MQ", "c10"), [NAMED(2)]: DAILY("IBM ACE", "c2"), "products.csv": PRICES }, args: [NAMED(2), NAMED(10), "products.csv"] },
  "a zip": { files: { "use.zip": zip({ [NAMED(10)]: DAILY("IBM MQ", "c10"), [`deep/${NAMED(2)}`]: DAILY("IBM ACE", "c2"), "readme.txt": "none\n" }) }, args: ["use.zip"] },
  "zips within a zip": {
    files: inFolder({ "all.zip": zip({ "b.zip": zip({ "c.zip": zip({ [NAMED(3)]: DAILY("IBM MQ", "c3") }), [NAMED(2)]: DAILY("IBM MQ", "c2") }), [NAMED(1)]: DAILY("IBM MQ") }) }),
  },
  "a snapshot and RVTools, with prices": {
    files: inFolder({ "snapshot.zip": zip(SNAPSHOT), "products.csv": PRICES.replace("VPC", "PVU"), ...RVTOOLS }),
  },
  "a snapshot unpacked, RVTools in a folder beside it": { files: { ...inFolder(SNAPSHOT, "given/s"), ...inFolder(RVTOOLS, "given/r") } },
  "without machines that were off": {
    files: inFolder({ "snapshot.zip": zip(SNAPSHOT), ...RVTOOLS }),
    imports: { withoutPoweredOff: true },
    args: ["given", "--without-powered-off"],
  },
  "a zip of tables": { files: { "estate.zip": zip(TABLES) }, args: ["estate.zip"] },
  "packed tables beside a packed export": {
    files: inFolder({ ...PACKED, "products.csv": TABLES["products.csv"], [`${NAMED(1)}.gz`]: gzipSync(DAILY("IBM ACE")) }),
  },
  "a packed table in a zip": { files: { "estate.zip": zip({ ...PACKED, "products.csv": TABLES["products.csv"] }) }, args: ["estate.zip"] },
  "packed files one by one": { files: { [`${NAMED(2)}.gz`]: gzipSync(DAILY("IBM MQ", "c2")), "products.csv.gz": gzipSync(PRICES) }, args: [`${NAMED(2)}.gz`, "products.csv.gz"] },
  "a table's name without its columns": { files: inFolder({ "products.csv": DAILY("IBM MQ") }) },
  "folders of exports": { files: inFolder({ "one/checksums.txt": "", [`one/${NAMED(2)}`]: DAILY("IBM MQ", "c2"), [`one/${NAMED(1)}`]: DAILY("IBM MQ"), [`two/${NAMED(3)}`]: DAILY("IBM ACE", "c3"), ".hidden/x.csv": DAILY("IBM ACE") }) },
  "an unknown file beside tables that are given one by one": { files: { ...TABLES, "notes.txt": "to do\n" }, args: [...Object.keys(TABLES), "notes.txt"] },
  "nothing that is known": { files: inFolder({ "notes.txt": "to do\n" }) },
  "a file that is overruled": { files: inFolder({ [NAMED(1)]: DAILY("IBM MQ") }), imports: { kinds: { [NAMED(1)]: "entitlements" } }, args: ["given", "--read-as", `${NAMED(1)}=entitlements`] },
  "since a day": { files: inFolder({ [NAMED(1)]: DAILY("IBM MQ") }), imports: { since: "2024-01-01", withoutPoweredOff: true }, args: ["given", "--since", "2024-01-01", "--without-powered-off"] },
  // More than are listed one by one: the rest is counted.
  "two thousand bad rows": { files: inFolder({ [NAMED(1)]: DAILY("IBM MQ") + "2025-04-03,IBM MQ,0a,VIRTUAL_PROCESSOR_CORE,many,c1\n".repeat(2000) }) },
};

test("mixes of tables and exports", async (t) => {
  for (const [name, { files, args = ["given"], imports }] of Object.entries(MIXES)) {
    await t.test(name, async () => {
      const due = printedOf(program, files, ["estimate", ...args, ...json]);
      assert.equal(await answered(files, imports), due);
      if (/nothing|overruled|without its/.test(name)) return;
      assert.notEqual(due, null, "the command line answers");
    });
  }
});

test("what was recognised is said, with an estate and without", async () => {
  const opened = await engine.open(files({ [NAMED(1)]: DAILY("IBM MQ"), "notes.txt": "to do\n", "estate.toml": TABLES["estate.toml"], "products.csv": PRICES }));
  assert.deepEqual(opened.exports.map(({ file, kind, rows, used }) => [file, kind, rows, used]), [
    ["notes.txt", "unknown", 0, false],
    [NAMED(1), "products-daily", 2, true],
  ]);
  assert.deepEqual(opened.files.map(({ file }) => file), ["estate.toml", "products.csv"]);
  const tables = await engine.convertedTables();
  assert.ok(tables.some(({ file, text }) => file === "hosts.csv" && text.startsWith("host,")), JSON.stringify(tables));
  const refused = await engine.open(files({ "notes.txt": "to do\n" })).catch((error) => error);
  assert.equal(refused.code, "not-an-estate");
  assert.deepEqual(refused.exports.map(({ file, used }) => [file, used]), [["notes.txt", false]]);
  assert.equal((await engine.estimate()).name, "Small", "the estate before stays");
  const kinds = await engine.kinds();
  assert.ok(kinds.some(([code, name]) => code === "products-daily" && name.length > 5));
});

test("a packed file that is damaged, of a kind not read, or there twice is refused", async () => {
  const whole = gzipSync(TABLES["vms.csv"]);
  const { "vms.csv": vms, ...others } = TABLES;
  const refused = (given) => engine.open(files(inFolder({ ...others, ...given }))).then(() => null, ({ code, file, message }) => ({ code, file, message }));
  const cut = await refused({ "vms.csv.gz": whole.subarray(0, whole.length - 6) });
  assert.deepEqual([cut.code, cut.file], ["input", "vms.csv.gz"]);
  assert.match(cut.message, /damaged/);
  assert.match((await refused({ "vms.csv.zst": Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]) })).message, /zstd/);
  assert.match((await refused({ "vms.csv": vms, "vms.csv.gz": whole })).message, /also lies there unpacked/);
  const opened = await engine.open(files(inFolder({ ...others, "vms.csv.gz": whole })));
  assert.equal(opened.vms, 1, "the engine goes on");
});

test("a day that is none is refused, and the engine goes on", async () => {
  const given = files({ [NAMED(1)]: DAILY("IBM MQ") });
  await assert.rejects(engine.open(given, { imports: { since: "yesterday" } }), { code: "bad-option", message: /yesterday/ });
  assert.equal((await engine.open(given)).exports.length, 1);
});

test("streams are read once, also where what they are must be told first", async () => {
  const given = inFolder({ ...TABLES, [NAMED(1)]: DAILY("IBM ACE"), "notes.txt": "to do\n" });
  const streams = Object.entries(given).map(([name, data]) => ({ name, data: new Blob([data]).stream() }));
  const opened = await engine.open(streams);
  assert.deepEqual(opened.exports.map(({ file, rows }) => [file, rows]), [[NAMED(1), 2]]);
  assert.equal(await engine.json("estimate", {}), await answered(given));
});

test("what the summaries of a snapshot say is told before the rest of it is read, and once", async () => {
  const told = [];
  const given = files({ "snapshot.zip": zip(SNAPSHOT) });
  const opened = await engine.open(given, {}, { onProgress: ({ glimpse, bytes }) => glimpse && told.push({ glimpse, bytes }) });
  assert.equal(told.length, 1);
  const [{ glimpse, bytes }] = told;
  assert.equal(bytes, 0);
  const names = glimpse.files.map(({ file }) => file);
  assert.deepEqual(names, ["audit_snapshot_summary.csv", "data_condition.txt", "products_daily_2025-04-01_2025-04-03_here.csv"].map((name) => `snapshot.zip/${name}`));
  assert.match(glimpse.files[1].detail, /IBM License Metric Tool 9\.2\.38.*not verified yet/);
  assert.deepEqual(glimpse.quarters.map(({ quarter }) => quarter), ["2025-Q2"]);
  assert.match(opened.exports[1].detail, /no integrity files/);
  // Summaries alone are all there is: nothing to be told beforehand.
  const { "pvu_sub_capacity.csv": _, ...summaries } = SNAPSHOT;
  told.length = 0;
  await engine.open(files({ "snapshot.zip": zip(summaries) }), {}, { onProgress: ({ glimpse }) => glimpse && told.push(glimpse) });
  assert.deepEqual(told, []);
});
