/** All styles, as constructable sheets: a strict policy allows no others. */

import { charts } from "./charts.js";
import { compared } from "./compared.js";
import { controls } from "./controls.js";
import { drawer } from "./drawer.js";
import { layout } from "./layout.js";
import { ledger } from "./ledger.js";
import { levers } from "./levers.js";
import { paper } from "./paper.js";
import { print } from "./print.js";
import { source } from "./source.js";
import { tokens } from "./tokens.js";

/** Later ones win: what is printed comes last. */
export const styles = [tokens, controls, layout, source, charts, ledger, levers, compared, drawer, paper, print];
