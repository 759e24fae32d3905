/**
 * The engine where it runs: in its worker, in Node, or (only if no worker starts) beside the page. It reads
 * files into wasm and asks questions; it knows nothing of threads.
 */

import type { InitInput } from "../engine/engine.js";
import init, { demoTables, readings, Session, sources, version } from "../engine/engine.js";
import type { EstateOptions } from "../engine/engine.js";
import type { Calls, Method } from "./calls.js";
import { aborted, EngineError, known } from "./errors.js";
import { baseName, byName, type EstateFile, isZip, type Progress, sizeOf, streamOf } from "./inputs.js";
import { entriesOf } from "./zip.js";

/** Progress is told this often, and other messages are let in. */
const BREATH_MS = 50;

/** What to read. */
export type Source = { files: EstateFile[] } | { demo: true };

/** How the reading is watched and ended. */
export interface Watch {
  progress?: (progress: Progress) => void;
  cancelled?: () => boolean;
}

/** One engine with at most one estate. */
export class LocalEngine {
  #session: Session | undefined;

  private constructor() {}

  /** Loads the wasm: its address, its bytes or its module. */
  static async load(wasm: InitInput | Promise<InitInput>): Promise<LocalEngine> {
    await init({ module_or_path: wasm });
    return new LocalEngine();
  }

  /** The engine's version. */
  get version(): string {
    return version();
  }

  /** Reads an estate in place of the one before, which stays if this one cannot be read. JSON of `Opened`. */
  async open(source: Source, options: EstateOptions, watch: Watch = {}): Promise<string> {
    const [session, opened] = await readSession(source, options, watch);
    this.#session?.free();
    this.#session = session;
    return opened;
  }

  /** Compares the estate with another one. */
  async compareWith(source: Source, estate: EstateOptions, options: Calls["compare"][0], watch: Watch = {}): Promise<string> {
    const session = this.#held();
    const [other] = await readSession(source, estate, watch);
    try {
      return session.compare(other, options);
    } finally {
      other.free();
    }
  }

  /** Asks; the answer is JSON text. */
  ask<M extends Method>(method: M, options: Calls[M][0]): string {
    switch (method) {
      case "demoTables":
        return demoTables();
      case "readings":
        return readings((options as Calls["readings"][0]).further ?? null);
      case "sources":
        return sources();
      case "compare": {
        const { report, ...rest } = options as Calls["compare"][0];
        if (report === undefined) throw new EngineError({ code: "bad-option", message: "nothing to compare with" });
        return this.#held().compareReport(report, rest);
      }
      default: {
        const session = this.#held();
        const call = method as Exclude<Method, "demoTables" | "readings" | "sources" | "compare">;
        // Every question takes one object and gives JSON text; the types of the pair are in `Calls`.
        return (session[call] as (options: Calls[M][0]) => string).call(session, options);
      }
    }
  }

  #held(): Session {
    if (this.#session === undefined) {
      throw new EngineError({ code: "no-estate", message: "no estate is open", hint: "Open one first." });
    }
    return this.#session;
  }
}

/** Reads and finishes a session; frees it if that fails. */
async function readSession(source: Source, options: EstateOptions, watch: Watch): Promise<[Session, string]> {
  const session = new Session();
  try {
    if ("demo" in source) session.readDemo();
    else await new Reading(session, source.files, watch).all();
    return [session, session.finish(options)];
  } catch (error) {
    // A session in which the engine broke cannot even be freed.
    if (known(error) !== undefined || error instanceof DOMException) session.free();
    throw error;
  }
}

/** A reading under way. */
class Reading {
  #bytes = 0;
  #total: number | null;
  #told = performance.now();

  constructor(
    readonly session: Session,
    readonly files: EstateFile[],
    readonly watch: Watch,
  ) {
    const sizes = files.map(sizeOf);
    this.#total = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
  }

  /** Zips first, then loose files as those of one folder: tables beside a snapshot are laid over it. */
  async all(): Promise<void> {
    for (const file of this.files.filter(isZip)) await this.#zip(file);
    const loose = this.files.filter((file) => !isZip(file)).sort(byName);
    const names = loose.map(({ name }) => baseName(name));
    const snapshot = Session.isSnapshot(names);
    if (snapshot) this.session.beginSnapshot(folderOf(loose));
    for (const file of loose) await this.#file(baseName(file.name), streamOf(file), 1);
    if (snapshot) this.session.endSnapshot();
    this.#tell("");
  }

  async #zip(file: EstateFile): Promise<void> {
    const blob = file.data instanceof Blob ? file.data : await new Response(streamOf(file)).blob();
    const archive = baseName(file.name);
    const entries = (await entriesOf(archive, blob)).sort(byName);
    const snapshot = Session.isSnapshot(entries.map(({ name }) => name));
    if (snapshot) this.session.beginSnapshot(archive);
    for (const { name, packed, size, stream } of entries) {
      await this.#file(name, await stream(), size === 0 ? 0 : packed / size);
    }
    if (snapshot) this.session.endSnapshot();
  }

  /** `scale` makes unpacked bytes packed ones, so that progress counts what was given. */
  async #file(name: string, stream: ReadableStream<Uint8Array<ArrayBuffer>>, scale: number): Promise<void> {
    this.session.begin(name);
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw known(error) ?? unreadable(name, error);
      });
      if (done) break;
      try {
        this.session.push(value);
      } catch (error) {
        await reader.cancel().catch(() => undefined);
        throw error;
      }
      this.#bytes += value.byteLength * scale;
      if (performance.now() - this.#told > BREATH_MS) await this.#breathe(name, reader);
    }
    this.session.end();
  }

  async #breathe(name: string, reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.#tell(name);
    // Messages that wait, such as the one that cancels, come in between two tasks.
    await new Promise((resolve) => setTimeout(resolve));
    if (this.watch.cancelled?.() === true) {
      await reader.cancel().catch(() => undefined);
      throw aborted();
    }
  }

  #tell(file: string): void {
    this.#told = performance.now();
    this.watch.progress?.({ bytes: Math.round(this.#bytes), total: this.#total, rows: this.session.rowsRead, file });
  }
}

function unreadable(file: string, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError({ code: "input", message, file, hint: "Check that the file is still there, and choose it again." });
}

/** The folder of what was dropped. */
function folderOf(files: EstateFile[]): string {
  const parts = (files[0]?.name ?? "").split(/[/\\]/);
  return parts.length > 1 ? (parts[parts.length - 2] ?? "snapshot") : "snapshot";
}
