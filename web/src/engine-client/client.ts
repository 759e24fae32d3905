/**
 * The engine as the page uses it: everything is asked of a worker and comes back as a promise.
 *
 * ```ts
 * const engine = await Engine.start();
 * const opened = await engine.open(files, {}, { onProgress: ({ bytes, total }) => … });
 * const report = await engine.estimate({ readings: ["agreement"] });
 * const figures = await engine.scenario({ scenario: { file: "offer.toml", text } }, { slot: "levers" });
 * ```
 *
 * Errors are `EngineError` (code, file, row, column, hint, findings); a call that was given up or overtaken
 * ends with an `AbortError`. If the engine breaks, calls under way end with the code `engine-lost`, a new
 * engine starts, and the event `lost` says so: open the files again, the engine keeps none.
 */

import type { EstateOptions, TextFile } from "../engine/engine.js";
import type { ReadingList, Rows, ScenarioFigures, Sources, Standing, TableText } from "./answers/page.js";
import type { Calls, Method } from "./calls.js";
import { aborted, EngineError } from "./errors.js";
import type { ImportOptions, Opened } from "./exports.js";
import type { EstateFile, Progress } from "./inputs.js";
import type { Source } from "./local.js";
import type { FromEngine, ToEngine } from "./protocol.js";
import type { RestSource } from "./rest.js";
import * as where from "./where.js";

/** A thread that the browser refuses to start reports nothing, so silence has to end some time. */
const PATIENCE_MS = 10_000;

/** How the engine is started; nothing is needed where its files lie beside these modules. */
export interface EngineConfig {
  /** Starts the thread; its address, if it lies elsewhere. */
  worker?: (() => Worker) | string | URL;
  /** The wasm, if it lies elsewhere: its address, its bytes, or a promise of them. */
  wasm?: string | URL | ArrayBuffer | Promise<ArrayBuffer>;
  /** The rest of the engine, if `wasm` says where the first part is; without it that must be the whole. */
  rest?: string | URL | ArrayBuffer;
  /** The same of the importers' wasm; it is needed for exports of other tools only. */
  importer?: string | URL | ArrayBuffer | Promise<ArrayBuffer>;
  importerRest?: string | URL | ArrayBuffer;
  /** How long a thread may take to answer for the first time. */
  patienceMs?: number;
  /** Whether the engine may run beside the page if no thread starts; it may unless told otherwise. */
  fallback?: boolean;
}

/** How an estate is read. */
export interface OpenOptions extends EstateOptions {
  /** How exports of other tools are read. */
  imports?: ImportOptions;
}

/** How a call is watched. */
export interface CallControl {
  /** Gives the call up. */
  signal?: AbortSignal | undefined;
  /**
   * Calls of one slot overtake each other: a newer one ends those before it with an `AbortError`, and only
   * one at a time is at work. For what is asked at every move of a slider.
   */
  slot?: string | undefined;
}

/** How a reading is watched. */
export interface OpenControl {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** The engine broke and was replaced; its estate is gone. */
export interface LostDetail {
  /** In words of the browser. */
  reason: string;
  /** Whether a new engine is there. */
  replaced: boolean;
}

interface Pending {
  resolve: (json: string) => void;
  reject: (error: unknown) => void;
  progress?: ((progress: Progress) => void) | undefined;
}

interface Waiting {
  send: () => void;
  reject: (error: unknown) => void;
}

/** A thread with an engine, or what stands for it. */
interface Thread {
  post(message: ToEngine, transfer?: Transferable[]): void;
  end(): void;
  version: string;
  /** `worker`, or `page` where no worker could be started. */
  runs: "worker" | "page";
}

/** The engine. Events: `lost` (`CustomEvent<LostDetail>`). */
export class Engine extends EventTarget {
  readonly #config: EngineConfig;
  #thread: Thread | undefined;
  #restart: Promise<void> | undefined;
  #last = 0;
  readonly #pending = new Map<number, Pending>();
  /** By slot: the number at work, and the call that waits. */
  readonly #slots = new Map<string, { id: number; give: () => void; waiting: Waiting | undefined }>();
  #closed = false;

  private constructor(config: EngineConfig) {
    super();
    this.#config = config;
  }

  /** Starts the engine and waits until it is ready. */
  static async start(config: EngineConfig = {}): Promise<Engine> {
    const engine = new Engine(config);
    await engine.#start();
    return engine;
  }

  /** The engine's version. */
  get version(): string {
    return this.#thread?.version ?? "";
  }

  /** Where the engine runs: `page` means that long questions make the page wait. */
  get runs(): "worker" | "page" | "nowhere" {
    return this.#thread?.runs ?? "nowhere";
  }

