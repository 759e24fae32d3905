/**
 * The engine where it runs: in its worker, in Node, or (only if no worker starts) beside the page. It reads
 * files into wasm and asks questions; it knows nothing of threads.
 */

import type { EstateOptions, InitInput } from "../engine/engine.js";
import init, { demoTables, isTable, lacksColumns, onRest, readings, scenarioDocument, Session, sources, version } from "../engine/engine.js";
import type { TableText } from "./answers/page.js";
import type { Calls, Method } from "./calls.js";
import { aborted, EngineError, known } from "./errors.js";
import type { ExportFile, Imported, ImportOptions, Opened } from "./exports.js";
import { type Given, givenOf } from "./given.js";
import { Importers, nothing } from "./importing.js";
import { type SentFile, sizeOf } from "./inputs.js";
import { refuseTwice } from "./packed.js";
import { Pump, type Watch } from "./pump.js";
import { Rest, type RestSource } from "./rest.js";

export type { Watch };

/** What to read. */
export type Source = { files: SentFile[]; imports?: ImportOptions } | { demo: true };

/** An estate as read: the session that holds it, what `finish` said, and what was made out of exports. */
interface Read {
  session: Session;
  opened: string;
  imported: Omit<Imported, "findings">;
}

/** One engine with at most one estate. */
export class LocalEngine {
  #read: Read | undefined;

  private constructor(
    readonly importers: Importers,
    readonly rest: Rest,
  ) {}

  /** Loads the wasm: its address or its bytes, and those of its rest. The importers are asked for when needed. */
  static async load(wasm: InitInput | Promise<InitInput>, from: RestSource, importer: Importers["parts"]): Promise<LocalEngine> {
    const rest = new Rest(from);
    onRest(() => rest.now());
    await rest.begin((await init({ module_or_path: wasm })) as unknown as WebAssembly.Exports);
    return new LocalEngine(new Importers(importer), rest);
  }

  /** The engine's version. */
  get version(): string {
    return version();
  }

  /** Reads an estate in place of the one before, which stays if this one cannot be read. JSON of `Opened`. */
  async open(source: Source, options: EstateOptions, watch: Watch = {}): Promise<string> {
    const read = await this.#session(source, options, watch);
    // Messages that wait are let in: who gave this one up keeps the one before.
    await new Promise((resolve) => setTimeout(resolve));
    if (watch.cancelled?.() === true) {
      read.session.free();
      throw aborted();
    }
    this.#read?.session.free();
    this.#read = read;
    const { files, quarters } = read.imported;
    // Whether lists beside tables are of their products is known once all tables are read.
    const { not_used, ...opened } = JSON.parse(read.opened) as Opened & { not_used: { file: string; why: string }[] };
    const exports = files.map((file) => {
      const unused = not_used.find((one) => one.file === file.file);
      return unused ? { ...file, used: false, why_not: unused.why } : file;
    });
    return JSON.stringify({ ...opened, exports, quarters });
  }

  /** Compares the estate with another one. */
  async compareWith(source: Source, estate: EstateOptions, options: Calls["compare"][0], watch: Watch = {}): Promise<string> {
    const { session } = this.#held();
    const { session: other } = await this.#session(source, estate, watch);
    try {
      return session.compare(other, options);
    } finally {
      other.free();
    }
  }

  /** Asks; the answer is JSON text. */
  ask<M extends Method>(method: M, options: Calls[M][0]): string | Promise<string> {
    switch (method) {
      case "demoTables":
        return demoTables();
      case "convertedTables":
        return JSON.stringify(this.#held().imported.tables);
      case "warmUp":
        return this.#warmUp();
      case "leversBeforehand":
        this.#held().session.leversBeforehand();
        return "null";
      case "kinds":
        return this.importers.kinds();
      case "readings":
        return readings((options as Calls["readings"][0]).further ?? null);
      case "scenarioDocument": {
        const { file, text } = options as Calls["scenarioDocument"][0];
        return scenarioDocument(file, text);
      }
      case "sources":
        return sources();
      case "compare": {
        const { report, ...rest } = options as Calls["compare"][0];
        if (report === undefined) throw new EngineError({ code: "bad-option", message: "nothing to compare with", hint: "Give a kept report as { file, text }." });
        return this.#held().session.compareReport(report, rest);
      }
      default: {
        const { session } = this.#held();
        const call = method as Exclude<Method, "demoTables" | "convertedTables" | "warmUp" | "leversBeforehand" | "kinds" | "readings" | "scenarioDocument" | "sources" | "compare">;
        // Every question takes one object and gives JSON text; the types of the pair are in `Calls`.
        return (session[call] as (options: Calls[M][0]) => string).call(session, options);
      }
    }
  }

  async #warmUp(): Promise<string> {
    const { session } = await this.#session({ demo: true }, {}, {});
    try {
      session.estimate({});
    } finally {
      session.free();
    }
    return "null";
  }

