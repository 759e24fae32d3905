/** In place of `engine-client/where.ts` where everything is in one file: nothing is loaded from anywhere. */

import engine from "virtual:subcap/engine";
import exports from "virtual:subcap/importer";
import text from "virtual:subcap/worker";

import { unpacked } from "./unpacked.js";

/** The engine's thread: a classic script, because a browser starts no module from a file on disk. */
export function newWorker(): Worker {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Worker(url, { name: "subcap" });
}

/** The engine. */
export function wasm(): Promise<ArrayBuffer> {
  return unpacked(engine);
}

/** What reads exports of other tools; unpacked when the first one is given. */
export function importer(): Promise<ArrayBuffer> {
  return unpacked(exports);
}

/** Both are whole here. */
export function rest(): undefined {
  return undefined;
}

export const importerRest = rest;
