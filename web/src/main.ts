/** The page: the estimator with its engine, and the theme of the address. */

import { SubcapEstimator } from "./ui/define.js";
import { engines } from "./ui/engine-real.js";

SubcapEstimator.engine = engines();
