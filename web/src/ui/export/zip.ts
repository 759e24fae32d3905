/** A zip of a few texts, as they are: any archiver opens it, and nothing is gained by packing what goes to a disk. */

import { crc32 } from "../../engine-client/zip.js";

/** 1980-01-01, the first day of the format: the same texts are the same bytes whenever they are saved. */
const DAY = 0x21;
/** Names are UTF-8. */
const UTF_8 = 0x800;

export function zipped(files: { file: string; text: string }[]): Blob {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { file, text } of files) {
    const [name, data] = [encoder.encode(file), encoder.encode(text)];
    // From "version needed" to "length of extra fields", the same in both places.
    const about = numbers([2, 20], [2, UTF_8], [2, 0], [2, 0], [2, DAY], [4, crc32(data)], [4, data.length], [4, data.length], [2, name.length], [2, 0]);
    parts.push(numbers([4, 0x04034b50]), about, name, data);
    directory.push(numbers([4, 0x02014b50], [2, 20]), about, numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    at += 4 + about.length + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Numbers of two or four bytes, the low byte first. */
function numbers(...fields: [bytes: 2 | 4, value: number][]): Uint8Array<ArrayBuffer> {
  const data = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) data.setUint16(at, value, true);
    else data.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(data.buffer);
}
