/** The page: nothing but the estimator. */

import "./ui/define.js";