  #held(): Read {
    if (this.#read === undefined) {
      throw new EngineError({ code: "no-estate", message: "no estate is open", hint: "Open one first." });
    }
    return this.#read;
  }

  /** Reads and finishes a session; frees it if that fails. */
  async #session(source: Source, options: EstateOptions, watch: Watch): Promise<Read> {
    const session = new Session();
    let imported: Imported | undefined;
    try {
      if ("demo" in source) session.readDemo();
      else imported = await new Reading(session, this.importers, source, watch).all();
      const { files, quarters, tables } = imported ?? { files: [], quarters: [], tables: [] };
      return { session, opened: finished(session, options, files), imported: { files, quarters, tables } };
    } catch (error) {
      // A session in which the engine broke cannot even be freed.
      if (known(error) !== undefined || error instanceof DOMException) session.free();
      throw error;
    }
  }
}

/** What the exports were taken for is known even if the tables out of them cannot be used. */
function finished(session: Session, options: EstateOptions, exports: ExportFile[]): string {
  try {
    return session.finish(options);
  } catch (error) {
    const told = known(error);
    throw told === undefined ? error : new EngineError({ ...told.data(), exports });
  }
}

/** A reading under way. */
class Reading {
  readonly #pump: Pump;
  readonly #files: SentFile[];
  readonly #options: ImportOptions;

  constructor(
    readonly session: Session,
    readonly importers: Importers,
    { files, imports = {} }: Extract<Source, { files: SentFile[] }>,
    watch: Watch,
  ) {
    const sizes = files.map(sizeOf);
    const total = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
    this.#pump = new Pump(total, watch, () => session.rowsRead);
    [this.#files, this.#options] = [files, imports];
  }

  /** Tables first; then exports, whose tables lie under those. */
  async all(): Promise<Imported | undefined> {
    const { importers } = this;
    const given = await givenOf(this.#files, {
      isTable,
      lacksColumns,
      isExport: (name, start) => importers.isExport(name, start),
      isSaid: (name) => this.#options.kinds?.[name] !== undefined,
    });
    refuseTwice(given.tables.map(({ name }) => name));
    for (const { name, stream, scale } of given.tables) await this.#table(name, await stream(), scale);
    const imported = given.exports.length > 0 ? await this.#imported(given) : undefined;
    this.#pump.tell("");
    return imported;
  }

  async #imported(given: Given): Promise<Imported> {
    const imported = await this.importers.read(given.exports, given.name, this.#options, this.#pump);
    if (imported.files.every(({ used }) => !used)) {
      if (given.tables.length === 0) throw nothing(imported, given.exports[0]?.name ?? "");
      // Beside tables they are files that were passed over, which the engine says.
      for (const { entries } of given.exports) entries.forEach(({ name }) => this.#passedOver(name));
      return imported;
    }
    this.session.beginImported(JSON.stringify(imported.findings));
    for (const { file, text } of imported.tables) await this.#table(file, new Blob([text]).stream(), 0);
    this.session.endImported();
    return imported;
  }

  #passedOver(name: string): void {
    if (isTable(name)) return;
    this.session.begin(name);
    this.session.end();
  }

  async #table(name: string, stream: ReadableStream<Uint8Array<ArrayBuffer>>, scale: number): Promise<void> {
    this.session.begin(name);
    await this.#pump.push(name, stream, scale, (bytes) => this.session.push(bytes));
    this.session.end();
  }
}
