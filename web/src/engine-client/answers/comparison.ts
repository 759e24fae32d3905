// Made from core/schema/subcap.comparison-1.schema.json by `npm run types`; do not edit.

/**
 * The answer of `subcap compare`. Differences are after − before. Readers should ignore fields they
 * do not know.
 */
export interface Comparison {
  after: Side;
  before: Side1;
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * Products whose full, sub or entitled quantities differ, whatever the reading; by name.
   */
  products: UnitsChange[];
  /**
   * Readings that both were judged under.
   */
  readings: ReadingChange[];
  /**
   * Readings of the second alone.
   */
  readings_only_after: string[];
  /**
   * Readings of the first alone.
   */
  readings_only_before: string[];
  /**
   * Always `subcap.comparison/1`.
   */
  schema: "subcap.comparison/1";
  /**
   * Which rows of the tables differ; empty unless two estates were compared.
   */
  tables: RowsChange[];
}
/**
 * The second position.
 */
export interface Side {
  /**
   * As-of date.
   */
  as_of: string;
  /**
   * First deployment; null if unknown.
   */
  first_deployment: string | null;
  /**
   * Name of the estate.
   */
  name: string;
}
/**
 * The first position.
 */
export interface Side1 {
  /**
   * As-of date.
   */
  as_of: string;
  /**
   * First deployment; null if unknown.
   */
  first_deployment: string | null;
  /**
   * Name of the estate.
   */
  name: string;
}
/**
 * A product whose quantities differ, whatever the reading.
 */
export interface UnitsChange {
  /**
   * Its metric in the second position; null if it is not there.
   */
  metric_after: string | null;
  /**
   * Its metric in the first position; null if it is not there.
   */
  metric_before: string | null;
  /**
   * Its name.
   */
  product: string;
  /**
   * Quarters that differ.
   */
  quarters: UnitsQuarter[];
}
/**
 * A quarter whose quantities differ.
 */
export interface UnitsQuarter {
  /**
   * In the second position; null if it is outside its window.
   */
  after: Units | null;
  /**
   * In the first position; null if it is outside its window.
   */
  before: Units | null;
  /**
   * `2025-Q3`.
   */
  quarter: string;
}
/**
 * Quantities of a quarter.
 */
export interface Units {
  /**
   * Held on the last day.
   */
  entitled: number;
  /**
   * Peak of full capacity.
   */
  full: number;
  /**
   * Peak of sub-capacity.
   */
  sub: number;
}
/**
 * A reading in both.
 */
export interface ReadingChange {
  after: ReadingSide;
  before: ReadingSide1;
  /**
   * The steps from one estate to the other; they add up to the difference. Steps that change no
   * row are left out. Empty unless two estates were compared.
   */
  causes: Cause[];
  /**
   * Total after − total before; unless both are complete it holds for what is known only.
   */
  difference: string;
  /**
   * What the difference holds besides the products' own: money of products that are priced in
   * one of the positions only.
   */
  priced_on_one_side: string;
  /**
   * Products that differ, the largest money first.
   */
  products: ProductChange[];
  /**
   * Its name.
   */
  reading: string;
}
/**
 * The second position under it.
 */
export interface ReadingSide {
  /**
   * Whether it is the whole total; otherwise it is "at least".
   */
  complete: boolean;
  /**
   * First quarter of the window.
   */
  from: string;
  /**
   * Last quarter of the window.
   */
  to: string;
  /**
   * Sum of the products' totals.
   */
  total: string;
}
/**
 * The first position under it.
 */
export interface ReadingSide1 {
  /**
   * Whether it is the whole total; otherwise it is "at least".
   */
  complete: boolean;
  /**
   * First quarter of the window.
   */
  from: string;
  /**
   * Last quarter of the window.
   */
  to: string;
  /**
   * Sum of the products' totals.
   */
  total: string;
}
/**
 * A step from the first estate to the second.
 */
