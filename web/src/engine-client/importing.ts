/** Exports of other tools on their way to tables: the importers' module, and what goes through it. */

import init, { Importer, kinds, onRest, tell } from "../importer/importer.js";
import { EngineError, known } from "./errors.js";
import type { Imported, ImportOptions } from "./exports.js";
import { type Entry, entriesIn, type ExportSet, isArchive } from "./given.js";
import { baseName } from "./inputs.js";
import type { Pump } from "./pump.js";
import { Rest, type RestSource } from "./rest.js";

/** Archives within archives that are looked into. */
const DEPTH = 3;
/** What tells the whole of an export in a few rows: reports have them beside tables of a million. */
const SUMMARY = /^(audit_snapshot_summary|data_condition|products_daily)[^/]*$/i;

/** The importers: their wasm is loaded when the first export is given, and not before. */
export class Importers {
  #loaded: Promise<unknown> | undefined;

  constructor(readonly parts: () => Promise<{ wasm: string | ArrayBuffer; rest: RestSource }>) {}

  async #load(): Promise<void> {
    this.#loaded ??= this.parts().then(async ({ wasm, rest: from }) => {
      const rest = new Rest(from);
      onRest(() => rest.now());
      await rest.begin((await init({ module_or_path: wasm })) as unknown as WebAssembly.Exports);
    });
    try {
      await this.#loaded;
    } catch (error) {
      this.#loaded = undefined;
      if (error instanceof EngineError) throw error;
      const hint = "The page must be allowed to load its own files; the tables of an estate are read without it.";
      throw new EngineError({ code: "no-engine", message: `the importers could not be loaded: ${String(error)}`, hint });
    }
  }

  /** Whether a file that begins so is a known export. */
  async isExport(name: string, start: Uint8Array): Promise<boolean> {
    await this.#load();
    return tell(name, start) !== "unknown";
  }

  /** Code and name of every kind there is, as JSON. */
  async kinds(): Promise<string> {
    await this.#load();
    return kinds();
  }

  /** Reads the exports into tables. `name` is the estate's, if it has one. */
  async read(sets: ExportSet[], name: string | undefined, options: ImportOptions, pump: Pump): Promise<Imported> {
    await this.#load();
    const summaries = sets.flatMap(summariesOf);
    if (summaries.length > 0) {
      const { files, quarters } = await through(summaries, name, options, pump);
      await pump.glimpse({ files, quarters });
    }
    return through(sets, name, options, pump);
  }
}

/** The summaries of a report, which are read first; nothing if they are all there is of it. */
function summariesOf(set: ExportSet): ExportSet[] {
  const found = set.entries.filter(({ name, again }) => again && SUMMARY.test(baseName(name)));
  if (found.length === 0 || found.length === set.entries.length) return [];
  // Their bytes count when they are read for good.
  return [{ name: set.name, entries: found.map((entry) => ({ ...entry, scale: 0 })), summaries: true }];
}

/** Through the importers, set by set. */
async function through(sets: ExportSet[], name: string | undefined, options: ImportOptions, pump: Pump): Promise<Imported> {
  const importer = new Importer();
  try {
    for (const set of sets) await readSet(importer, set, options.kinds ?? {}, pump, 0);
    return finished(importer, name, options);
  } catch (error) {
    // What broke cannot even be freed.
    if (known(error) !== undefined || error instanceof DOMException) importer.free();
    throw error;
  }
}

/** A set, and those in the archives within it. */
async function readSet(importer: Importer, set: ExportSet, kinds: Record<string, string>, pump: Pump, depth: number): Promise<void> {
  const alone = set.entries.length === 1 && set.entries[0]?.name === baseName(set.name);
  // Files that lie in no folder are called after the first of them, and are not in it.
  const loose = set.entries.some(({ name }) => name === set.name);
  const within: [string, Entry][] = [];
  if (set.summaries === true) importer.beginSummaries(set.name);
  else importer.beginSet(set.name);
  for (const entry of set.entries) {
    const path = alone ? set.name : loose ? entry.name : `${set.name}/${entry.name}`;
    if (isArchive(entry.name) && depth < DEPTH) {
      within.push([path, entry]);
      continue;
    }
    importer.beginFile(path, kinds[path] ?? kinds[entry.name] ?? null);
    await pump.push(path, await entry.stream(), entry.scale, (bytes) => importer.push(bytes));
    importer.endFile();
  }
  importer.endSet();
  for (const [path, entry] of within) {
    const archive = await new Response(await entry.stream()).blob().catch((error: unknown) => {
      throw known(error) ?? new EngineError({ code: "input", message: String(error), file: path });
    });
    await readSet(importer, { name: path, entries: await entriesIn(path, archive, entry.scale) }, kinds, pump, depth + 1);
  }
}

function finished(importer: Importer, name: string | undefined, { since, withoutPoweredOff = false }: ImportOptions): Imported {
  let json: string;
  try {
    json = importer.finish(name ?? null, since ?? null, withoutPoweredOff);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || !(error instanceof Error)) throw error;
    const hint = "Write it as YYYY-MM-DD, for instance 2025-12-31.";
    throw new EngineError({ code: "bad-option", message: error.message, hint });
  }
  importer.free();
  return JSON.parse(json) as Imported;
}

/** Nothing was recognised: the first reason stands for all, and all go along. */
export function nothing({ files }: Imported, first: string): EngineError {
  const not = files.find(({ used }) => !used);
  const why = not === undefined ? "" : `${not.file}: ${not.why_not ?? ""}`;
  return new EngineError({
    code: "not-an-estate",
    message: `nothing that is given is recognised (${why})`,
    file: first,
    hint: "Give a folder of tables, or exports of ILMT, BigFix Inventory, License Service, RVTools, an HMC.",
    exports: files,
  });
}
