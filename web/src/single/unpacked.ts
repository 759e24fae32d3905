/** Wasm that stands in this very file: LZMA as letters, behind its checksum. */

import base64 from "virtual:subcap/unpack";

import { EngineError } from "../engine-client/errors.js";
import { crc32 } from "../engine-client/zip.js";
import init, { unpack } from "../unpack/unpack.js";
import { bytes85 } from "./letters.js";

let ready: Promise<unknown> | undefined;

/** `checksum:letters` → bytes. A file that was damaged on its way must not go on to count. */
export async function unpacked(packed: string): Promise<ArrayBuffer> {
  ready ??= init({ module_or_path: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) });
  await ready;
  const end = packed.indexOf(":");
  const bytes = whole(packed.slice(end + 1));
  if (bytes === undefined || crc32(bytes) !== Number.parseInt(packed.slice(0, end), 16)) {
    throw new EngineError({ code: "no-engine", message: "this file is damaged", hint: "Get it anew from where it came from." });
  }
  return bytes.buffer;
}

function whole(letters: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return unpack(bytes85(letters)) as Uint8Array<ArrayBuffer>;
  } catch {
    return undefined;
  }
}
