/** The engine's client: what the page and portals import. */

export type {
  CompareOptions,
  EstateOptions,
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
export type { Comparison } from "./answers/comparison.js";
export type { GapWorth, Worth } from "./answers/evidence.js";
export type { Explanation, Step } from "./answers/explanation.js";
export type { Odds, ReadingOdds } from "./answers/odds.js";
export type {
  Cause,
  Finding,
  HostStanding,
  Reading,
  ReadingAnswer,
  ReadingList,
  Rows,
  Rule,
  ScenarioFigures,
  Source,
  Sources,
  Standing,
  TableText,
} from "./answers/page.js";
export type { ProductReport, ReadingProduct, ReadingReport, Report } from "./answers/report.js";
export type { ScenarioDocument } from "./answers/scenario.js";
export type { Sensitivity } from "./answers/sensitivity.js";
export type { WhatIf } from "./answers/whatif.js";
export type { Calls, Method } from "./calls.js";
export { type CallControl, Engine, type EngineConfig, type EngineEvents, type LostDetail, type OpenControl, type OpenOptions } from "./client.js";
export { EngineError, type ErrorData, isAborted } from "./errors.js";
export type { ExportFile, Glimpse, ImportOptions, Opened, QuarterOnFile } from "./exports.js";
export type { EstateFile, Progress } from "./inputs.js";
