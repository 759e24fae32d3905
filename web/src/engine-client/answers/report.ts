// Made from core/schema/subcap.report-1.schema.json by `npm run types`; do not edit.

/**
 * The answer of `subcap estimate`: what each product needs, and what each reading of the agreement
 * makes of it. Readers should ignore fields and finding codes they do not know.
 */
export interface Report {
  /**
   * As-of date, `YYYY-MM-DD`.
   */
  as_of: string;
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * What was odd in the input, by file, row, column and code.
   */
  findings: Finding[];
  /**
   * First deployment, `YYYY-MM-DD`; null if unknown.
   */
  first_deployment: string | null;
  /**
   * Name of the estate.
   */
  name: string;
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * Products in no bundle, and bundles, by name.
   */
  products: ProductReport[];
  /**
   * What each reading makes of it.
   */
  readings: ReadingReport[];
  /**
   * Always `subcap.report/1`.
   */
  schema: "subcap.report/1";
}
/**
 * One oddity. Serialised as it stands into the report's `findings`.
 */
export interface Finding {
  /**
   * What to do.
   */
  advice: string;
  /**
   * Stable code.
   */
  code:
    | "unknown-file"
    | "unknown-column"
    | "unknown-key"
    | "field-count"
    | "not-utf8"
    | "open-quote"
    | "row-too-long"
    | "empty"
    | "not-a-date"
    | "not-a-number"
    | "not-whole"
    | "out-of-range"
    | "unknown-word"
    | "bad-name"
    | "to-before-from"
    | "vm-or-host"
    | "unknown-host"
    | "unknown-vm"
    | "unknown-product"
    | "unknown-pool"
    | "unknown-scope"
    | "host-not-there"
    | "no-install-date"
    | "no-period"
    | "weight-not-used"
    | "duplicate-row"
    | "ratio-without-bundle"
    | "rate-ambiguous"
    | "rate-unconfirmed"
    | "rate-assumed"
    | "unusual"
    | "no-first-deployment"
    | "total-differs"
    | "import-note"
    | "not-recognised"
    | "not-used"
    | "not-verified"
    | "period-differs"
    | "missing-days"
    | "part-only"
    | "outdated"
    | "rate-overridden"
    | "excluded"
    | "unconfirmed"
    | "server-unknown"
    | "joined"
    | "not-measured"
    | "exported-twice"
    | "exports-differ"
    | "other-metric"
    | "floor-only"
    | "assumed"
    | "no-licence"
    | "too-large"
    | "damaged"
    | "calculated"
    | "lacking"
    | string;
  /**
   * Column name.
   */
  column: string | null;
  /**
   * File, as the caller named it.
   */
  file: string;
  /**
   * Whether a row was left out of the count because of it.
   */
  left_out: boolean;
  /**
   * What happened.
   */
  message: string;
  /**
   * Line of the file on which the row starts (header = 1); absent if it is about the file.
   */
  row: number | null;
  /**
   * How much it weighs.
   */
  severity: "error" | "warning" | "note";
  /**
   * The value seen, shortened.
   */
  value: string | null;
}
/**
 * Full and sub-capacity of a product or bundle.
 */
export interface ProductReport {
  /**
   * Members of a bundle in their own metric; empty for a product.
   */
  members: MemberReport[];
  /**
   * `PVU`, `VPC` or `RVU_MAPC`.
   */
  metric: "PVU" | "VPC" | "RVU_MAPC";
  /**
   * Its name.
   */
  product: string;
  /**
   * Quarters of the longest window asked for.
   */
  quarters: ProductQuarter[];
  /**
   * Where the rates behind the figures come from; empty if the metric has none.
   */
  rates: RateReport[];
}
/**
 * A bundle's member in its own metric.
 */
export interface MemberReport {
  /**
   * Bundle units per unit of the member, exact.
   */
  counts: string;
  /**
   * Its metric.
   */
  metric: "PVU" | "VPC" | "RVU_MAPC";
  /**
   * Its name.
   */
  product: string;
  /**
   * Its quarters.
   */
  quarters: MemberQuarter[];
}
/**
 * A quarter of a bundle's member.
 */
export interface MemberQuarter {
  /**
   * Peak of full capacity.
   */
  full: number;
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Peak of sub-capacity.
   */
  sub: number;
}
/**
 * A quarter of a product, whatever the reading.
 */
