/**
 * What an application imports: the element's class, and the engine behind it. Nothing is registered here;
 * `subcap/define` does that.
 */

import type { EngineConfig } from "./engine-client/index.js";
import { engines } from "./ui/engine-real.js";
import { SubcapEstimator } from "./ui/estimator.js";

export * from "./engine-client/index.js";
export { SubcapEstimator } from "./ui/estimator.js";
export type { EnginePort } from "./ui/engine-port.js";
export type { GivenFile } from "./ui/picked.js";
export type { Scenario } from "./ui/state/scenario.js";
export type { ErrorDetail, EstimateDetail } from "./ui/telling.js";
export type { Words } from "./ui/text/text.js";

/**
 * Says where the engine's own files lie, before the first element starts one: for bundlers that do not copy
 * them, and for portals that serve them from elsewhere.
 */
export function configure(config: EngineConfig): void {
  SubcapEstimator.engine = engines(config);
}
