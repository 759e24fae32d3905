// Writes the types of all answers, from the schemas that the core publishes and tests keep true.
// `npm run types` writes them anew; test/types.test.js fails when they are behind.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { compile } from "json-schema-to-typescript";

const top = new URL("../../", import.meta.url);
const folder = new URL("../src/engine-client/answers/", import.meta.url);

/** File of types → its schema and the name of what it describes. */
const ANSWERS = {
  report: ["core/schema/subcap.report-1.schema.json", "Report"],
  scenario: ["core/schema/subcap.scenario-1.schema.json", "ScenarioDocument"],
  whatif: ["core/schema/subcap.whatif-1.schema.json", "WhatIf"],
  explanation: ["core/schema/subcap.explanation-1.schema.json", "Explanation"],
  evidence: ["core/schema/subcap.evidence-1.schema.json", "Worth"],
  odds: ["core/schema/subcap.odds-1.schema.json", "Odds"],
  sensitivity: ["core/schema/subcap.sensitivity-1.schema.json", "Sensitivity"],
  comparison: ["core/schema/subcap.comparison-1.schema.json", "Comparison"],
  page: ["wasm/schema/subcap.page-1.schema.json", "PageAnswers"],
};

/** The types of one answer. */
async function typesOf([file, name]) {
  const schema = JSON.parse(readFileSync(new URL(file, top), "utf8"));
  // The title would become the name of the type.
  delete schema.title;
  return compile(schema, name, {
    additionalProperties: false,
    bannerComment: `// Made from ${file} by \`npm run types\`; do not edit.`,
    cwd: fileURLToPath(new URL(".", new URL(file, top))),
    style: { printWidth: 100 },
    unknownAny: true,
  });
}

/** All files of types: name → text. */
export async function files() {
  const made = Object.entries(ANSWERS).map(async ([file, answer]) => [`${file}.ts`, await typesOf(answer)]);
  return new Map(await Promise.all(made));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [file, text] of await files()) writeFileSync(new URL(file, folder), text);
}
