/** Registers the element with its engine, unless the page has done so. */

import { engines } from "./engine-real.js";
import { SubcapEstimator } from "./estimator.js";

SubcapEstimator.engine ??= engines();
if (!customElements.get("subcap-estimator")) customElements.define("subcap-estimator", SubcapEstimator);

export { SubcapEstimator };
