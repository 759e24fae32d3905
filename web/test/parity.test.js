// The engine's answers are the bytes that the command line prints: every case of tests/cases, every question,
// in Node and in a browser.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Engine } from "../lib/engine-client/index.js";
import { launch, watched } from "./support/browser.js";
import { cases, commandLine, printed, questions } from "./support/cases.js";
import { serve } from "./support/server.js";

const program = commandLine();
const all = cases().map((one) => ({ ...one, ...questions(one) }));
/** What the command line prints, asked once for both. */
const due = new Map();

function expected(one, args) {
  const key = JSON.stringify(args);
  if (!due.has(key)) due.set(key, printed(program, args));
  return due.get(key);
}

test("there are cases", () => assert.ok(all.length > 50, String(all.length)));

test("in Node", async (t) => {
  const engine = await Engine.start();
  after(() => engine.close());
  for (const one of all) {
    await t.test(one.name, async () => {
      const opened = await engine.openTables(one.tables, one.open).catch((error) => error);
      for (const [method, options, args] of one.ask) {
        const answer = opened instanceof Error ? null : await engine.json(method, options).catch(() => null);
        assert.equal(answer, expected(one, args), args.join(" "));
      }
    });
  }
});

/** Runs in the page: all answers of one case. */
async function answers({ tables, open, ask }) {
  const { Engine } = await import("/engine-client/index.js");
  globalThis.engine ??= await Engine.start({ fallback: false });
  try {
    await globalThis.engine.openTables(tables, open);
  } catch {
    return ask.map(() => null);
  }
  const answers = [];
  for (const [method, options] of ask) answers.push(await globalThis.engine.json(method, options).catch(() => null));
  return answers;
}

test("in Chromium", async (t) => {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const server = await serve({ "/": here("../lib/"), "/page/": here("support/empty/") });
  const browser = await launch();
  const { page, wrong } = await watched(await browser.newContext());
  after(() => browser.close());
  after(() => server.close());
  await page.goto(`${server.address}/page/`);
  for (const one of all) {
    await t.test(one.name, async () => {
      const { tables, open, ask } = one;
      const found = await page.evaluate(answers, { tables, open, ask });
      one.ask.forEach(([, , args], index) => assert.equal(found[index], expected(one, args), args.join(" ")));
    });
  }
  assert.deepEqual(wrong, []);
});