  /**
   * Reads an estate: tables of a folder, a zip of one, exports of other tools (ILMT, BigFix Inventory, License
   * Service, RVTools, …; packed or not), and tables beside exports. The estate before stays until this one is read.
   */
  async open(files: EstateFile[], options: OpenOptions = {}, control: OpenControl = {}): Promise<Opened> {
    const { imports = {}, ...estate } = options;
    const send = files.map(({ name, data }) => ({ name, data }));
    const transfer = send.flatMap(({ data }) => (data instanceof ReadableStream ? [data] : []));
    return parsed(await this.#read({ files: send, imports }, estate, control, transfer));
  }

  /** Reads tables that were typed: name (`hosts.csv`) → text. */
  async openTables(
    tables: Record<string, string>,
    options: EstateOptions = {},
    control: OpenControl = {},
  ): Promise<Opened> {
    const files = Object.entries(tables).map(([name, data]) => ({ name, data }));
    return this.open(files, options, control);
  }

  /** Reads the invented estate. */
  async openDemo(options: EstateOptions = {}, control: OpenControl = {}): Promise<Opened> {
    return parsed(await this.#read({ demo: true }, options, control, []));
  }

  /** The whole report. */
  estimate(options: Calls["estimate"][0] = {}, control?: CallControl): Promise<Calls["estimate"][1]> {
    return this.#ask("estimate", options, control);
  }

  /** The figures of a scenario, quickly: for every move of a slider, with a `slot`. */
  scenario(options: Calls["scenario"][0] = {}, control?: CallControl): Promise<ScenarioFigures> {
    return this.#ask("scenario", options, control);
  }

  /**
   * Has the browser translate what a first answer takes, while nobody waits for one: it does so when things are first
   * called, which is most of the time of a small estate. What is open stays.
   */
  async warmUp(control?: CallControl): Promise<void> {
    await this.#ask("warmUp", {}, control);
  }

  /** Works out every scope and granularity, so that no lever waits for it later; for moments when nobody asks. */
  async leversBeforehand(control?: CallControl): Promise<void> {
    await this.#ask("leversBeforehand", {}, control);
  }

  /** Scenarios side by side, with whole reports and causes. */
  whatif(options: Calls["whatif"][0], control?: CallControl): Promise<Calls["whatif"][1]> {
    return this.#ask("whatif", options, control);
  }

  /** A figure unfolded. */
  explain(options: Calls["explain"][0] = {}, control?: CallControl): Promise<Calls["explain"][1]> {
    return this.#ask("explain", options, control);
  }

  /** Gaps and what closing them is worth. */
  evidence(options: Calls["evidence"][0] = {}, control?: CallControl): Promise<Calls["evidence"][1]> {
    return this.#ask("evidence", options, control);
  }

  /** What the weights of contestable evidence come to. */
  odds(options: Calls["odds"][0] = {}, control?: CallControl): Promise<Calls["odds"][1]> {
    return this.#ask("odds", options, control);
  }

  /** Tornado, delay curve, and what stands beside the claim. */
  sensitivity(options: Calls["sensitivity"][0] = {}, control?: CallControl): Promise<Calls["sensitivity"][1]> {
    return this.#ask("sensitivity", options, control);
  }

  /** The estate compared with a kept report (its JSON text). */
  compareReport(
    report: TextFile,
    options: Omit<Calls["compare"][0], "report"> = {},
    control?: CallControl,
  ): Promise<Calls["compare"][1]> {
    return this.#ask("compare", { ...options, report }, control);
  }

  /** The estate compared with another one, which is read for this and not kept. */
  async compareFiles(
    files: EstateFile[],
    options: Omit<Calls["compare"][0], "report"> & { estate?: OpenOptions } = {},
    control: OpenControl = {},
  ): Promise<Calls["compare"][1]> {
    const { estate: { imports = {}, ...estate } = {}, ...rest } = options;
    const transfer = files.flatMap(({ data }) => (data instanceof ReadableStream ? [data] : []));
    const message = { do: "compareWith", source: { files, imports }, estate, options: rest } as const;
    return parsed(await this.#request((id) => ({ ...message, id }), control, transfer));
  }

  /** Hosts by quarters under one reading. */
  standing(options: Calls["standing"][0] = {}, control?: CallControl): Promise<Standing> {
    return this.#ask("standing", options, control);
  }

  /** A page of a table as read. */
  rows(options: Calls["rows"][0], control?: CallControl): Promise<Rows> {
    return this.#ask("rows", options, control);
  }

  /** The readings there are, with those of a TOML text. */
  readings(further?: string, control?: CallControl): Promise<ReadingList> {
    return this.#ask("readings", further === undefined ? {} : { further }, control);
  }

  /** Rules and published texts. */
  sources(control?: CallControl): Promise<Sources> {
    return this.#ask("sources", {}, control);
  }

  /** What exports can be: code and name. */
  kinds(control?: CallControl): Promise<Calls["kinds"][1]> {
    return this.#ask("kinds", {}, control);
  }

  /** The tables made out of the exports of the open estate. */
  convertedTables(control?: CallControl): Promise<TableText[]> {
    return this.#ask("convertedTables", {}, control);
  }

  /** The tables of the invented estate. */
  demoTables(control?: CallControl): Promise<TableText[]> {
    return this.#ask("demoTables", {}, control);
  }

  /** The JSON text of an answer: the bytes that `subcap … --format json` prints. */
  json<M extends Method>(method: M, options: Calls[M][0], control: CallControl = {}): Promise<string> {
    return this.#request((id) => ({ do: "ask", id, method, options }), control, []);
  }

  /** Ends the engine and gives its memory back. */
  close(): void {
    this.#closed = true;
    this.#thread?.end();
    this.#thread = undefined;
    this.#fail(aborted("The engine was closed."));
  }

  /** For tests: breaks the engine as a fault of its own would. */
  breakForTest(): void {
    this.#thread?.post({ do: "break" });
  }

  async #ask<M extends Method>(method: M, options: Calls[M][0], control?: CallControl): Promise<Calls[M][1]> {
    return parsed(await this.json(method, options, control));
  }

  #read(source: Source, options: EstateOptions, control: OpenControl, transfer: Transferable[]): Promise<string> {
    return this.#request((id) => ({ do: "open", id, source, options }), control, transfer);
  }

  /** Sends a request and waits for what comes back under its number. */
  async #request(
    message: (id: number) => ToEngine,
    control: CallControl & OpenControl,
    transfer: Transferable[],
  ): Promise<string> {
    control.signal?.throwIfAborted();
    await this.#restart;
    const { slot } = control;
    const id = ++this.#last;
    const { promise, resolve, reject } = withResolvers<string>();
    const send = () => {
      if (this.#thread === undefined) return reject(noEngine("it was closed or could not be started"));
      this.#pending.set(id, { resolve, reject, progress: control.onProgress });
      this.#thread.post(message(id), transfer);
    };
    const give = () => this.#giveUp(id, reject);
    control.signal?.addEventListener("abort", give, { once: true });
    if (slot === undefined) send();
    else this.#queue(slot, id, send, reject);
    try {
      return await promise;
    } finally {
      control.signal?.removeEventListener("abort", give);
    }
  }

  /** A call of a slot: those before it are overtaken; it is sent when the one at work has answered. */
  #queue(slot: string, id: number, send: () => void, reject: (error: unknown) => void): void {
    const at = this.#slots.get(slot);
    const begin = () => {
      this.#slots.set(slot, { id, give: () => this.#overtaken(id), waiting: undefined });
      send();
    };
    if (at === undefined) return begin();
    at.waiting?.reject(aborted("A newer call took its place."));
    at.give();
    at.waiting = { send: begin, reject };
  }

