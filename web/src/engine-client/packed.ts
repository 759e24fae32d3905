/**
 * Files packed one by one: what `gzip` makes of a table is read as the table. The same as cli/src/input/unpack.rs,
 * but that the browser's own decompression takes one gzip after another for damage, and knows no zstd.
 */

import { EngineError } from "./errors.js";

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** What one file may unpack to: as much as an archive may. */
const MOST_BYTES = 8 * 2 ** 30;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** Packed tables are about a tenth: what a byte of them counts for in the progress. */
export const SCALE = 0.1;

/** Whether a file's name says that it is packed. */
export function isPacked(name: string): boolean {
  return /\.(gz|zst)$/i.test(name);
}

/** The bytes of a file, unpacked if they begin as those of a packed one. */
export async function unpacked(name: string, stream: Bytes): Promise<Bytes> {
  const reader = stream.getReader();
  const looked: Uint8Array<ArrayBuffer>[] = [];
  let start: number[] = [];
  while (start.length < ZSTD.length) {
    const { done, value } = await reader.read();
    if (done) break;
    looked.push(value);
    start = [...start, ...value.subarray(0, ZSTD.length)].slice(0, ZSTD.length);
  }
  const begins = (magic: number[]) => magic.every((byte, at) => start[at] === byte);
  if (begins(ZSTD)) {
    await reader.cancel().catch(() => undefined);
    throw wrong(name, "this file is packed with zstd, which a browser does not unpack", "Give it unpacked, or packed with gzip.");
  }
  const whole = resumed(looked, reader);
  return begins(GZIP) ? counted(name, whole.pipeThrough(new DecompressionStream("gzip")).getReader()) : whole;
}

/** What was looked at, and the rest. */
export function resumed(looked: Uint8Array<ArrayBuffer>[], reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Bytes {
  return new ReadableStream({
    async pull(controller) {
      const kept = looked.shift();
      const { done, value } = kept === undefined ? await reader.read() : { done: false, value: kept };
      if (done || value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Fails where there is damage, or far too much. */
function counted(name: string, reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Bytes {
  let size = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw wrong(name, `this packed file is damaged, or several in one: ${why}`, "Pack it anew, or give it unpacked.");
      });
      if (done) return controller.close();
      size += value.byteLength;
      if (size > MOST_BYTES) throw wrong(name, `what is packed comes to more than ${MOST_BYTES} bytes`, "Give it unpacked, in parts.");
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** A table that lies there packed and unpacked would be read twice. */
export function refuseTwice(names: string[]): void {
  for (const name of names.filter(isPacked)) {
    const plain = name.replace(/\.(gz|zst)$/i, "");
    if (names.includes(plain)) {
      throw wrong(name, `this table also lies there unpacked, as ${plain}`, "Remove one of the two: both would be counted.");
    }
  }
}

function wrong(file: string, message: string, hint: string): EngineError {
  return new EngineError({ code: "input", message, file, hint });
}
