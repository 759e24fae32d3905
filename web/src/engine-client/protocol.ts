/** What the page and the engine's thread say to each other. */

import type { CompareOptions, EstateOptions } from "../engine/engine.js";
import type { Method } from "./calls.js";
import type { ErrorData } from "./errors.js";
import type { Progress } from "./inputs.js";
import type { Source } from "./local.js";
import type { RestSource } from "./rest.js";

/** From the page. Every request has a number of its own, which its answer repeats. */
export type ToEngine =
  | { do: "start"; wasm: string | ArrayBuffer; rest: RestSource }
  /** The importers' wasm, which the engine wants, or why there is none. */
  | { do: "importer"; wasm: string | ArrayBuffer; rest: RestSource }
  | { do: "importer"; failed: string }
  | { do: "open"; id: number; source: Source; options: EstateOptions }
  | { do: "compareWith"; id: number; source: Source; estate: EstateOptions; options: CompareOptions }
  | { do: "ask"; id: number; method: Method; options: object }
  | { do: "cancel"; id: number }
  /** For tests: the engine breaks as it would by a fault of its own. */
  | { do: "break" };

/** From the engine. */
export type FromEngine =
  | { say: "ready"; version: string }
  /** Exports were given: it needs the importers' wasm. */
  | { say: "wants"; what: "importer" }
  | { say: "progress"; id: number; progress: Progress }
  | { say: "answer"; id: number; json: string }
  | { say: "error"; id: number; error: ErrorData }
  | { say: "cancelled"; id: number }
  /** The engine cannot go on: it must be replaced. With an error another one could not be started either. */
  | { say: "broken"; reason: string; error?: ErrorData | undefined };
