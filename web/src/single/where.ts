/** In place of `engine-client/where.ts` where everything is in one file: nothing is loaded from anywhere. */

import packed from "virtual:subcap/wasm";
import packedImporter from "virtual:subcap/importer";
import text from "virtual:subcap/worker";

/** The engine's thread: a classic script, because a browser starts no module from a file on disk. */
export function newWorker(): Worker {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Worker(url, { name: "subcap" });
}

/** The engine: base64 of gzip. */
export function wasm(): Promise<ArrayBuffer> {
  return unpacked(packed);
}

/** What reads exports of other tools; unpacked when the first one is given. */
export function importer(): Promise<ArrayBuffer> {
  return unpacked(packedImporter);
}

function unpacked(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
