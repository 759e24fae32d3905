/** What came of exports of other tools, as plain data. */

import type { Opened as EngineOpened, TableText } from "./answers/page.js";

/** A file of an export, as it was recognised. */
export interface ExportFile {
  /** What it belongs to: the archive, the folder, or itself. */
  export: string;
  /** Its path; findings name it by this, and so does who overrules its kind. */
  file: string;
  /** The code of its kind. */
  kind: string;
  /** The same in words. */
  is: string;
  /** Tool, version, period, totals. */
  detail: string;
  /** Rows read. */
  rows: number;
  used: boolean;
  why_not: string | null;
}

/** How exports are read. */
export interface ImportOptions {
  /** What files are, where that is not what they were taken for: path → code of a kind. */
  kinds?: Record<string, string>;
  /** The first state known is taken to have held since that day. */
  since?: string;
  /** Machines that were off when their export was made are left out; else they count. */
  withoutPoweredOff?: boolean;
}

/** An estate that was read and is held ready. */
export interface Opened extends EngineOpened {
  /** The exports among what was given. */
  exports: ExportFile[];
}

/** What the importers give: `finish` in wasm/import. */
export interface Imported {
  tables: TableText[];
  files: ExportFile[];
  /** Goes to the engine as it is. */
  findings: unknown;
}
