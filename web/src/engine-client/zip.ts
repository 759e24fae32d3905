/**
 * The entries of a zip archive, unpacked as they are read.
 *
 * The browser inflates (`DecompressionStream`); here are only the central directory, the checksums and the
 * limits. Kept libraries were measured first: the smallest with checksums takes 23 KB of the page's 90 (zip.js
 * without its codecs), the small one (fflate, 3.4 KB) trusts local headers and checks no checksum.
 */

import { EngineError } from "./errors.js";

/** An archive must not unpack to more than this, and no single entry to more than a thousand times its size. */
const MOST_BYTES = 8 * 2 ** 30;
const MOST_ENTRIES = 20_000;
/** Deflate cannot do better than 1:1032; tables do 1:100. Small entries may be anything. */
const MOST_RATIO = 500;
const RATIO_FROM = 64 * 2 ** 20;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** A file in an archive. */
export interface ZipEntry {
  name: string;
  packed: number;
  size: number;
  /** Its bytes, checked: the stream fails if they are not what was packed. */
  stream(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

interface Found extends Omit<ZipEntry, "stream"> {
  method: number;
  encrypted: boolean;
  crc: number;
  at: number;
}

function wrong(archive: string, what: string): EngineError {
  return new EngineError({
    message: what,
    code: "not-an-estate",
    file: archive,
    hint: "Give a folder of tables, a zip of one, tables file by file, or exports such as an ILMT audit snapshot.",
  });
}

function damaged(name: string, what: string): EngineError {
  return new EngineError({
    message: `this part of the archive is damaged: ${what}`,
    code: "input",
    file: name,
    hint: "Make the archive anew, or copy it again.",
  });
}

async function view(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

/** A number of eight bytes; archives of more than 2⁵³ bytes do not exist. */
function long(data: DataView, at: number): number {
  return Number(data.getBigUint64(at, true));
}

/** Where the central directory lies and how many entries it has. */
async function directory(archive: string, blob: Blob): Promise<{ at: number; size: number; count: number }> {
  const tail = Math.min(blob.size, 22 + 0xffff);
  const data = await view(blob, blob.size - tail, blob.size);
  for (let i = data.byteLength - 22; i >= 0; i--) {
    if (data.getUint32(i, true) !== END || i + 22 + data.getUint16(i + 20, true) > data.byteLength) continue;
    const found = {
      count: data.getUint16(i + 10, true),
      size: data.getUint32(i + 12, true),
      at: data.getUint32(i + 16, true),
    };
    if (found.count !== 0xffff && found.size !== 0xffffffff && found.at !== 0xffffffff) return found;
    const locator = blob.size - tail + i - 20;
    const where = await view(blob, Math.max(locator, 0), locator + 20);
    if (locator < 0 || where.getUint32(0, true) !== LOCATOR_64) return found;
    const end = await view(blob, long(where, 8), long(where, 8) + 56);
    if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) break;
    return { count: long(end, 32), size: long(end, 40), at: long(end, 48) };
  }
  throw wrong(archive, "this file is no zip archive: its end is missing");
}

/** One entry of the central directory, and where the next one begins. */
function entry(data: DataView, at: number): [Found, number] {
  const [name, extra, comment] = [28, 30, 32].map((offset) => data.getUint16(at + offset, true)) as [
    number,
    number,
    number,
  ];
  const bytes = new Uint8Array(data.buffer, data.byteOffset + at + 46, name);
  const found: Found = {
    name: new TextDecoder().decode(bytes),
    encrypted: (data.getUint16(at + 8, true) & 1) !== 0,
    method: data.getUint16(at + 10, true),
    crc: data.getUint32(at + 16, true),
    packed: data.getUint32(at + 20, true),
    size: data.getUint32(at + 24, true),
    at: data.getUint32(at + 42, true),
  };
  const end = at + 46 + name + extra;
  for (let i = at + 46 + name; i + 4 <= end; i += 4 + data.getUint16(i + 2, true)) {
    if (data.getUint16(i, true) !== 1) continue;
    let value = i + 4;
    for (const key of ["size", "packed", "at"] as const) {
      if (found[key] !== 0xffffffff) continue;
      found[key] = long(data, value);
      value += 8;
    }
  }
  return [found, end + comment];
}

/** The files in an archive, in the order of its directory. */
export async function entriesOf(archive: string, blob: Blob): Promise<ZipEntry[]> {
  const { at, size, count } = await directory(archive, blob);
  if (count > MOST_ENTRIES) throw wrong(archive, `the archive has ${count} entries`);
  if (at + size > blob.size) throw wrong(archive, "this file is no whole zip archive: its list of files is cut off");
  const data = await view(blob, at, at + size);
  const entries: ZipEntry[] = [];
  const budget = { left: MOST_BYTES };
  let next = 0;
  for (let index = 0; index < count; index++) {
    if (next + 46 > data.byteLength || data.getUint32(next, true) !== ENTRY) {
      throw wrong(archive, `entry ${index} of the archive cannot be read`);
    }
    let found: Found;
    try {
      [found, next] = entry(data, next);
    } catch {
      throw wrong(archive, `entry ${index} of the archive cannot be read`);
    }
    if (found.name.endsWith("/")) continue;
    entries.push({ ...found, stream: () => unpacked(archive, blob, found, budget) });
  }
  return entries;
}

async function unpacked(
  archive: string,
  blob: Blob,
  entry: Found,
  budget: { left: number },
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (entry.encrypted) throw wrong(archive, `${entry.name} is encrypted`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw wrong(archive, `${entry.name} is packed in a way that is not read (method ${entry.method})`);
  }
  const local = await view(blob, entry.at, entry.at + 30);
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw damaged(entry.name, "its header is missing");
  const from = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = blob.slice(from, from + entry.packed).stream();
  const plain = entry.method === 0 ? packed : packed.pipeThrough(new DecompressionStream("deflate-raw"));
  return checked(plain.getReader(), archive, entry, budget);
}

/** Passes bytes on; fails where they are too many or not those that were packed. */
function checked(
  plain: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  archive: string,
  entry: Found,
  budget: { left: number },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let [size, crc] = [0, 0];
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await plain.read().catch((error: unknown) => {
        throw damaged(entry.name, error instanceof Error ? error.message : String(error));
      });
      if (done) {
        if (size !== entry.size || crc !== entry.crc) throw damaged(entry.name, "its checksum does not match");
        controller.close();
        return;
      }
      size += value.byteLength;
      budget.left -= value.byteLength;
      if (budget.left < 0 || (size > RATIO_FROM && size > MOST_RATIO * entry.packed) || size > entry.size) {
        throw wrong(archive, `${entry.name} unpacks to far more than it says or than any table has: a zip bomb`);
      }
      crc = crc32(value, crc);
      controller.enqueue(value);
    },
    cancel: (reason) => plain.cancel(reason),
  });
}

/** Eight tables, so that eight bytes are taken at a time: four times as quick as one by one. */
const TABLES = (() => {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256));
  const at = (table: number, index: number) => tables[table]?.[index] ?? 0;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    tables[0]?.set([crc], byte);
  }
  for (let table = 1; table < 8; table++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = at(table - 1, byte);
      tables[table]?.set([(before >>> 8) ^ at(0, before & 255)], byte);
    }
  }
  return tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
})();

/** The checksum of zip archives, continued. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = ~before;
  let i = 0;
  for (; i + 8 <= bytes.byteLength; i += 8) {
    const low = data.getUint32(i, true) ^ crc;
    const high = data.getUint32(i + 4, true);
    crc =
      (t7[low & 255] as number) ^
      (t6[(low >>> 8) & 255] as number) ^
      (t5[(low >>> 16) & 255] as number) ^
      (t4[low >>> 24] as number) ^
      (t3[high & 255] as number) ^
      (t2[(high >>> 8) & 255] as number) ^
      (t1[(high >>> 16) & 255] as number) ^
      (t0[high >>> 24] as number);
  }
  for (; i < bytes.byteLength; i++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[i] as number)) & 255] as number);
  return ~crc >>> 0;
}
