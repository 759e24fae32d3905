/** What an estate is made of: files, dropped or fetched or typed. */

import type { Glimpse } from "./exports.js";

/** One file. A zip is unpacked; files of one folder are what the command line makes of that folder. */
export interface EstateFile {
  /** Its name, or its path within what was dropped; the last part says which table it is. */
  name: string;
  data: Blob | ArrayBuffer | Uint8Array | string | ReadableStream<Uint8Array>;
}

/** The same on its way to the engine. */
export interface SentFile {
  name: string;
  data: Blob | Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>;
}

/** How far the reading is. */
export interface Progress {
  /** What exports are by their summaries; told once, before the whole of them is read. */
  glimpse?: Glimpse;
  /** Bytes read; of a zip those of its packed entries. */
  bytes: number;
  /** Bytes to read; null as long as a stream does not say. */
  total: number | null;
  /** Rows of tables read. */
  rows: number;
  /** The file being read. */
  file: string;
}

/** The bytes a file will give, if it says. */
export function sizeOf({ data }: SentFile): number | null {
  if (typeof data === "string") return data.length;
  if (data instanceof Blob) return data.size;
  return data instanceof ReadableStream ? null : data.byteLength;
}

/** The last part of a path: what the command line calls a file of a folder. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).pop() ?? path;
}
