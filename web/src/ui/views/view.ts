/** What every view is given: the figures, the words, and how to ask for a change. */

import { type TemplateResult, html, type nothing } from "lit";
import type { DirectiveResult } from "lit/directive.js";
import type { Format } from "../format.js";
import type { QuickForm } from "../quick/form.js";
import type { Desk } from "../state/desk.js";
import type { Rename } from "../state/pseudonyms.js";
import type { Text } from "../text/text.js";

export type Drawn = TemplateResult | DirectiveResult | typeof nothing;

export const TABS = ["position", "quarters", "charts", "scenarios", "compare", "evidence", "handover"] as const;
export type Tab = (typeof TABS)[number];

export type Size = "small" | "medium" | "large";

/** What is being explained in the drawer. */
export interface Reason {
  title: string;
  reading?: string;
  product?: string;
  quarter?: string;
  host?: string;
  /** Products a host's reason may be about, the likeliest first. */
  among?: string[];
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
  /** What is typed into fields for numbers, and as what it was understood, until they are left. */
  typed: Record<string, { text: string; value: string | undefined }>;
  causesOf: string;
  causesFrom: string;
  reason: Reason | null;
  privilege: string;
  matter: string;
  pseudonyms: boolean;
  leversOpen: boolean;
  note: string;
  asOf: string;
}

/** As it is set before anybody touched it. */
export const AT_FIRST: Look = {
  tab: "position",
  source: "quick",
  sourceOpen: true,
  allReadings: false,
  ledgerBy: "products",
  ledgerProduct: "",
  onlyFallen: false,
  filter: "",
  pages: {},
  chartProduct: "",
  stripScope: "*",
  leverProduct: "",
  leverHost: "",
  target: "",
  typed: {},
  causesOf: "",
  causesFrom: "",
  reason: null,
  privilege: "",
  matter: "",
  pseudonyms: false,
  leversOpen: false,
  note: "",
  asOf: "",
};

export interface View {
  desk: Desk;
  text: Text;
  format: Format;
  look: Look;
  /** The quick estimate's figures, where they are looked at. */
  quick: QuickForm | null;
  /** Not all of them are usable: the answer is that of before. */
  outdated: boolean;
  /** Names as they are to be shown. */
  name: Rename;
  /** What the engine says, in the words as they are set and with names as they are to be shown. */
  said: Rename;
  /** Width of a card and of the whole column, for drawings, in units of the letters' size. */
  width: number;
  column: number;
  /** Whether there is room for tables, and for levers beside the answer. */
  size: Size;
  set(change: Partial<Look>): void;
  explain(reason: Reason): void;
}

/** From the least to the most, as a dispute is usually laid out. */
const ORDER = ["defended", "graduated", "period", "agreement", "agreement_flat", "largest", "opening", "estate"];

export function inOrder<T extends { reading: string }>(readings: T[]): T[] {
  const at = ({ reading }: T): number => (ORDER.includes(reading) ? ORDER.indexOf(reading) : ORDER.length);
  return [...readings].sort((a, b) => at(a) - at(b));
}

/** A reading as the head of a row: its name, and its title where there is room. */
export function readingHead(view: View, reading: string): TemplateResult {
  const title = readingName(view, reading);
  if (view.size === "small" || title === reading) return html`<span title=${title}>${reading}</span>`;
  return html`${reading} <small class="hint">${title}</small>`;
}

/** A reading's title, short where the words have one. */
export function readingName(view: View, reading: string): string {
  const titled = view.desk.base?.readings.find((r) => r.reading === reading)?.title;
  return view.text.any(`r_${reading}`, {}, view.said(titled ?? reading));
}
