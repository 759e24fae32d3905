/** Registers the element, unless the page has done so. */

import { SubcapEstimator } from "./estimator.js";

if (!customElements.get("subcap-estimator")) customElements.define("subcap-estimator", SubcapEstimator);

export { SubcapEstimator };