  /** The answer of an overtaken call is dropped when it comes. */
  #overtaken(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.reject(aborted("A newer call took its place."));
    this.#pending.set(id, { resolve: () => undefined, reject: () => undefined });
  }

  #giveUp(id: number, reject: (error: unknown) => void): void {
    reject(aborted());
    if (this.#pending.has(id)) this.#thread?.post({ do: "cancel", id });
    // Its number stays until the engine is done with it: only then may a slot go on.
    if (this.#pending.has(id)) this.#pending.set(id, { resolve: () => undefined, reject: () => undefined });
  }

  /** What the engine says. */
  #hear(message: FromEngine): void {
    if (message.say === "broken") return this.#lost(message.reason);
    if (message.say === "ready") return;
    if (message.say === "wants") return void this.#bringImporter();
    const pending = this.#pending.get(message.id);
    if (message.say === "progress") return pending?.progress?.(message.progress);
    this.#pending.delete(message.id);
    if (message.say === "answer") pending?.resolve(message.json);
    else if (message.say === "error") pending?.reject(new EngineError(message.error));
    else pending?.reject(aborted());
    for (const [slot, at] of this.#slots) {
      if (at.id !== message.id) continue;
      this.#slots.delete(slot);
      at.waiting?.send();
    }
  }

  /** Bytes are copied, not given away: the next engine may need them. */
  async #bringImporter(): Promise<void> {
    const thread = this.#thread;
    try {
      const { importer, importerRest } = this.#config;
      thread?.post({ do: "importer", ...(await parts(importer, importerRest, where.importer, where.importerRest)) });
    } catch (error) {
      thread?.post({ do: "importer", failed: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The engine broke: a new one takes its place. */
  #lost(reason: string): void {
    if (this.#closed || this.#restart !== undefined) return;
    this.#thread?.end();
    this.#thread = undefined;
    this.#fail(
      new EngineError({
        code: "engine-lost",
        message: `the engine stopped: ${reason}`,
        hint: "A new one is started; open the estate again. If it happens again with the same files, they may be too large for this browser.",
      }),
    );
    const tell = (replaced: boolean) =>
      this.dispatchEvent(new CustomEvent<LostDetail>("lost", { detail: { reason, replaced } }));
    this.#restart = this.#start()
      .then(
        () => true,
        () => false,
      )
      .then((replaced) => {
        this.#restart = undefined;
        tell(replaced);
      });
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const { waiting } of this.#slots.values()) waiting?.reject(error);
    this.#slots.clear();
  }

  async #start(): Promise<void> {
    const all = await parts(this.#config.wasm, this.#config.rest, where.wasm, where.rest);
    try {
      this.#thread = await this.#worker(all);
    } catch (error) {
      if (this.#config.fallback === false) throw noEngine(String(error));
      this.#thread = await this.#besidePage(all);
    }
  }

  /** A worker that said it is ready. */
  async #worker(all: Parts): Promise<Thread> {
    const { worker: given = where.newWorker, patienceMs = PATIENCE_MS } = this.#config;
    const worker = typeof given === "function" ? given() : new Worker(given, { type: "module", name: "subcap" });
    const post = (message: ToEngine, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
    const { promise, resolve, reject } = withResolvers<string>();
    const timer = setTimeout(() => reject(new Error("it does not answer")), patienceMs);
    let ready = false;
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      const reason = event.message || "its file could not be loaded";
      if (ready) this.#lost(reason);
      else reject(new Error(reason));
    });
    worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
      if (ready) return this.#hear(data);
      if (data.say === "ready") resolve(data.version);
      else if (data.say === "broken") reject(new Error(data.reason));
    });
    // Bytes are copied, not given away: the next engine may need them.
    post({ do: "start", ...all });
    try {
      const version = await promise;
      ready = true;
      return { post, end: () => worker.terminate(), version, runs: "worker" };
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The same engine in the page's own thread. */
  async #besidePage(all: Parts): Promise<Thread> {
    const { thread } = await import("./thread.js");
    const { promise, resolve, reject } = withResolvers<string>();
    let ready = false;
    const answer = thread((message) => {
      if (ready) this.#hear(message);
      else if (message.say === "ready") resolve(message.version);
      else if (message.say === "broken") reject(noEngine(message.reason));
    });
    answer({ do: "start", ...all });
    const version = await promise;
    ready = true;
    // Another task, as with a thread: the answer never comes before the call returns.
    const post = (message: ToEngine) => void setTimeout(() => answer(message));
    return { post, end: () => undefined, version, runs: "page" };
  }
}

