// Made from wasm/schema/subcap.page-1.schema.json by `npm run types`; do not edit.

/**
 * All of the above in one schema.
 */
export interface PageAnswers {
  opened: Opened;
  readings: ReadingList;
  rows: Rows;
  scenario: ScenarioFigures;
  sources: Sources;
  standing: Standing;
  table: TableText;
}
/**
 * Answer of `finish`.
 */
export interface Opened {
  /**
   * The day the position is taken.
   */
  as_of: string;
  /**
   * Names of clusters, sorted.
   */
  clusters: string[];
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * Decimals of that currency.
   */
  decimals: number;
  /**
   * What was recognised, file by file.
   */
  files: FileRead[];
  /**
   * Everything odd, by file, row, column and code.
   */
  findings: Finding[];
  /**
   * First deployment; null if unknown.
   */
  first_deployment: string | null;
  /**
   * How many hosts there are, those that stand in for unknown ones included.
   */
  hosts: number;
  /**
   * Its name.
   */
  name: string;
  /**
   * Exports of which nothing is used after all, now that the tables beside them are known.
   */
  not_used: NotUsed[];
  /**
   * Products in no bundle, and bundles: what has a total.
   */
  products: string[];
  /**
   * The readings held ready.
   */
  readings: Reading[];
  /**
   * Names of regions, sorted; one empty name for the one region.
   */
  regions: string[];
  /**
   * Whether a row was left out of the count: every total is then "at least".
   */
  row_left_out: boolean;
  /**
   * Rows of each table, the imported ones included.
   */
  rows: TableRows[];
  /**
   * How many vms there are.
   */
  vms: number;
}
/**
 * A file and what it was taken for.
 */
