// Prints how quick the engine is in a browser, call by call: `node scripts/speed.js [INTERVALS [DAILY [SNAPSHOT]]]`, two
// folders with large estates (those of test/support/large.js unless others are named) and a zip that
// `cargo bench -p subcap-tests --bench import` makes; each may be "". A measurement: what a person waits for is held to
// its budget by test/ui/speed.test.js.

import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { artefacts, launch } from "../test/support/browser.js";
import { large } from "../test/support/large.js";
import { serve } from "../test/support/server.js";

const [intervals = large(artefacts), daily = large(artefacts, { days: 90, daily: true }), snapshot] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folders = { "/": here("lib/"), "/page/": here("test/support/empty/") };
if (intervals) folders["/intervals/"] = intervals;
if (daily) folders["/daily/"] = daily;
if (snapshot) folders["/snapshot/"] = `${dirname(snapshot)}/`;
const server = await serve(folders);
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${server.address}/page/`);

/** In the page. */
async function measure({ folder, names, readings }) {
  const { Engine } = await import("/engine-client/index.js");
  const best = async (times, run) => {
    const ms = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      await run(i);
      ms.push(performance.now() - start);
    }
    ms.sort((a, b) => a - b);
    return { best: Math.round(ms[0] * 10) / 10, median: Math.round(ms[ms.length >> 1] * 10) / 10 };
  };
  const start = performance.now();
  const engine = await Engine.start({ fallback: false });
  const figures = { "engine started": Math.round(performance.now() - start) };
  const files = await Promise.all(
    names.map(async (name) => ({ name, data: await (await fetch(`/${folder}/${name}`)).blob() })),
  );
  const open = () => (folder === "demo" ? engine.openDemo() : engine.open(files));
  const first = performance.now();
  await open();
  figures["first opened"] = Math.round(performance.now() - first);
  await engine.scenario({ quarters: [] });
  figures["first figures"] = Math.round(performance.now() - first);
  figures["opened again"] = await best(folder === "demo" ? 5 : 2, open);
  figures["whole report"] = await best(3, () => engine.json("estimate", { readings }));
  figures["levers beforehand"] = await best(1, () => engine.leversBeforehand());
  const levers = {
    discount: (i) => `discount_bp = ${1000 + i}`,
    scope: (i) => `[reading]\nscope = "${["host", "largest", "cluster", "estate"][i % 4]}"`,
    grace: (i) => `[reading]\ngrace_days = ${90 + (i % 5)}`,
    "look-back": (i) => `[reading]\nlookback_quarters = ${8 + (i % 5)}`,
    evidence: (i) => `[[evidence_where]]\nkind = "report"\nquarter = "2025-Q${1 + (i % 4)}"\nbecomes = "lost"`,
  };
  for (const [name, text] of Object.entries(levers)) {
    const ask = (quarters) => (i) => engine.scenario({ quarters, scenario: { file: "lever.toml", text: text(i) } });
    figures[`lever ${name}`] = await best(15, ask(["agreement"]));
    figures[`lever ${name}, quarters of every reading`] = await best(15, ask(undefined));
  }
  for (const [name, run] of Object.entries({
    standing: () => engine.json("standing", {}),
    evidence: () => engine.json("evidence", {}),
  })) {
    figures[name] = await best(2, run);
  }
  engine.close();
  return figures;
}

/** In the page: an audit snapshot, to what its summaries say and to the estate. */
async function imported(name) {
  const { Engine } = await import("/engine-client/index.js");
  const engine = await Engine.start({ fallback: false });
  const data = await (await fetch(`/snapshot/${name}`)).blob();
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    let glimpse = null;
    const since = () => Math.round(performance.now() - start);
    await engine.open([{ name, data }], {}, { onProgress: (now) => (glimpse ??= now.glimpse ? since() : null) });
    rounds.push({ summaries: glimpse, opened: since() });
  }
  engine.close();
  return rounds;
}

if (snapshot) console.log("snapshot", JSON.stringify(await page.evaluate(imported, basename(snapshot)), null, 1));
for (const [folder, path] of Object.entries({ demo: "", intervals, daily })) {
  if (!path && folder !== "demo") continue;
  const names = folder === "demo" ? [] : readdirSync(path);
  console.log(folder, JSON.stringify(await page.evaluate(measure, { folder, names, readings: [] }), null, 1));
}
await browser.close();
await server.close();
