// Made from core/schema/subcap.evidence-1.schema.json by `npm run types`; do not edit.

/**
 * The gaps of one reading and what closing them is worth. Readers should ignore fields they do not
 * know.
 */
export interface Worth {
  /**
   * Quarter by quarter: what is on file, what is missing, who could hold it.
   */
  checklist: Checked[];
  /**
   * False: the total as it is is "at least" (see `subcap estimate`).
   */
  complete: boolean;
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * The gaps, the most valuable first.
   */
  gaps: GapWorth[];
  method: Method;
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * The reading.
   */
  reading: string;
  /**
   * Always `subcap.evidence/1`.
   */
  schema: "subcap.evidence/1";
  /**
   * The smallest set of gaps that gets to the target asked for.
   */
  smallest: Smallest | null;
  /**
   * The total as it is.
   */
  total: string;
  /**
   * The total with every gap closed: what is owed anyway.
   */
  total_all_closed: string;
  /**
   * False: the total with every gap closed is "at least".
   */
  total_all_closed_complete: boolean;
}
/**
 * A quarter of the checklist.
 */
export interface Checked {
  /**
   * Where to look for it.
   */
  look_for: Holder[];
  /**
   * What is missing: ids of gaps.
   */
  missing: string[];
  /**
   * What is on file, by kind and standing.
   */
  on_file: OnFile[];
  /**
   * `2025-Q3`.
   */
  quarter: string;
  /**
   * Whether a report is due for it.
   */
  report_due: boolean;
}
/**
 * Who could hold a missing document.
 */
export interface Holder {
  /**
   * Ids of the sources.
   */
  sources: string[];
  /**
   * What would close the gap.
   */
  what: string;
  /**
   * Who could hold it, or from what it can be made.
   */
  who: string;
}
/**
 * Items of one kind and standing that cover days of a quarter.
 */
export interface OnFile {
  /**
   * The first of them.
   */
  first: string[];
  /**
   * How many.
   */
  items: number;
  /**
   * `measured`, `report` or `rebuilt`.
   */
  kind: "measured" | "report" | "rebuilt";
  /**
   * `taken as true`, `contestable`, `lost` or `late`: as this reading takes it.
   */
  standing: "taken as true" | "contestable" | "lost" | "late";
}
/**
 * A gap and its worth.
 */
export interface GapWorth {
  /**
   * What closing it takes off the total while every other gap stays open.
   */
  alone: string;
  /**
   * False: `alone` and `shapley` hold for what is known only, because a total between which they lie is
   * "at least".
   */
  complete: boolean;
  /**
   * Rows of `evidence.csv` that close it.
   */
  cure: Cure[];
  /**
   * Standard error of the share where it was sampled; null if it is exact.
   */
  error: string | null;
  /**
   * The first of them by name.
   */
  first_hosts: string[];
  /**
   * First day.
   */
  from: string;
  /**
   * Hosts with a lost day in it.
   */
  hosts: number;
  /**
   * Stable name: quarter, kind, scope.
   */
  id: string;
  /**
   * `not-measured`, `not-reported` or `neither`.
   */
  kind: "not-measured" | "not-reported" | "neither";
  /**
   * What closing it takes off once all others are closed.
   */
  last: string;
  /**
   * The same for `last`.
   */
  last_complete: boolean;
  /**
   * Items on the list that would help but are contestable, lost or late.
   */
  refused: string[];
  /**
   * `*`, `region:…`, `cluster:…` or `host:…`.
   */
  scope: string;
  /**
   * Its fair share; the shares of all gaps add up to `total` − `total_all_closed`.
   */
  shapley: string;
  /**
   * Last day.
   */
  to: string;
}
/**
 * A row of `evidence.csv` that closes a gap.
 */
export interface Cure {
  /**
   * First day.
   */
  from: string;
  /**
   * An id that is not on the list yet.
   */
  id: string;
  /**
   * `measured`, `report` or `rebuilt`.
   */
  kind: "measured" | "report" | "rebuilt";
  /**
   * For what.
   */
  scope: string;
  /**
   * `held`
   */
  state: "held";
  /**
   * Last day.
   */
  to: string;
}
/**
 * How the shares were worked out.
 */
export interface Method {
  /**
   * Products whose shares have a closed form (one gap a quarter: an airport game).
   */
  closed_form: number;
  /**
   * Products whose gaps were enumerated, subset by subset.
   */
  enumerated: number;
  /**
   * Whether every share is exact.
   */
  exact: boolean;
  /**
   * Orders drawn for each of those.
   */
  orders: number;
  /**
   * Products whose shares were sampled.
   */
  sampled: number;
  /**
   * Seed of the draws.
   */
  seed: number;
}
/**
 * What has to be closed to get to a target.
 */
export interface Smallest {
  /**
   * False: that total is "at least", so that whether it is below the target cannot be told.
   */
  complete: boolean;
  /**
   * Ids of the gaps to close; every gap if even that is not enough, or if that cannot be told.
   */
  gaps: string[];
  /**
   * Whether no smaller set gets there; else the search ended before it could tell, or something unknown
   * decides.
   */
  proven: boolean;
  /**
   * Whether closing every gap gets there for certain.
   */
  reachable: boolean;
  /**
   * The target.
   */
  target: string;
  /**
   * The total once they are closed.
   */
  total: string;
}
