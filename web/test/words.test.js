// All English that the page shows is in one place: its own words and the sentences of the engine. A translation of
// those is a translation of the page.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Engine } from "../lib/engine-client/index.js";
import { en } from "../lib/ui/text/en.js";
import { Text } from "../lib/ui/text/text.js";
import { text as listed } from "../scripts/sentences.js";
import { cases, questions } from "./support/cases.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const words = JSON.parse(readFileSync(here("../lib/words.json"), "utf8"));

test("the list of sentences is what the sources say", () => {
  assert.equal(readFileSync(here("../src/ui/text/sentences.json"), "utf8"), listed(), "behind: node scripts/sentences.js --write");
  for (const key of Object.keys(en)) assert.equal(words[key], en[key]);
});

/** As a translation that marks what it says, and what it puts into its places. */
const marked = new Text(
  Object.fromEntries(Object.entries(words).map(([english, said]) => [english, `¶${said.replace(/\{\w+\}/g, "⟦$&⟧")}§`])),
  "en",
);

/** What is left of a sentence without what a translation said of it: names, figures, and what nobody could say. */
function left(sentence) {
  const within = [];
  let rest = "";
  for (const letter of marked.said(sentence)) {
    if ("¶⟦".includes(letter)) within.push(letter);
    else if ("§⟧".includes(letter)) within.pop();
    else if (within.at(-1) !== "¶") rest += letter;
  }
  return rest;
}

/** Sentences among an answer's texts: what the page takes for such. */
function* sentences(answer) {
  const steps = function* (list) {
    for (const step of list ?? []) {
      yield step.text;
      yield* steps(step.steps);
    }
  };
  for (const { message, advice } of answer.findings ?? []) yield* [message, advice];
  for (const { title, incomplete_because } of answer.readings ?? []) yield* [title ?? "", ...(incomplete_because ?? [])];
  yield* steps(answer.steps);
  for (const { look_for } of answer.checklist ?? []) for (const { what, who } of look_for) yield* [what, who];
  for (const { levers } of answer.tornado ?? []) for (const { title } of levers) yield title;
  for (const { note } of answer.forward_tail ?? []) yield note;
  for (const { levers } of answer.tornado ?? []) for (const { low, high } of levers) yield* [low.setting, high.setting];
  yield* [answer.assumption ?? "", answer.notice ?? ""];
  yield* answer.top_down ? [answer.top_down.note, ...answer.top_down.shares.map(({ title }) => title)] : [];
}

/** What nobody could translate: sentences of which a run of words is left. */
const unknown = (answer) =>
  [...new Set(sentences(answer))].filter((sentence) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(left(sentence ?? "")) && !QUOTES.test(sentence));
/** The TOML parser's reasons, what stands in a file, and units. */
const QUOTES = /^not valid TOML: |its columns are those of no known export: |^\d+ PVU per core$/;

test("what is in no list is seen", () => {
  assert.deepEqual(unknown({ findings: [{ message: "a wholly new complaint", advice: "The frobnicator refuses to start" }] }), [
    "a wholly new complaint",
    "The frobnicator refuses to start",
  ]);
});

test("every sentence that the engine says of the cases can be translated", async () => {
  const engine = await Engine.start();
  const missing = new Set();
  for (const one of cases()) {
    const { open, ask } = questions(one);
    const note = (answer) => unknown(answer).forEach((sentence) => missing.add(sentence));
    try {
      note(await engine.openTables(one.tables, open));
      for (const [method, options] of ask) if (method !== "rows") note(await engine[method](options));
    } catch (error) {
      note({ findings: [{ message: error.message, advice: error.hint ?? "" }, ...(error.findings ?? [])] });
    }
  }
  engine.close();
  assert.deepEqual([...missing].sort(), []);
});

test("every sentence about broken files can be translated", async () => {
  const engine = await Engine.start();
  const missing = new Set();
  const corpus = here("../../tests/broken/");
  for (const name of readdirSync(corpus).sort()) {
    const folder = join(corpus, name);
    if (!statSync(folder).isDirectory()) continue;
    const tables = readdirSync(folder).filter((file) => /\.(csv|toml)$/.test(file) && statSync(join(folder, file)).isFile());
    const files = tables.map((file) => ({ name: file, data: new Blob([readFileSync(join(folder, file))]) }));
    const said = await engine.open(files).catch((error) => ({
      findings: [{ message: error.message, advice: error.hint ?? "" }, ...(error.findings ?? [])],
    }));
    unknown(said).forEach((sentence) => missing.add(sentence));
  }
  engine.close();
  assert.deepEqual([...missing].sort(), []);
});

test("values go into a translation where it wants them, sentences in sentences too; what nobody said stays", () => {
  const text = new Text(
    {
      "machine {name}": "Maschine {name}",
      "{first} and {second} differ": "{second} ist anders als {first}",
      "row {1} of {2}": "Zeile {1} von {2}",
      "Read it.": "Lesen Sie es.",
      "no report": "kein Bericht",
      position: "Lage",
      tab_position: "Lage",
    },
    "de",
  );
  assert.equal(text.said("machine a (1) and row 3 of b.csv differ"), "Zeile 3 von b.csv ist anders als Maschine a (1)");
  assert.equal(text.said("row 1 of x. Read it. Call."), "row 1 of x. Lesen Sie es. Call.".replace("row 1 of x.", "Zeile 1 von x."));
  assert.equal(text.said("no report"), "kein Bericht");
  assert.equal(text.said("tab_position"), "tab_position");
  assert.equal(text.said("something else"), "something else");
  assert.equal(new Text().said("no report"), "no report");
  // A name that is made to be tried for long is left as it is, at once.
  const start = performance.now();
  const hostile = `${"a and b ".repeat(70)}differ`;
  assert.notEqual(text.said(hostile), hostile);
  assert.equal(text.said(hostile.repeat(10)), hostile.repeat(10));
  assert.ok(performance.now() - start < 100);
});
