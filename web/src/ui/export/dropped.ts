/** The files of a drop, folders walked through; a limit keeps a dropped disk from being listed. */

import type { EstateFile } from "../engine-port.js";

const MOST = 5000;

export async function dropped(transfer: DataTransfer): Promise<EstateFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = [...transfer.files];
  const found: EstateFile[] = [];
  const folders = entries.some((entry) => entry?.isDirectory);
  if (!folders) return files.map((file) => ({ path: file.name, file }));
  for (const entry of entries) if (entry) await walk(entry, "", found);
  return found;
}

async function walk(entry: FileSystemEntry, folder: string, found: EstateFile[]): Promise<void> {
  if (found.length >= MOST) return;
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, path, found);
  }
}
