/** Names as they are to be shown: as they are, or pseudonyms for all that the page shows of an estate. */

import type { EngineError, PickedFile, Opened } from "./engine-port.js";
import { namesIn } from "./state/compared-names.js";
import type { Desk } from "./state/desk.js";
import { type Further, type Rename, asItIs, pseudonyms } from "./state/pseudonyms.js";
import type { Text } from "./text/text.js";

const withheld: Rename = (text) => (text === "" ? "" : "…");

/** They are made once, and again when something is shown that has other names. */
export class Naming {
  private made: { of: unknown[]; rename: Rename } | null = null;

  of({ inventory, opened, compared, opening: { error } }: Desk, hidden: boolean, text: Text): Rename {
    if (!hidden) return asItIs;
    // Until its names are known nothing of an estate is.
    if (!inventory) return withheld;
    const of = [inventory, compared.found, compared.files, error, text];
    if (!this.made || of.some((one, at) => one !== this.made?.of[at])) {
      const files = [...namesGiven([...compared.files, ...compared.of.files]), ...filesOf(error)];
      const further: Further = { ...(compared.found ? namesIn(compared.found) : {}), files };
      this.made = { of, rename: pseudonyms(inventory, opened?.name ?? "", namesOf(opened), text, further) };
    }
    return this.made.rename;
  }
}

/** Files that could not be opened, as what went wrong names them. */
function filesOf(error: EngineError | null): string[] {
  const named = [error, ...(error?.findings ?? []), ...(error?.exports ?? [])].flatMap((one) => one?.file ?? []);
  return [...new Set(named)];
}

/** Files as tables and exports name them: whole, and by what they belong to. */
function namesOf(opened: Opened | null): string[] {
  const exports = opened?.exports.flatMap((file) => [file.file, file.export]) ?? [];
  return [...new Set([...(opened?.files.map((file) => file.file) ?? []), ...exports])];
}

/** Files given: by their whole path, and by their name. */
function namesGiven(files: PickedFile[]): string[] {
  return files.flatMap(({ path }) => [path, path.slice(path.lastIndexOf("/") + 1)]);
}
