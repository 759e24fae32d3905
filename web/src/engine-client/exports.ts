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

/** What reports are on file for a quarter. */
export interface QuarterOnFile {
  /** Tool server that reports. */
  server: string | null;
  /** Such as `2025-Q1`. */
  quarter: string;
  /** `covered`, `partly` or `missing`. */
  standing: string;
  /** The same in words, with the days and what is doubtful. */
  said: string;
}

/** What the summaries of exports say, while the rest is being read. */
export interface Glimpse {
  files: ExportFile[];
  quarters: QuarterOnFile[];
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
  /** Which quarters their reports cover, of every tool server. */
  quarters: QuarterOnFile[];
}

/** What the importers give: `finish` in wasm/import. */
export interface Imported {
  tables: TableText[];
  files: ExportFile[];
  quarters: QuarterOnFile[];
  /** Goes to the engine as it is. */
  findings: unknown;
}
