/** What every view is given: the figures, the words, and how to ask for a change. */

import type { TemplateResult, nothing } from "lit";
import type { Format } from "../format.js";
import type { Desk } from "../state/desk.js";
import type { Rename } from "../state/pseudonyms.js";
import type { Text } from "../text/text.js";

export type Drawn = TemplateResult | typeof nothing;

export const TABS = ["position", "quarters", "charts", "scenarios", "evidence", "handover"] as const;
export type Tab = (typeof TABS)[number];

/** What is being explained in the drawer. */
export interface Reason {
  title: string;
  reading?: string;
  product?: string;
  quarter?: string;
  host?: string;
}

/** How the page is set, apart from the figures. */
export interface Look {
  tab: Tab;
  source: "quick" | "estate";
  sourceOpen: boolean;
  allReadings: boolean;
  ledgerBy: "products" | "hosts";
  ledgerProduct: string;
  onlyFallen: boolean;
  filter: string;
  pages: Record<string, number>;
  chartProduct: string;
  stripScope: string;
  leverProduct: string;
  leverHost: string;
  target: string;
  causesOf: string;
  reason: Reason | null;
  privilege: string;
  matter: string;
  pseudonyms: boolean;
  leversOpen: boolean;
  note: string;
  asOf: string;
}

export interface View {
  desk: Desk;
  text: Text;
  format: Format;
  look: Look;
  /** Names as they are to be shown. */
  name: Rename;
  /** Width of the main column, for drawings. */
  width: number;
  set(change: Partial<Look>): void;
  explain(reason: Reason): void;
}

/** A reading's title, short where the words have one. */
export function readingName(view: View, reading: string): string {
  const titled = view.desk.base?.readings.find((r) => r.reading === reading)?.title;
  return view.text.any(`r_${reading}`, {}, titled ?? reading);
}