export interface Cause {
  /**
   * What that changes.
   */
  amount: string;
  /**
   * False: one of the two totals is "at least", so that the amount holds for what is known only.
   */
  complete: boolean;
  /**
   * What was taken over from the second estate; several joined by ` + ` where the estate between
   * them cannot be estimated.
   */
  step: string;
}
/**
 * A product or bundle that differs under a reading.
 */
export interface ProductChange {
  /**
   * In the second position; null if it is not there.
   */
  after: Amounts | null;
  /**
   * In the first position; null if it is not there.
   */
  before: Amounts | null;
  /**
   * Total after − total before; null if one of them is unknown. Unless both are complete it holds for what
   * is known only.
   */
  difference: string | null;
  /**
   * Its name.
   */
  product: string;
  /**
   * Quarters that differ.
   */
  quarters: QuarterChange[];
  /**
   * What the difference is made of; null if it is unknown.
   */
  split: Split | null;
}
/**
 * Figures of a product under a reading.
 */
export interface Amounts {
  /**
   * False: the total is "at least", or unknown.
   */
  complete: boolean;
  /**
   * Money of the licences; null if the price is missing.
   */
  licence: string | null;
  /**
   * Licences to buy.
   */
  licence_quantity: number;
  /**
   * The highest shortfall of the window.
   */
  peak_shortfall: number;
  /**
   * Money of back support.
   */
  support: string | null;
  /**
   * Sum of the three.
   */
  total: string | null;
  /**
   * Money of quarters priced as use.
   */
  use: string | null;
}
/**
 * A quarter of a product that differs under a reading.
 */
export interface QuarterChange {
  /**
   * In the second position; null if it is outside its window.
   */
  after: QuarterSide | null;
  /**
   * In the first position; null if it is outside its window.
   */
  before: QuarterSide | null;
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Reasons of lost days that the first position does not have.
   */
  reasons_appeared: Reason[];
  /**
   * Reasons of lost days that the second position no longer has.
   */
  reasons_gone: Reason[];
}
/**
 * Figures of a quarter.
 */
export interface QuarterSide {
  /**
   * Held in the part of the quarter that decides.
   */
  entitled: number;
  /**
   * Hosts with a lost day.
   */
  lost_hosts: number;
  /**
   * Peak with lost days at full capacity.
   */
  required: number;
  /**
   * Highest required − entitled of its parts.
   */
  shortfall: number;
}
/**
 * Why days are lost.
 */
export interface Reason {
  /**
   * `not-measured`, `not-reported` or `neither`.
   */
  condition: string;
  /**
   * Days lost on any of them.
   */
  days: number;
  /**
   * The first of them by name.
   */
  first_hosts: string[];
  /**
   * The first such day.
   */
  from: string;
  /**
   * Hosts.
   */
  hosts: number;
  /**
   * The last such day.
   */
  to: string;
}
/**
 * A product's difference in parts that add up to it.
 */
export interface Split {
  /**
   * The rest of the licences' difference: another price.
   */
  price: string;
  /**
   * More or fewer licences, at the first position's price of a unit (at the second's if the
   * first buys none).
   */
  quantity: string;
  /**
   * Back support.
   */
  support: string;
  /**
   * Quarters priced as use.
   */
  use: string;
}
/**
 * Rows of a table that differ in one way.
 */
export interface RowsChange {
  /**
   * How many hosts, vms, installs, items … that is.
   */
  count: number;
  /**
   * The first of them by name, at most eight.
   */
  first: RowChange[];
  /**
   * `added`, `removed` or `changed`.
   */
  how: "added" | "removed" | "changed";
  /**
   * The step of the waterfall to which it belongs.
   */
  step: string;
  /**
   * The table.
   */
  table: string;
}
/**
 * A host, a vm, an item … that differs.
 */
export interface RowChange {
  /**
   * Its name.
   */
  name: string;
  /**
   * What it says, or what changed.
   */
  what: string;
}
