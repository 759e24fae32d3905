/** Where the parts of the engine are: as configured, or beside these modules. */

import { EngineError, noEngine } from "./errors.js";
import type { RestSource } from "./rest.js";

/** An address, or the bytes themselves. */
export type Part = string | URL | ArrayBuffer;

/** A module in two: the rest is none if the first is the whole. */
export interface Parts {
  wasm: string | ArrayBuffer;
  rest: RestSource;
}

/** As configured, or both from beside these modules. Whatever goes wrong with them, there is no engine. */
export async function parts(
  wasm: Part | Promise<ArrayBuffer> | undefined,
  rest: Part | undefined,
  usual: () => URL | Promise<ArrayBuffer>,
  usualRest: () => URL | undefined,
): Promise<Parts> {
  try {
    const behind = rest ?? (wasm === undefined ? usualRest() : undefined);
    return { wasm: await bytesOrAddress(await (wasm ?? usual())), rest: behind && (await bytesOrAddress(behind)) };
  } catch (error) {
    throw error instanceof EngineError ? error : noEngine(String(error));
  }
}

/** Addresses are the page's: the thread, which lies elsewhere, would take them for its own. */
async function bytesOrAddress(given: Part): Promise<string | ArrayBuffer> {
  if (typeof given !== "string" && !(given instanceof URL)) return given;
  const url = typeof given === "string" ? resolved(given) : given;
  const files = url.protocol === "file:" ? node<Files>("node:fs/promises") : undefined;
  return files === undefined ? url.href : fromDisk(files, url);
}

function resolved(address: string): URL {
  const base = typeof document === "undefined" ? globalThis.location?.href : document.baseURI;
  // In Node there is no page: what is no address is a path.
  const path = base === undefined && !/^[a-z][a-z\d+.-]+:/i.test(address);
  return (path && node<Addresses>("node:url")?.pathToFileURL(address)) || new URL(address, base);
}

/** Node fetches no files. */
async function fromDisk(files: Files, url: URL): Promise<ArrayBuffer> {
  try {
    return new Uint8Array(await files.readFile(url)).buffer;
  } catch (error) {
    throw noEngine(String(error), "Check where its file lies: `wasm` and `rest` say it, or it lies beside the package's modules.");
  }
}

interface Files {
  readFile: (url: URL) => Promise<Uint8Array<ArrayBuffer>>;
}

interface Addresses {
  pathToFileURL: (path: string) => URL;
}

/** Asked for so that no bundler looks for its modules. */
function node<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.(name) as Module | undefined;
}
