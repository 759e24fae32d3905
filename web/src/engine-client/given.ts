/**
 * What is given as an estate: tables, exports of other tools, or both. The same as the command line makes of it
 * (cli/src/input), so that names in findings and the order of everything are the same bytes.
 */

import { EngineError, known, unreadable } from "./errors.js";
import { baseName, type SentFile } from "./inputs.js";
import { natural } from "./natural.js";
import { isPacked, resumed, SCALE, unpacked } from "./packed.js";
import { entriesOf } from "./zip.js";

/** How much of a file is looked at to tell whether it is an export. */
const START = 64 << 10;
/** Folders within the folder that are looked into. */
const DEPTH = 8;

/** One file, wherever it lies. */
export interface Entry {
  /** As the command line names it. */
  name: string;
  /** What makes its bytes those of the packed file. */
  scale: number;
  /** Whether it can be read twice. */
  again: boolean;
  stream(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/** Files that belong together: the entries of an archive, the files of one export, a file by itself. */
export interface ExportSet {
  name: string;
  entries: Entry[];
  /** Only the summaries of it, to say at once what it is. */
  summaries?: boolean;
}

export interface Given {
  tables: Entry[];
  exports: ExportSet[];
  /** The folder's name, which the estate has if it has no other. */
  name: string | undefined;
}

/** What tells files apart; the importers are loaded when they are first asked. */
export interface Tells {
  isTable(name: string): boolean;
  lacksColumns(name: string, start: Uint8Array): boolean;
  isExport(name: string, start: Uint8Array): Promise<boolean>;
  /** Whether the user says what that file is. */
  isSaid(name: string): boolean;
}

/** A file that was given, with the folder in which it lies. */
interface Loose extends Entry {
  folder: string;
  path: string;
  blob(): Promise<Blob>;
  /** Its first bytes; it can be read whole all the same. */
  start(): Promise<Uint8Array>;
}

/** Tells exports from tables. A folder or an archive without any table holds exports; beside tables a file is one if it is recognised. */
export async function givenOf(files: SentFile[], tells: Tells): Promise<Given> {
  const all = files.map(loose).sort((a, b) => natural(a.path, b.path));
  const tops = new Set(all.map(({ path, folder }) => (folder === "" ? "" : path.split("/")[0])));
  const [name] = tops;
  if (tops.size !== 1 || !name) return several(all, tells);
  const direct = all.filter(({ folder }) => folder === name);
  if (!direct.some((file) => tells.isTable(file.name))) return { tables: [], exports: await sets(all.filter(isBelow)), name };
  const [exports, tables] = await parted(direct, tells, false);
  return { tables, exports: await sets([...exports, ...ofTheirOwn(all.filter((file) => file.folder !== name && isBelow(file)))]), name };
}

/** The files of exports that are folders themselves: other folders beside tables are none of our business. */
function ofTheirOwn(files: Loose[]): Loose[] {
  const folders = new Set(files.filter(({ name }) => showsASet(name)).map(({ folder }) => folder));
  return files.filter(({ folder }) => folders.has(folder));
}

/** Files that were given one by one, or several folders. Archives of tables come first. */
async function several(all: Loose[], tells: Tells): Promise<Given> {
  const packed: Entry[] = [];
  const rest: Loose[] = [];
  for (const file of all) {
    const entries = isArchive(file.name) ? await entriesIn(file.name, await file.blob(), 1) : [];
    if (entries.some((entry) => tells.isTable(entry.name))) packed.push(...entries);
    else rest.push(file);
  }
  const beside = rest.some((file) => tells.isTable(file.name));
  const [exports, tables] = beside ? await parted(rest, tells, true) : [rest, []];
  tables.sort((a, b) => natural(a.name, b.name));
  return { tables: [...packed, ...tables], exports: await sets(exports), name: undefined };
}

/** Exports and tables among files that lie beside each other. What is chosen one by one is meant to be used. */
async function parted(files: Loose[], tells: Tells, meant: boolean): Promise<[Loose[], Loose[]]> {
  const [exports, tables]: [Loose[], Loose[]] = [[], []];
  for (const file of files) {
    const is = tells.isTable(file.name)
      ? tells.lacksColumns(file.name, await file.start()) && (await isExport(file, tells))
      : meant || tells.isSaid(file.name) || (await isExport(file, tells));
    (is ? exports : tables).push(file);
  }
  return [exports, tables];
}

/** An archive is an export if any of its entries is. */
async function isExport(file: Loose, tells: Tells): Promise<boolean> {
  if (!isArchive(file.name)) return tells.isExport(file.name, await file.start());
  try {
    for (const entry of await entriesIn(file.name, await file.blob(), 1)) {
      if (isArchive(entry.name) || (await tells.isExport(entry.name, await startOf(await entry.stream())))) return true;
    }
  } catch {
    // What cannot be unpacked is no export; the reader of tables passes over it and says so.
  }
  return false;
}

/** What belongs together: each archive, each workbook, the files of a folder that were exported in one go; all else stands for itself. */
async function sets(files: Loose[]): Promise<ExportSet[]> {
  const folders = new Map<string, Loose[]>();
  for (const file of files) folders.set(file.folder, [...(folders.get(file.folder) ?? []), file]);
  const taken = new Set<string>();
  const above = inCommon(files.map(({ folder }) => folder));
  const sets: ExportSet[] = [];
  for (const file of files) {
    const { name, folder } = file;
    const beside = folders.get(folder) ?? [];
    // Its folder tells it from a file of the same name in another.
    const below = (path: string): string => path.slice(above === "" ? 0 : above.length + 1);
    if (isArchive(name)) {
      sets.push({ name: below(file.path), entries: await entriesIn(name, await file.blob(), 1) });
    } else if (isWorkbook(name) || !beside.some((other) => showsASet(other.name))) {
      sets.push({ name: below(file.path), entries: [file] });
    } else if (!taken.has(folder)) {
      taken.add(folder);
      const entries = beside.filter((other) => !isArchive(other.name) && !isWorkbook(other.name));
      sets.push({ name: below(folder) || baseName(folder) || name, entries });
    }
  }
  return sets;
}

/** The folder that all these folders are in. */
function inCommon([first = "", ...others]: string[]): string {
  let parts = first.split("/");
  for (const other of others) {
    const same = other.split("/");
    const end = parts.findIndex((part, at) => part !== same[at]);
    if (end >= 0) parts = parts.slice(0, end);
  }
  return parts.join("/");
}

/** The files in an archive, in reading order. */
export async function entriesIn(name: string, archive: Blob, scale: number): Promise<Entry[]> {
  const entries = (await entriesOf(name, archive)).sort((a, b) => natural(a.name, b.name));
  return entries.map((entry) => ({
    name: entry.name,
    scale: entry.size === 0 ? 0 : (scale * entry.packed * (isPacked(entry.name) ? SCALE : 1)) / entry.size,
    again: true,
    stream: async () => (isPacked(entry.name) ? unpacked(entry.name, await entry.stream()) : entry.stream()),
  }));
}

export function isArchive(name: string): boolean {
  return name.toLowerCase().endsWith(".zip");
}

function isWorkbook(name: string): boolean {
  return /\.(xlsx|xlsm|xlsb|xls|ods)$/i.test(name);
}

/** Names that only a whole export has: the files around it belong to it. */
function showsASet(name: string): boolean {
  return /^(checksums?|data_condition)\.txt$|^(audit_snapshot_summary|pvu_sub_capacity|bundling_definitions)\.csv$|rvtools_tab/i.test(name);
}

/** Files that hide are none of the user's. */
function isBelow({ path }: Loose): boolean {
  const within = path.split("/").slice(1);
  return within.length <= DEPTH + 1 && !within.some((part) => part.startsWith("."));
}

function loose(file: SentFile): Loose {
  const path = file.name.replaceAll("\\", "/").replace(/^\/+/, "");
  const name = baseName(path);
  const where = { name, path, folder: path.slice(0, Math.max(0, path.length - name.length - 1)), scale: isPacked(name) ? SCALE : 1 };
  const { data } = file;
  if (data instanceof ReadableStream) return { ...where, again: false, ...once(name, bytesOf(name, data)) };
  const blob = data instanceof Blob ? data : new Blob([data]);
  const stream = async () => (isPacked(name) ? unpacked(name, blob.stream()) : blob.stream());
  const start = async () => (isPacked(name) ? startOf(await stream()) : new Uint8Array(await blob.slice(0, START).arrayBuffer()));
  return { ...where, again: true, blob: async () => blob, stream, start };
}

/** A stream is somebody else's: what goes wrong in it is wrong with that file, and not with the engine. */
function bytesOf(name: string, data: ReadableStream<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = data.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw known(error) ?? unreadable(name, error);
      });
      if (done) return controller.close();
      if (!(value instanceof Uint8Array)) {
        await reader.cancel().catch(() => undefined);
        throw new EngineError({ code: "bad-option", message: "this stream gives something other than bytes", file: name, hint: "Its parts must be Uint8Array." });
      }
      controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** A stream can be read once, and what a file is may have to be told first: what was looked at is kept until it is read. */
function once(name: string, data: ReadableStream<Uint8Array<ArrayBuffer>>): Pick<Loose, "blob" | "stream" | "start"> {
  const looked: Uint8Array<ArrayBuffer>[] = [];
  let opened: Promise<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>> | undefined;
  let whole: Promise<Blob> | undefined;
  const reader = () => (opened ??= (isPacked(name) ? unpacked(name, data) : Promise.resolve(data)).then((bytes) => bytes.getReader()));
  const start = async () => {
    const size = () => looked.reduce((sum, part) => sum + part.byteLength, 0);
    while (size() < START) {
      const { done, value } = await (await reader()).read();
      if (done) break;
      looked.push(value);
    }
    return new Uint8Array(await new Blob(looked).slice(0, START).arrayBuffer());
  };
  const rest = async () => resumed(looked, await reader());
  const blob = () => (whole ??= rest().then((bytes) => new Response(bytes).blob()));
  return { blob, start, stream: async () => (whole === undefined ? rest() : (await whole).stream()) };
}

async function startOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const start = new Uint8Array(START);
  let size = 0;
  const reader = stream.getReader();
  while (size < START) {
    const { done, value } = await reader.read();
    if (done) break;
    start.set(value.subarray(0, START - size), size);
    size += Math.min(value.byteLength, START - size);
  }
  await reader.cancel().catch(() => undefined);
  return start.subarray(0, size);
}
