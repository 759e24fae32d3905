/** All styles, as constructable sheets: a strict policy allows no others. */

import { controls } from "./controls.js";
import { layout } from "./layout.js";
import { parts } from "./parts.js";
import { print } from "./print.js";
import { tokens } from "./tokens.js";

export const styles = [tokens, controls, layout, parts, print];