export interface ProductQuarter {
  /**
   * Held on the last day of the quarter inside the window.
   */
  entitled: number;
  /**
   * Peak of full capacity over the hosts with the product.
   */
  full: number;
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Peak of sub-capacity with no evidence lost.
   */
  sub: number;
  /**
   * Each region's own sub-capacity peak; they add up to `sub` before rounding.
   */
  sub_peaks: RegionPeak[];
}
/**
 * A region's peak.
 */
export interface RegionPeak {
  /**
   * Last day on which the peak was reached.
   */
  date: string;
  /**
   * Units, exact: a whole number or a fraction such as `201/2`.
   */
  quantity: string;
  /**
   * Region; empty for the one region.
   */
  region: string;
}
/**
 * A rate and where it comes from.
 */
export interface RateReport {
  /**
   * Grade of the table's row: `printed`, `worked example` or `unconfirmed`; null unless from the table.
   */
  grade: "printed" | "worked example" | "unconfirmed" | null;
  /**
   * Hosts with the product counted at this rate.
   */
  hosts: number;
  /**
   * `given`, `table` or `assumed`.
   */
  origin: "given" | "table" | "assumed";
  /**
   * PVU per core.
   */
  pvu_per_core: number;
  /**
   * Ids of the table's rows that matched.
   */
  rows: string[];
}
/**
 * One reading.
 */
export interface ReadingReport {
  /**
   * False: the total is "at least".
   */
  complete: boolean;
  /**
   * Why it is not complete.
   */
  incomplete_because: string[];
  /**
   * What it makes of each product or bundle.
   */
  products: ReadingProduct[];
  /**
   * Its name.
   */
  reading: string;
  /**
   * What the reading is.
   */
  title: string;
  /**
   * Sum of the products' totals that are known.
   */
  total: string;
  window: WindowReport;
  /**
   * What is owed anyway: the total if every day were evidenced; null if a price is missing.
   */
  without_gaps: string | null;
  /**
   * False: what is owed anyway is "at least", or unknown.
   */
  without_gaps_complete: boolean;
}
/**
 * A product or bundle under a reading.
 */
export interface ReadingProduct {
  /**
   * False: the total is "at least", or unknown.
   */
  complete: boolean;
  /**
   * Money of the licences; null if the price is missing.
   */
  licence: string | null;
  /**
   * Licences to buy; 0 under `use`.
   */
  licence_quantity: number;
  /**
   * N: the highest shortfall of the window, in metric units.
   */
  peak_shortfall: number;
  /**
   * Its name.
   */
  product: string;
  /**
   * Quarters of the window.
   */
  quarters: ReadingQuarter[];
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
  /**
   * The same total if every day were evidenced.
   */
  without_gaps: string | null;
  /**
   * False: what is owed anyway is "at least", or unknown.
   */
  without_gaps_complete: boolean;
}
/**
 * A quarter of a product under a reading.
 */
export interface ReadingQuarter {
  /**
   * Held in the part of the quarter that decides.
   */
  entitled: number;
  /**
   * Why they are lost.
   */
  lost: LossReason[];
  /**
   * Hosts with at least one lost day, before the reading widens it.
   */
  lost_hosts: number;
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Peak of the quarter with lost days at full capacity.
   */
  required: number;
  /**
   * Highest required − entitled of its parts, never below zero.
   */
  shortfall: number;
}
/**
 * Why days are lost, for hosts that fail on the same condition.
 */
export interface LossReason {
  /**
   * `not-measured`, `not-reported` or `neither` (measured nor reported).
   */
  condition: "not-measured" | "not-reported" | "neither";
  /**
   * What would make the days stand.
   */
  cure: string;
  /**
   * Days of the quarter lost on any of them; they need not adjoin.
   */
  days: number;
  /**
   * The first of them by name, at most three.
   */
  first_hosts: string[];
  /**
   * Their first lost day in the quarter.
   */
  from: string;
  /**
   * Hosts.
   */
  hosts: number;
  /**
   * Items that would cover some of them but are not taken as true: contestable, lost or late.
   */
  refused: string[];
  /**
   * Their last lost day in the quarter.
   */
  to: string;
}
/**
 * First and last quarter it looks at.
 */
export interface WindowReport {
  /**
   * `2024-Q1`.
   */
  from: string;
  /**
   * `2025-Q4`.
   */
  to: string;
}
