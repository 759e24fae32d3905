/** The questions, each with its options and its answer. */

import type {
  CompareOptions,
  EstimateOptions,
  EvidenceOptions,
  ExplainOptions,
  OddsOptions,
  RowsOptions,
  ScenarioOptions,
  SensitivityOptions,
  StandingOptions,
  TextFile,
  WhatIfOptions,
} from "../engine/engine.js";
import type { Comparison } from "./answers/comparison.js";
import type { Worth } from "./answers/evidence.js";
import type { Explanation } from "./answers/explanation.js";
import type { Odds } from "./answers/odds.js";
import type { ReadingList, Rows, ScenarioFigures, Sources, Standing, TableText } from "./answers/page.js";
import type { Report } from "./answers/report.js";
import type { ScenarioDocument } from "./answers/scenario.js";
import type { Sensitivity } from "./answers/sensitivity.js";
import type { WhatIf } from "./answers/whatif.js";

/** Name of the question → [its options, its answer]. */
export interface Calls {
  /** The whole report: `subcap estimate`. */
  estimate: [EstimateOptions, Report];
  /** The figures of a scenario, quickly. */
  scenario: [ScenarioOptions, ScenarioFigures];
  /** A first answer, to nobody. */
  warmUp: [Record<string, never>, null];
  /** Levers of readings, worked out when nobody waits. */
  leversBeforehand: [Record<string, never>, null];
  /** Scenarios side by side with whole reports: `subcap whatif`. */
  whatif: [WhatIfOptions, WhatIf];
  /** A figure unfolded: `subcap explain`. */
  explain: [ExplainOptions, Explanation];
  /** Gaps and what closing them is worth: `subcap evidence`. */
  evidence: [EvidenceOptions, Worth];
  /** What the weights come to: `subcap odds`. */
  odds: [OddsOptions, Odds];
  /** Tornado, delay, what stands beside: `subcap sensitivity`. */
  sensitivity: [SensitivityOptions, Sensitivity];
  /** The estate and a kept report: `subcap compare`. */
  compare: [CompareOptions & { report?: TextFile }, Comparison];
  /** Hosts by quarters under a reading. */
  standing: [StandingOptions, Standing];
  /** A page of a table as read. */
  rows: [RowsOptions, Rows];
  /** The readings: `subcap readings`; `further` is the text of a file of more. */
  readings: [{ further?: string }, ReadingList];
  /** A scenario's file, TOML or JSON, as the document it holds. */
  scenarioDocument: [TextFile, ScenarioDocument];
  /** Rules and published texts. */
  sources: [Record<string, never>, Sources];
  /** What exports can be: code and name. */
  kinds: [Record<string, never>, [code: string, name: string][]];
  /** The tables made out of the exports of the open estate. */
  convertedTables: [Record<string, never>, TableText[]];
  /** The tables of the invented estate. */
  demoTables: [Record<string, never>, TableText[]];
}

/** The name of a question. */
export type Method = keyof Calls;

/** All of them: JavaScript may ask for what is none. */
export const METHODS: Record<Method, true> = {
  estimate: true,
  scenario: true,
  warmUp: true,
  leversBeforehand: true,
  whatif: true,
  explain: true,
  evidence: true,
  odds: true,
  sensitivity: true,
  compare: true,
  standing: true,
  rows: true,
  readings: true,
  scenarioDocument: true,
  sources: true,
  kinds: true,
  convertedTables: true,
  demoTables: true,
};
