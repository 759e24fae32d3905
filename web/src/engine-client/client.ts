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
 * engine starts, and the event `lost` says so: open the files again, the engine keeps none. What is called wrongly
 * ends with `bad-option` and costs nothing.
 */

import type { EstateOptions, TextFile } from "../engine/engine.js";
import type { ReadingList, Rows, ScenarioFigures, Sources, Standing, TableText } from "./answers/page.js";
import { checkControl, checkImports, checkOptions, checkQuestion, filesOf, refused } from "./asked.js";
import type { Calls, Method } from "./calls.js";
import { aborted, EngineError, noEngine } from "./errors.js";
import type { ImportOptions, Opened } from "./exports.js";
import type { EstateFile, Progress, SentFile } from "./inputs.js";
import type { Source } from "./local.js";
import { type Part, type Parts, parts } from "./places.js";
import type { FromEngine, ToEngine } from "./protocol.js";
import * as where from "./where.js";

/** A thread that the browser refuses to start reports nothing, so silence has to end some time. */
const PATIENCE_MS = 10_000;

/** How the engine is started; nothing is needed where its files lie beside these modules. */
export interface EngineConfig {
  /** Starts the thread; its address, if it lies elsewhere. */
  worker?: (() => Worker) | string | URL;
  /** The wasm, if it lies elsewhere: its address (for the page, as in a link), its bytes, or a promise of them. */
  wasm?: Part | Promise<ArrayBuffer>;
  /** The rest of the engine, if `wasm` says where the first part is; without it that must be the whole. */
  rest?: Part;
  /** The same of the importers' wasm; it is needed for exports of other tools only. */
  importer?: Part | Promise<ArrayBuffer>;
  importerRest?: Part;
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
  id: number;
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

/** What the engine tells by itself. */
export interface EngineEvents {
  lost: CustomEvent<LostDetail>;
}

/** Its events have their types, as those of elements have. */
export interface Engine {
  addEventListener<Type extends keyof EngineEvents>(
    type: Type,
    listener: (this: Engine, event: EngineEvents[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Type extends keyof EngineEvents>(
    type: Type,
    listener: (this: Engine, event: EngineEvents[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** The engine. Events: `lost` (`CustomEvent<LostDetail>`). */
export class Engine extends EventTarget {
  readonly #config: EngineConfig;
  #thread: Thread | undefined;
  /** Why there is none, if it is not closed. */
  #without = noEngine("it was not started");
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
  async open(files: ArrayLike<File | EstateFile>, options: OpenOptions = {}, control: OpenControl = {}): Promise<Opened> {
    const { source, estate, transfer } = sent(files, options);
    return parsed(await this.#read(source, estate, control, transfer));
  }

  /** Reads tables that were typed: name (`hosts.csv`) → text. */
  async openTables(
    tables: Record<string, string>,
    options: EstateOptions = {},
    control: OpenControl = {},
  ): Promise<Opened> {
    checkOptions(tables);
    const files = Object.entries(tables).map(([name, data]) => ({ name, data }));
    return this.open(files, options, control);
  }

  /** Reads the invented estate. */
  async openDemo(options: EstateOptions = {}, control: OpenControl = {}): Promise<Opened> {
    checkOptions(options);
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
    files: ArrayLike<File | EstateFile>,
    options: Omit<Calls["compare"][0], "report"> & { estate?: OpenOptions } = {},
    control: OpenControl = {},
  ): Promise<Calls["compare"][1]> {
    checkOptions(options);
    const { estate: how = {}, ...rest } = options;
    const { source, estate, transfer } = sent(files, how);
    const message = { do: "compareWith", source, estate, options: rest } as const;
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

  /** A scenario's file, TOML or JSON, as the document it holds: without values that say nothing. */
  scenarioDocument(file: TextFile, control?: CallControl): Promise<Calls["scenarioDocument"][1]> {
    return this.#ask("scenarioDocument", file, control);
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
  async json<M extends Method>(method: M, options: Calls[M][0] = {}, control: CallControl = {}): Promise<string> {
    checkQuestion(method, options);
    return this.#request((id) => ({ do: "ask", id, method, options }), control, []);
  }

  /** Ends the engine and gives its memory back. */
  close(): void {
    this.#closed = true;
    this.#thread?.end();
    this.#thread = undefined;
    this.#fail(aborted("The engine was closed."));
  }

  /** @internal For tests: breaks the engine as a fault of its own would. */
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
    checkControl(control);
    const { slot, signal, onProgress } = control;
    if (signal?.aborted) throw aborted(undefined, signal.reason);
    const id = ++this.#last;
    const { promise, resolve, reject } = withResolvers<string>();
    const send = () => {
      try {
        if (this.#thread === undefined) throw this.#closed ? closed() : this.#without;
        this.#pending.set(id, { resolve, reject, progress: onProgress });
        this.#post(message(id), transfer);
      } catch (error) {
        reject(error);
        this.#done(id);
      }
    };
    const begin = () => {
      if (signal?.aborted) return;
      if (slot === undefined) send();
      else this.#queue(slot, id, send, reject);
    };
    const give = () => this.#giveUp(id, () => reject(aborted(undefined, signal?.reason)));
    // Before anything is waited for: whoever gives up in the same breath is heard.
    signal?.addEventListener("abort", give, { once: true });
    if (this.#restart === undefined) begin();
    else void this.#restart.then(begin);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", give);
    }
  }

  #post(message: ToEngine, transfer: Transferable[]): void {
    try {
      this.#thread?.post(message, transfer);
    } catch (error) {
      throw refused(`this cannot be handed to the engine: ${String(error)}`, "Give plain data: text, numbers, files.");
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
    at.waiting = { id, send: begin, reject };
  }

  /** The engine is done with a call: the next one of its slot may go on. */
  #done(id: number): void {
    this.#pending.delete(id);
    for (const [slot, at] of this.#slots) {
      if (at.id !== id) continue;
      this.#slots.delete(slot);
      at.waiting?.send();
    }
  }

  /** The answer of an overtaken call is dropped when it comes. */
  #overtaken(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.reject(aborted("A newer call took its place."));
    this.#pending.set(id, { resolve: () => undefined, reject: () => undefined });
  }

  #giveUp(id: number, reject: () => void): void {
    reject();
    for (const at of this.#slots.values()) if (at.waiting?.id === id) at.waiting = undefined;
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
    if (message.say === "answer") pending?.resolve(message.json);
    else if (message.say === "error") pending?.reject(new EngineError(message.error));
    else pending?.reject(aborted());
    this.#done(message.id);
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
        (error: unknown) => {
          this.#without = error instanceof EngineError ? error : noEngine(String(error));
          return false;
        },
      )
      .then((replaced) => {
        this.#restart = undefined;
        if (!this.#closed) tell(replaced);
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
      // What the thread said of itself holds for the page, too.
      if (error instanceof EngineError) throw error;
      if (this.#config.fallback === false) throw noEngine(String(error));
      this.#thread = await this.#besidePage(all);
    }
    // It was closed while another one was started.
    if (this.#closed) this.close();
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
      else if (data.say === "broken") reject(data.error === undefined ? new Error(data.reason) : new EngineError(data.error));
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
      else if (message.say === "broken") reject(message.error === undefined ? noEngine(message.reason) : new EngineError(message.error));
    });
    answer({ do: "start", ...all });
    const version = await promise;
    ready = true;
    // Another task, as with a thread: the answer never comes before the call returns.
    const post = (message: ToEngine) => void setTimeout(() => answer(message));
    return { post, end: () => undefined, version, runs: "page" };
  }
}

/** What is sent of files and of how they are read; streams are given away. */
function sent(given: ArrayLike<File | EstateFile>, options: OpenOptions): { source: Source; estate: EstateOptions; transfer: Transferable[] } {
  checkOptions(options);
  const { imports = {}, ...estate } = options;
  checkImports(imports);
  const files: SentFile[] = filesOf(given);
  return { source: { files, imports }, estate, transfer: files.flatMap(({ data }) => (data instanceof ReadableStream ? [data] : [])) };
}

function closed(): EngineError {
  return new EngineError({ code: "no-engine", message: "the engine was closed", hint: "Start another one: Engine.start()." });
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
