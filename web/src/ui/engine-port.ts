/** What the page asks of an engine. The real one lives in a worker; tests may bring another. */

import type { Comparison, ExportFile, Glimpse, ImportOptions, QuarterOnFile, TableText } from "../engine-client/index.js";
import type { Scenario } from "./state/scenario.js";
import type {
  Answer,
  Cause,
  Explanation,
  Finding,
  Inventory,
  Odds,
  Reading,
  Report,
  Sensitivity,
  Standing,
  Worth,
} from "./types.js";

/** A file of an estate, with its place in the folder that was dropped. */
export interface PickedFile {
  path: string;
  file: File;
}

/** Whether what is given to compare with is a kept report, as the command line tells it: by the name of one file. */
export const isReport = (files: PickedFile[]): boolean => files.length === 1 && /\.json$/i.test(files[0]?.path ?? "");

export type { Comparison, ExportFile, Glimpse, ImportOptions, QuarterOnFile, TableText };

export interface OpenOptions {
  /** How exports of other tools are read. */
  imports?: ImportOptions;
  /** Day of the position where the tables do not say. */
  asOf?: string;
  signal?: AbortSignal;
  progress?: (read: number, total: number, path: string) => void;
  /** What exports are by their summaries, long before the whole of them is read. */
  glimpse?: (glimpse: Glimpse) => void;
}

export interface CompareOptions extends Omit<OpenOptions, "glimpse"> {
  /** The other position comes before the open one, else after it. */
  before: boolean;
}

/** What opening an estate came to. */
export interface Opened {
  name: string;
  as_of: string;
  currency: string;
  decimals: number;
  hosts: number;
  products: string[];
  regions: string[];
  clusters: string[];
  readings: Reading[];
  findings: Finding[];
  /** What each file was taken for; null if it was not read. */
  files: { file: string; table: string | null; rows: number }[];
  /** Exports of other tools, as they were recognised. */
  exports: ExportFile[];
  /** Which quarters their reports cover. */
  quarters: QuarterOnFile[];
}

export interface EnginePort {
  /** Nothing is open yet: the engine starts and warms up. What goes wrong is said when something is opened. */
  start(): void;
  /** Whether it runs in the page, which then waits for it: the browser started no worker. */
  readonly inPage: boolean;
  openDemo(): Promise<Opened>;
  openTables(tables: Record<string, string>): Promise<Opened>;
  openFiles(files: PickedFile[], options: OpenOptions): Promise<Opened>;
  /** Makes levers of readings quick, when nobody waits. */
  leversBeforehand(): Promise<void>;
  /** Code and name of what an export can be. */
  kinds(): Promise<[code: string, name: string][]>;
  /** The tables made out of exports. */
  convertedTables(): Promise<TableText[]>;
  estimate(): Promise<Report>;
  inventory(): Promise<Inventory>;
  standing(of: { reading: string; product?: string; scenario?: Scenario }): Promise<Standing>;
  /** Its quarters are there under these readings only. */
  scenario(document: Scenario, quartersOf: string[]): Promise<Answer>;
  /** What a scenario's file holds, TOML or JSON. */
  readScenario(file: string, text: string): Promise<unknown>;
  /** The whole report under a scenario. */
  reportOf(document: Scenario): Promise<Report>;
  /** The causes of the difference between two scenarios; null is the position as it is. */
  causes(from: Scenario | null, to: Scenario): Promise<Cause[]>;
  explain(of: {
    product?: string;
    quarter?: string;
    host?: string;
    reading?: string;
    scenario?: Scenario;
  }): Promise<Explanation>;
  evidence(of: { reading: string; target?: string; scenario?: Scenario }): Promise<Worth>;
  odds(of: { scenario?: Scenario }): Promise<Odds>;
  sensitivity(of: { reading: string; scenario?: Scenario }): Promise<Sensitivity>;
  /** The open estate beside another one, or beside a kept report (see `isReport`). */
  compare(files: PickedFile[], options: CompareOptions): Promise<Comparison>;
  /** The worker died and another one took its place; the estate is open again if `reopened`. */
  onreplaced: ((event: { reason: string; reopened: boolean }) => void) | null;
  close(): void;
}

/** An error of the engine: what, where, and what to do. */
export interface EngineError extends Error {
  code: string;
  hint?: string;
  file?: string | null;
  row?: number | null;
  column?: string | null;
  findings?: Finding[];
  exports?: ExportFile[];
}
