// Lists what the engine says in English, for translators: `node scripts/sentences.js --write`. The page's own words are
// in src/ui/text/en.ts; these are sentences in the engine's answers (findings, errors, steps of an explanation, titles of
// readings), found in its sources and data. What varies is `{name}`, or `{1}`, `{2}` in order.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const LIST = "web/src/ui/text/sentences.json";

/** The engine and what reads exports; the invented estate says nothing of its own. */
const SOURCES = ["core/src", "core/import/src", "wasm/src"];
const SAYS_NOTHING = /\/(demo|tests?)(\/|\.rs$)|\/schema\.rs$/;
/** Said in one word, or put together of pieces that mean something else by themselves. */
const ALONE = ["none", "stands", "waived", "not measured and no report {1} on {2}", "measured, but no report {1} on {2}"];
const DATA = ["readings.toml", "levers.toml", "beside.toml"];

const files = (folder, ending) =>
  readdirSync(root(folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(ending) && !SAYS_NOTHING.test(path))
    .sort();

/** A Rust literal as it is said. */
function spoken(literal) {
  return literal
    .replace(/\\\r?\n\s*/g, "")
    .replace(/\\(["\\'])/g, "$1")
    .replace(/\\n/g, "\n");
}

/** `{}`, `{0}` and `{name:…}` of a format string as `{1}` and `{name}`. */
function placed(text) {
  let count = 0;
  return text
    .replaceAll("{{", "\u0001")
    .replaceAll("}}", "\u0002")
    .replace(/\{([^{}]*)\}/g, (_, inner) => {
      const name = inner.split(":")[0].trim();
      return /^[a-z_]\w*$/i.test(name) ? `{${name}}` : `{${(count += 1)}}`;
    })
    .replaceAll("\u0001", "{")
    .replaceAll("\u0002", "}");
}

/** Whether it is words, and not a name, a pattern or a piece of punctuation. */
function isSaid(text) {
  const words = text.replace(/\{\w+\}/g, " ").match(/[a-z]{2,}/gi) ?? [];
  return text.trim().includes(" ") && words.length > 0 && !/[<>=]{2}|^\s*[[(]|^\{[^\w]|\\|"\w+":/.test(text);
}

/** What reads exports also has the names of their columns and products: only what is built like a sentence is one. */
const SENTENCE = /\{\w+\}|[.,;:]|\b(a|an|and|are|as|at|be|by|for|from|has|have|in|is|it|no|not|of|on|one|or|than|that|the|this|to|was|were|which|with)\b/;

function inRust(path) {
  const code = readFileSync(root(path), "utf8")
    .split(/#\[cfg\(test\)\]\s*mod tests \{/)[0]
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/'(?:"|\\.)'/g, "''")
    .replace(/#!?\[(?:[^[\]"]|"(?:[^"\\]|\\.)*"|\[[^\]]*\])*\]/g, "");
  return [...code.matchAll(/"((?:[^"\\]|\\[^])*)"/g)].map(([, literal]) => placed(spoken(literal)));
}

/** Its errors in the browser: `${…}` is a place. */
const inScript = (path) =>
  [...readFileSync(root(path), "utf8").replace(/^\s*(\/\/|\/?\*).*$/gm, "").matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, plain, template]) => placed((plain ?? template.replace(/\$\{[^{}]*\}/g, "{}")).replace(/\\(["\\`])/g, "$1")),
  );

const inData = (name) => [...readFileSync(root(`core/data/${name}`), "utf8").matchAll(/\b\w+ = "([^"]+)"/g)].map(([, text]) => placed(text));

/** Titles of published texts stay as they are printed; what is ours is said by us. */
const ours = () => [...readFileSync(root("core/data/sources.csv"), "utf8").matchAll(/^[\w-]+,(?:"(Ours: [^"]*)"|(Ours: [^,]*)),/gm)].map(([, quoted, plain]) => quoted ?? plain);

/** All of them, each once, in order. */
export function sentences() {
  const inFile = (path) => inRust(path).filter((text) => !path.startsWith("core/import") || SENTENCE.test(text));
  const inBrowser = files("web/src/engine-client", ".ts").filter((path) => !path.includes("/answers/"));
  const found = [
    ...SOURCES.flatMap((folder) => files(folder, ".rs")).flatMap(inFile),
    ...inBrowser.flatMap(inScript).filter((text) => SENTENCE.test(text)),
    ...DATA.flatMap(inData),
    ...ours(),
  ];
  return [...new Set([...ALONE, ...found.filter(isSaid).map((text) => text.replace(/^[\s,;:]+|[\s,;:]+$/g, "")).filter(isSaid)])].sort();
}

export const text = () => `${JSON.stringify(sentences(), null, 1)}\n`;

if (process.argv[2] === "--write") writeFileSync(root(LIST), text());