/** A module in two: the rest is none if the first is the whole. */
interface Parts {
  wasm: string | ArrayBuffer;
  rest: RestSource;
}

type Wasm = string | URL | ArrayBuffer;

/** As configured, or both from beside these modules. */
async function parts(
  wasm: Wasm | Promise<ArrayBuffer> | undefined,
  rest: Wasm | undefined,
  usual: () => URL | Promise<ArrayBuffer>,
  usualRest: () => URL | undefined,
): Promise<Parts> {
  const behind = wasm === undefined ? usualRest() : rest;
  return { wasm: await bytesOrAddress(wasm ?? usual()), rest: behind && (await bytesOrAddress(behind)) };
}

async function bytesOrAddress(wasm: string | URL | ArrayBuffer | Promise<ArrayBuffer>): Promise<string | ArrayBuffer> {
  const given = await wasm;
  if (!(given instanceof URL)) return given;
  return (given.protocol === "file:" && (await fromDisk(given))) || given.href;
}

/** Node fetches no files; asked for so that no bundler looks for its modules. */
async function fromDisk(url: URL): Promise<ArrayBuffer | undefined> {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as
    | { readFile: (url: URL) => Promise<Uint8Array<ArrayBuffer>> }
    | undefined;
  if (files === undefined) return undefined;
  return new Uint8Array(await files.readFile(url)).buffer;
}

function noEngine(reason: string): EngineError {
  return new EngineError({
    code: "no-engine",
    message: `the engine could not be started: ${reason}`,
    hint: "The page must be allowed to run WebAssembly ('wasm-unsafe-eval') and to load its own files.",
  });
}

/** The answer to a question is what its type says: tests hold the engine's answers against the schemas. */
function parsed<T>(json: string): T {
  return JSON.parse(json) as T;
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
