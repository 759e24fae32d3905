/**
 * The engine's answers as JSON, as far as the page reads them. Money is a decimal string, units are whole numbers;
 * the published schemas in `core/schema` say what every field means.
 */

export interface Finding {
  code: string;
  severity: "note" | "warning" | "error";
  file: string;
  row: number | null;
  column: string | null;
  value: string | null;
  message: string;
  advice: string;
  left_out: boolean;
}

export interface LossReason {
  condition: Condition;
  hosts: number;
  first_hosts: string[];
  days: number;
  from: string;
  to: string;
  cure: string;
  refused: string[];
}

export type Condition = "not-measured" | "not-reported" | "neither";

export interface ProductQuarter {
  quarter: string;
  full: number;
  sub: number;
  entitled: number;
}

export interface ProductReport {
  product: string;
  metric: string;
  quarters: ProductQuarter[];
  members: { product: string; metric: string; counts: string }[];
  rates: { pvu_per_core: number; origin: string; grade: string | null; hosts: number }[];
}

/** A quarter of a product under a reading; the quick answer of a scenario has no reasons. */
export interface ReadingQuarter {
  quarter: string;
  required: number;
  entitled: number;
  shortfall: number;
  lost_hosts?: number;
  lost?: LossReason[];
}

export interface ReadingProduct {
  product: string;
  total: string | null;
  complete: boolean;
  peak_shortfall: number;
  licence_quantity: number;
  licence?: string | null;
  support?: string | null;
  use?: string | null;
  without_gaps?: string | null;
  quarters: ReadingQuarter[];
}

/** A reading of a report, or of the quick answer to a scenario. */
export interface ReadingFigures {
  reading: string;
  total: string;
  difference?: string;
  difference_complete?: boolean;
  without_gaps: string | null;
  without_gaps_complete: boolean;
  complete: boolean;
  products: ReadingProduct[];
  window?: { from: string; to: string };
  title?: string;
  incomplete_because?: string[];
}

export interface Report {
  schema: string;
  name: string;
  as_of: string;
  currency: string;
  first_deployment: string | null;
  products: ProductReport[];
  readings: ReadingFigures[];
  findings: Finding[];
  notice: string;
}

export interface Answer {
  name: string;
  readings: ReadingFigures[];
}

export interface Cause {
  reading: string;
  group: string;
  step: string;
  amount: string;
  complete: boolean;
}

export type { Reading } from "../engine-client/index.js";

/** What stands in the tables: what there is to vary. */
export interface Inventory {
  regions: string[];
  clusters: string[];
  products: {
    product: string;
    metric: string;
    list_price: string;
    contract_price: string;
    support_bp: string;
    entitlements: { quantity: string; from: string; to: string }[];
  }[];
  evidence: EvidenceItem[];
  hosts: HostRow[];
}

/** A host's last row. */
export interface HostRow {
  host: string;
  cluster: string;
  cores: string;
  /** Empty where the rate comes from the PVU table or is assumed. */
  pvu_per_core: string;
  assumed: boolean;
}

/** Cells as the table writes them: empty for always, still, none. */
export interface EvidenceItem {
  id: string;
  kind: string;
  scope: string;
  from: string;
  to: string;
  made: string;
  state: string;
  weight: string;
}

/** Hosts by quarters: days on which something is there under sub-capacity, and how many of them are lost. */
export interface Standing {
  reading: string;
  product: string | null;
  quarters: string[];
  hosts: HostStanding[];
}

export interface HostStanding {
  host: string;
  cluster: string | null;
  region: string;
  days: number[];
  lost: number[];
  because: (Condition | null)[];
}

export interface Step {
  text: string;
  value?: string | null;
  rule?: string | null;
  sources?: string[];
  places?: string[];
  steps?: Step[];
  /** Alternatives, each a smallest set of things that together suffice. */
  would_change_if?: Needed[][];
}

export type Needed =
  | { need: "item"; kind: string; scope: string; from: string; to: string }
  | { need: "accepted" | "found"; id: string }
  | { need: "made-by"; id: string; day: string }
  | { need: "at-least" | "at-most"; key: string; value: number }
  | { need: "entitled"; product: string; at_least: number; held: number; from: string; to: string };

export interface Explanation {
  product: string | null;
  quarter: string | null;
  host: string | null;
  steps: Step[];
  sources: { id: string; title: string; url?: string }[];
}

export interface Gap {
  id: string;
  kind: Condition;
  scope: string;
  from: string;
  to: string;
  hosts: number;
  first_hosts: string[];
  cure: { id: string; kind: string; scope: string; from: string; to: string; state: string }[];
  refused: string[];
  alone: string;
  last: string;
  shapley: string;
  /** Else `alone` and `shapley` hold for what is known only. */
  complete: boolean;
  last_complete: boolean;
  error: string | null;
}

export interface Worth {
  reading: string;
  total: string;
  total_all_closed: string;
  complete: boolean;
  total_all_closed_complete: boolean;
  gaps: Gap[];
  method: { exact: boolean; orders: number; seed: number };
  smallest: { target: string; reachable: boolean; gaps: string[]; total: string; complete: boolean; proven: boolean } | null;
  checklist: {
    quarter: string;
    report_due: boolean;
    on_file: { kind: string; standing: string; items: number; first: string[] }[];
    missing: string[];
    look_for: { what: string; who: string; sources: string[] }[];
  }[];
}

export interface Odds {
  items: { id: string; weight: string }[];
  without_weight: string[];
  exact: boolean;
  assumption: string;
  readings: {
    reading: string;
    total: string;
    expected: string;
    p10: string;
    p50: string;
    p90: string;
    lowest: string;
    highest: string;
    complete: boolean;
    error: string | null;
  }[];
}

export interface LeverEnd {
  setting: string;
  total: string;
  swing: string;
  complete: boolean;
  scenario: Record<string, unknown>;
}

export interface Lever {
  lever: string;
  about: string | null;
  title: string;
  moves: boolean;
  complete: boolean;
  width: string;
  low: LeverEnd;
  high: LeverEnd;
  sources: string[];
}

export interface Sensitivity {
  tornado: { reading: string; total: string; levers: Lever[] }[];
  delay: {
    reading: string;
    points: {
      quarters: number;
      as_of: string;
      open: string;
      closed_now: string;
      cost_of_delay: string;
      one_more_quarter: string;
    }[];
  }[];
  forward_tail: { reading: string; years: number; uplift_bp: number; total: string; note: string }[];
  top_down: {
    opening: string;
    shares: { title: string; low_bp: number; high_bp: number; low: string; high: string; source: string }[];
    note: string;
  };
}
