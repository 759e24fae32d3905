/**
 * A module in two: the first holds what a page executes until its first answer. The rest shares memory, table and
 * functions with it, and is loaded behind that answer, or at once where something is called that is only there.
 */

import { noEngine } from "./errors.js";

/** The first module has this for the rest, which says by it that it is there: see scripts/split/cut.js. */
const THERE = "%there";

/** Where the rest comes from: an address, its bytes, or nowhere if the first module is the whole. */
export type RestSource = string | ArrayBuffer | undefined;

export class Rest {
  #first: WebAssembly.Exports | undefined;
  #loaded: Promise<void> | undefined;
  #there = false;

  constructor(readonly from: RestSource) {}

  /** The first module runs. Where a call could not wait for the rest, it is loaded now. */
  async begin(first: WebAssembly.Exports): Promise<void> {
    if (this.from === undefined && Object.keys(first).some((name) => name.startsWith(THERE))) {
      throw noEngine("its module is the first of two", "Give engine-rest.wasm as `rest` beside `wasm`, importer-rest.wasm as `importerRest` beside `importer`.");
    }
    this.#first = first;
    if (typeof XMLHttpRequest === "undefined" || "document" in globalThis || typeof this.from !== "string") await this.ahead();
  }

  /** Loads it while nobody waits. Where that fails, the next call says so. */
  ahead(): Promise<void> {
    const { from } = this;
    if (from === undefined || this.#there) return Promise.resolve();
    this.#loaded ??= (async () => {
      try {
        this.#join(await WebAssembly.compile(typeof from === "string" ? await fetched(from) : from));
      } catch {
        this.#loaded = undefined;
      }
    })();
    return this.#loaded;
  }

  /** Loads it at once: something is under way that cannot go on without it. */
  now(): void {
    if (this.#there) return;
    if (this.from === undefined) throw new Error("the rest of the engine was not given");
    this.#join(new WebAssembly.Module(typeof this.from === "string" ? waited(this.from) : this.from));
  }

  #join(module: WebAssembly.Module): void {
    if (this.#there || this.#first === undefined) return;
    try {
      // Its functions take their places in the table when it is made, and it says itself that it is there.
      new WebAssembly.Instance(module, { first: this.#first as WebAssembly.ModuleImports });
    } catch (error) {
      throw error instanceof WebAssembly.LinkError ? new Error("the two parts of the engine are not of one build") : error;
    }
    this.#there = true;
  }
}

async function fetched(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(missing(address, answer.status));
  return answer.arrayBuffer();
}

/** Only in a worker: there a request may be waited for. */
function waited(address: string): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  // A file on disk has no status.
  if (request.status !== 200 && request.status !== 0) throw new Error(missing(address, request.status));
  return request.response as ArrayBuffer;
}

const missing = (address: string, status: number) => `a part of the engine could not be loaded (${address}: ${status})`;
