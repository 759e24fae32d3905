// The cases of tests/cases, and what the command line answers to them.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { zip } from "./zip.js";

const top = fileURLToPath(new URL("../../../", import.meta.url));
const folder = join(top, "tests/cases");

/** The command line: `SUBCAP`, or built now. */
export function commandLine() {
  if (process.env.SUBCAP) return process.env.SUBCAP;
  const built = execFileSync("cargo", ["build", "--quiet", "--package", "subcap", "--message-format", "json"], {
    cwd: top,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const programs = built.split("\n").filter(Boolean).map((line) => JSON.parse(line).executable);
  return programs.filter(Boolean).at(-1);
}

/** What it prints; null where it ends with an error. */
export function printed(program, args) {
  const { stdout, status } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 || status === 1 ? stdout : null;
}

function text(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Every case: its name, its tables, its options, and what is in `given/`. */
export function cases() {
  const found = [];
  for (const kind of readdirSync(folder).sort()) {
    for (const name of readdirSync(join(folder, kind)).sort()) {
      const path = join(folder, kind, name);
      const expected = text(join(path, "expected.json"));
      if (expected === null) continue;
      const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
      const given = join(path, "given");
      const scenarios = existsSync(given) ? readdirSync(given).filter((file) => file !== "readings.toml") : [];
      found.push({
        name: relative(folder, path),
        path,
        expected: JSON.parse(expected),
        tables: Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(path, name), "utf8")])),
        readings: text(join(given, "readings.toml")),
        readingsPath: join(given, "readings.toml"),
        scenarios: scenarios.sort().map((file) => ({ path: join(given, file), file, text: readFileSync(join(given, file), "utf8") })),
      });
    }
  }
  return found;
}

/** The questions to ask of a case: arguments of the command line beside a call of the engine. */
export function questions({ path, expected, readings, readingsPath, scenarios }) {
  const options = expected.options ?? {};
  const only = options.readings ?? [];
  const how = [...(options.as_of ? ["--as-of", options.as_of] : [])];
  const which = [...(readings ? ["--readings", readingsPath] : []), ...only.flatMap((name) => ["--reading", name])];
  const file = readings ? ["--readings", readingsPath] : [];
  const json = ["--format", "json"];
  // Names of files are those that the command line was given.
  const documents = scenarios.map(({ path, text }) => ({ file: path, text }));
  const one = only[0] ?? "agreement";
  return {
    open: {
      ...(options.as_of ? { asOf: options.as_of } : {}),
      ...(readings ? { readingsFile: { file: readingsPath, text: readings } } : {}),
    },
    ask: [
      ["estimate", { readings: only }, ["estimate", path, ...how, ...which, ...json]],
      ["explain", { readings: only }, ["explain", path, ...how, ...which, ...json]],
      ["odds", { readings: only }, ["odds", path, ...how, ...which, ...json]],
      ["evidence", { reading: one, orders: 16 }, ["evidence", path, ...how, ...file, "--reading", one, "--orders", "16", ...json]],
      ["sensitivity", { readings: [one], quarters: 2 }, ["sensitivity", path, ...how, ...file, "--reading", one, "--quarters", "2", ...json]],
      ...(documents.length > 0
        ? [
            ["whatif", { scenarios: documents, against: documents.at(-1), readings: only }, ["whatif", path, ...how, ...which, "--against", scenarios.at(-1).path, "--scenario", ...scenarios.map(({ path }) => path), ...json]],
            ["whatif", { scenarios: documents, readings: only }, ["whatif", path, ...how, ...which, "--scenario", ...scenarios.map(({ path }) => path), ...json]],
          ]
        : []),
    ],
  };
}

/** Every case of tests/imports: its name and what is given, path → bytes; a folder `x.zip.d` is given as `x.zip`. */
export function importCases() {
  const imports = join(top, "tests/imports");
  return readdirSync(imports).sort().map((name) => ({ name, files: given(join(imports, name, "given"), "given") }));
}

function given(folder, as) {
  const files = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const [path, name] = [join(folder, entry.name), `${as}/${entry.name}`];
    if (entry.isFile()) files[name] = readFileSync(path);
    else if (!entry.name.endsWith(".zip.d")) Object.assign(files, given(path, name));
    else files[name.slice(0, -2)] = zip(within(given(path, "")));
  }
  return files;
}

/** Names of entries have no slash in front. */
function within(files) {
  return Object.fromEntries(Object.entries(files).map(([name, data]) => [name.slice(1), data]));
}

/** Lays files down in a folder of their own, and says what the command line prints there. */
export function printedOf(program, files, args) {
  const folder = mkdtempSync(join(tmpdir(), "subcap-given-"));
  try {
    for (const [name, data] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), data);
    }
    const { stdout, status } = spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
    return status === 0 || status === 1 ? stdout : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
