/**
 * Where the engine's own files lie: beside these modules. Written so that bundlers (Vite, webpack) see and
 * copy them; the single file puts another module in the place of this one.
 */

/** The engine's thread. */
export function newWorker(): Worker {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "subcap" });
}

/** The engine itself: an address, or its bytes. */
export function wasm(): URL | Promise<ArrayBuffer> {
  return new URL("../engine/engine_bg.wasm", import.meta.url);
}

/** What of the engine no first answer takes: loaded behind it. None if the engine is one file. */
export function rest(): URL | undefined {
  return new URL("../engine/engine_rest.wasm", import.meta.url);
}

/** What reads exports of other tools; fetched when the first one is given. */
export function importer(): URL | Promise<ArrayBuffer> {
  return new URL("../importer/importer_bg.wasm", import.meta.url);
}

/** What of the importers is rarely needed. */
export function importerRest(): URL | undefined {
  return new URL("../importer/importer_rest.wasm", import.meta.url);
}