export interface FileRead {
  /**
   * Its bytes.
   */
  bytes: number;
  /**
   * As it was named.
   */
  file: string;
  /**
   * Its rows that can be used; 0 for what is no table.
   */
  rows: number;
  /**
   * `hosts.csv`, `estate.toml`; null if it was not read.
   */
  table: string | null;
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
 * A file of which nothing is used after all.
 */
export interface NotUsed {
  /**
   * Its path, as findings name it.
   */
  file: string;
  /**
   * Why.
   */
  why: string;
}
/**
 * A reading of the agreement.
 */
export interface Reading {
  /**
   * How a shortfall is charged.
   */
  charge: "purchase" | "use";
  /**
   * Whether contestable evidence is accepted.
   */
  contestable: "held" | "lost";
  /**
   * Whether licences bought since are credited against the licence quantity.
   */
  credit_later_purchases: boolean;
  /**
   * Days after the first deployment that need no evidence; 0 for none.
   */
  grace_days: number;
  /**
   * For how long a lost day loses.
   */
  granularity: "days" | "quarter" | "window";
  /**
   * Days after its period until which a report is in time; absent: any time.
   */
  late_report_days?: number | null;
  /**
   * Calendar quarters of the window.
   */
  lookback_quarters: number;
  /**
   * Its name.
   */
  name: string;
  /**
   * Which price counts.
   */
  price: "list" | "contract";
  /**
   * For how many quarters a report is owed; absent: for all.
   */
  report_owed_quarters?: number | null;
  /**
   * How far a lost day reaches.
   */
  scope: "host" | "largest" | "cluster" | "estate";
  /**
   * Ids of its sources, see [`crate::sources`].
   */
  sources: string[];
  /**
   * How support is charged.
   */
  support: "none" | "flat" | "duration" | "lookback" | "graduated";
  /**
   * Years that cap it.
   */
  support_cap_years: number;
  /**
   * What it is, in a few words.
   */
  title: string;
  /**
   * Price of a year of use, in basis points of the licence price; with 0 it is unknown, and so is what
   * use costs.
   */
  use_rate_bp: number;
  /**
   * Who takes it.
   */
  who: string;
}
/**
 * The rows of a table.
 */
export interface TableRows {
  /**
   * How many; daily rows that say the same count as one.
   */
  rows: number;
  /**
   * `hosts.csv` and so on.
   */
  table: string;
}
/**
 * Answer of `readings`.
 */
export interface ReadingList {
  /**
   * The built-in ones in their order, then others.
   */
  readings: Reading[];
}
/**
 * Answer of `rows`.
 */
export interface Rows {
  /**
   * Its columns.
   */
  columns: string[];
  /**
   * Those asked for.
   */
  rows: Row[];
  /**
   * `hosts.csv` and so on.
   */
  table: string;
  /**
   * How many rows there are in all.
   */
  total: number;
}
/**
 * A row of a table.
 */
export interface Row {
  /**
   * Its cells; empty where nothing is said.
   */
  cells: string[];
  /**
   * File it stands in.
   */
  file: string;
  /**
   * Line on which it starts.
   */
  row: number;
}
/**
 * Answer of `scenario`.
 */
export interface ScenarioFigures {
  /**
   * The causes of the difference from the position as it is, or from `against`, if asked for; the steps of a
   * reading add up to the difference of the two totals.
   */
  causes: Cause[];
  /**
   * Name of the scenario; empty for the position as it is.
   */
  name: string;
  /**
   * The readings.
   */
  readings: ReadingAnswer[];
}
/**
 * One step of a waterfall.
 */
export interface Cause {
  /**
   * By how much: later total − earlier total. The steps of a reading add up to the difference.
   */
  amount: string;
  /**
   * False: one of the two totals is "at least", so that the amount holds for what is known only.
   */
  complete: boolean;
  /**
   * `metric base`, `time window` or `price`.
   */
  group: "metric base" | "time window" | "price";
  /**
   * The reading whose total it changes.
   */
  reading: string;
  /**
   * What was changed, in words of the overlay.
   */
  step: string;
}
/**
 * One reading of an [`Answer`].
 */
export interface ReadingAnswer {
  /**
   * False: the total is "at least".
   */
  complete: boolean;
  /**
   * The same less the position as it is; negative where the scenario costs less.
   */
  difference: string;
  /**
   * False: one of the two totals is "at least", so that the difference holds for what is known only.
   */
  difference_complete: boolean;
  /**
   * Products and bundles.
   */
  products: ProductAnswer[];
  /**
   * Its name.
   */
  reading: string;
  /**
   * Sum of the products' totals that are known.
   */
  total: string;
  /**
   * What is owed anyway; null if a price is missing.
   */
  without_gaps: string | null;
  /**
   * False: it is "at least", or unknown.
   */
  without_gaps_complete: boolean;
}
/**
 * A product of a [`ReadingAnswer`].
 */
export interface ProductAnswer {
  /**
   * False: it is "at least", or unknown.
   */
  complete: boolean;
  /**
   * Licences to buy.
   */
  licence_quantity: number;
  /**
   * N, the highest shortfall.
   */
  peak_shortfall: number;
  /**
   * Its name.
   */
  product: string;
  /**
   * Its quarters.
   */
  quarters: QuarterAnswer[];
  /**
   * Its total; null if the price is missing.
   */
  total: string | null;
}
/**
 * A quarter of a [`ProductAnswer`].
 */
export interface QuarterAnswer {
  /**
   * Held.
   */
  entitled: number;
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Required units.
   */
  required: number;
  /**
   * Short by.
   */
  shortfall: number;
}
/**
 * Answer of `sources`.
 */
export interface Sources {
  /**
   * Rules, in the order in which they are applied.
   */
  rules: Rule[];
  /**
   * Published texts.
   */
  sources: Source[];
}
/**
 * What a rule says. All texts are filled in.
 */
export interface Rule {
  /**
   * A worked example with numbers.
   */
  example: string;
  /**
   * Its id.
   */
  id:
    | "unknown-is-not-zero"
    | "rate-given"
    | "rate-from-table"
    | "rate-assumed"
    | "unknown-hypervisor"
    | "first-deployment"
    | "full-capacity"
    | "sub-capacity"
    | "host-cap"
    | "round-up-cores"
    | "pool-cap"
    | "uncapped-partition"
    | "once-per-vm"
    | "bare-install"
    | "counts-in-full"
    | "day-sum"
    | "high-water-mark"
    | "region-peaks"
    | "bundle-ratio"
    | "rvu-tiers"
    | "look-back"
    | "grace"
    | "evidenced-day"
    | "rebuilt"
    | "report-due"
    | "late-report"
    | "contestable"
    | "lost-day"
    | "widened-quarter"
    | "widened-window"
    | "scope-host"
    | "scope-largest"
    | "scope-cluster"
    | "scope-estate"
    | "entitled"
    | "bundle-entitled"
    | "deciding-part"
    | "shortfall"
    | "peak-once"
    | "credit-later-purchases"
    | "short-days"
    | "price-basis"
    | "purchase"
    | "support-flat"
    | "support-duration"
    | "support-lookback"
    | "support-graduated"
    | "use-price"
    | "without-gaps"
    | "rounding";
  /**
   * What it leaves open.
   */
  not_covered: string;
  /**
   * The date or edition from which it holds: `undated` or `YYYY[-MM[-DD]]`, perhaps with a remark.
   */
  since: string;
  /**
   * Ids of its sources, see [`crate::sources::source`].
   */
  sources: string[];
  /**
   * The step that applies it.
   */
  step: "read" | "resolve" | "count" | "peak" | "judge" | "price";
  /**
   * The rule in a few words.
   */
  title: string;
  /**
   * What it counts or decides.
   */
  what: string;
  /**
   * The cases it applies to.
   */
  when: string;
}
/**
 * A source.
 */
export interface Source {
  /**
   * Its date as far as known (`2026-01-09`, `2018`), or `undated`.
   */
  date: string;
  /**
   * Who speaks.
   */
  grade:
    | "ibm"
    | "hcl"
    | "vendor"
    | "law"
    | "press"
    | "adviser"
    | "forum"
    | "tool output"
    | "derived"
    | "unconfirmed";
  /**
   * Stable id.
   */
  id: string;
  /**
   * What it says, in our words.
   */
  title: string;
  /**
   * Where it was read; empty if nothing is published.
   */
  url: string;
}
/**
 * Answer of `standing`.
 */
export interface Standing {
  /**
   * Hosts that carry something in the window, by name.
   */
  hosts: HostStanding[];
  /**
   * Product or bundle; null for all of them together.
   */
  product: string | null;
  /**
   * Quarters of the window, `2025-Q3`.
   */
  quarters: string[];
  /**
   * The reading.
   */
  reading: string;
}
/**
 * A host over the quarters.
 */
export interface HostStanding {
  /**
   * Per quarter: what most of the lost days lack (`not-measured`, `not-reported`, `neither`); null if
   * the quarter stands.
   */
  because: (string | null)[];
  /**
   * Its cluster; null for a lone host.
   */
  cluster: string | null;
  /**
   * Per quarter: days on which something is there under sub-capacity.
   */
  days: number[];
  /**
   * Its name.
   */
  host: string;
  /**
   * Per quarter: how many of them are lost.
   */
  lost: number[];
  /**
   * Its region; empty for the one region.
   */
  region: string;
}
/**
 * An entry of `demoTables`.
 */
export interface TableText {
  /**
   * Its name.
   */
  file: string;
  /**
   * What it holds.
   */
  text: string;
}
