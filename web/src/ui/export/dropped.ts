/** The files of a drop, folders walked through; a limit keeps a dropped disk from being listed. */

import type { PickedFile } from "../engine-port.js";

export const MOST = 5000;

export interface Dropped {
  files: PickedFile[];
  /** There were more files than are taken. */
  more: boolean;
}

/** What a browser gives for an item: a handle where it has them, else an entry. */
interface Item {
  handle: Promise<Handle | null>;
  entry: FileSystemEntry | null;
}

/** A file or folder, as both are wanted here. */
type Handle = FileSystemFileHandle | (FileSystemDirectoryHandle & { values(): AsyncIterable<Handle> });
type Giving = DataTransferItem & { getAsFileSystemHandle?(): Promise<Handle | null> };

/** Whether files are being dragged, and not a word or a link. */
export const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** To be called in the event of the drop itself: items are gone after it. */
export async function dropped(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) {
    return { files: [...transfer.files].map((file) => ({ path: file.name, file })), more: false };
  }
  const items = ([...transfer.items] as Giving[]).map((item, at): Item => {
    const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null);
    return { handle, entry: entries[at] ?? null };
  });
  const found: Dropped = { files: [], more: false };
  for (const item of items) await one(item, found);
  return found;
}

/** A page opened from disk may not read entries of folders, but handles; elsewhere there may be entries alone. */
async function one({ handle, entry }: Item, found: Dropped): Promise<void> {
  const before = found.files.length;
  const given = await handle;
  try {
    if (given) return await walk(given, "", found);
  } catch (problem) {
    if (!entry) throw problem;
    found.files.length = before;
  }
  if (entry) await walkEntry(entry, "", found);
}

async function walk(handle: Handle, folder: string, found: Dropped): Promise<void> {
  const path = folder ? `${folder}/${handle.name}` : handle.name;
  if (handle.kind === "file") return take(path, () => handle.getFile(), found);
  for await (const inner of handle.values()) {
    if (found.more) return;
    await walk(inner, path, found);
  }
}

async function walkEntry(entry: FileSystemEntry, folder: string, found: Dropped): Promise<void> {
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = () => new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return take(path, file, found);
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const inner of some) {
      if (found.more) return;
      await walkEntry(inner, path, found);
    }
  }
}

async function take(path: string, file: () => Promise<File>, found: Dropped): Promise<void> {
  if (found.files.length >= MOST) found.more = true;
  else found.files.push({ path, file: await file() });
}
