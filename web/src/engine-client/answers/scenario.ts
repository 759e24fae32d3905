// Made from core/schema/subcap.scenario-1.schema.json by `npm run types`; do not edit.

/**
 * A cell of a table: a text as it would stand there, a number, or true and false for yes and no. Empty text empties the cell.
 */
export type Cell = string | number | boolean;
/**
 * What an item of evidence becomes; `removed`: it is not on the list at all.
 */
export type Becomes = "held" | "contestable" | "lost" | "removed";

/**
 * What would be otherwise. Written as TOML, or as JSON of the same structure.
 */
export interface ScenarioDocument {
  /**
   * Where this schema is, for editors.
   */
  $schema?: string | null;
  /**
   * The day the position is taken, `YYYY-MM-DD`.
   */
  as_of?: string | null;
  /**
   * Taken off every list and contract price, in basis points.
   */
  discount_bp?: number | null;
  /**
   * All rows of `entitlements.csv` of the products named are taken out, and these put in.
   */
  entitlements?: Entitled[];
  /**
   * State of every row of `evidence.csv` with that id.
   */
  evidence?: {
    [k: string]: Becomes;
  };
  /**
   * Further rows of `evidence.csv`.
   */
  evidence_add?: EvidenceAdd[];
  /**
   * State of evidence by what it is.
   */
  evidence_where?: EvidenceWhere[];
  /**
   * First deployment of an eligible product.
   */
  first_deployment?: string | null;
  /**
   * Cells laid over every row of a host.
   */
  hosts?: {
    [k: string]: HostCells;
  };
  /**
   * Rows of `installs.csv` that do not count.
   */
  leave_out?: LeftOut[];
  /**
   * What to call it [default: its file's name].
   */
  name?: string | null;
  /**
   * Cells laid over a product's row.
   */
  products?: {
    [k: string]: ProductCells;
  };
  reading?: ReadingKeys;
  /**
   * Keys laid over one reading, after `reading`.
   */
  readings?: {
    [k: string]: ReadingKeys1;
  };
  /**
   * From this day on every day is evidenced. If it lies after the as-of date, the position is taken
   * on it, and until then the estate goes on as it stands.
   */
  remediation?: string | null;
  /**
   * Cells laid over every row of a vm.
   */
  vms?: {
    [k: string]: VmCells;
  };
}
/**
 * A row of `entitlements.csv`.
 */
export interface Entitled {
  /**
   * First day.
   */
  from?: Cell | null;
  /**
   * Product or bundle.
   */
  product: string;
  /**
   * A cell of a table: a text as it would stand there, a number, or true and false for yes and no. Empty text empties the cell.
   */
  quantity: string | number | boolean;
  /**
   * Last day.
   */
  to?: Cell | null;
}
/**
 * A row of `evidence.csv`.
 */
export interface EvidenceAdd {
  /**
   * First day.
   */
  from?: Cell | null;
  /**
   * Its id.
   */
  id: string;
  /**
   * What it is.
   */
  kind: "measured" | "report" | "rebuilt";
  /**
   * When a report was made.
   */
  made?: Cell | null;
  /**
   * A note.
   */
  note?: Cell | null;
  /**
   * For this quarter; stands for `from` and `to`.
   */
  quarter?: string | null;
  /**
   * `*`, or `host:`, `cluster:`, `region:` or `product:` and a name.
   */
  scope: string;
  /**
   * `held` (if empty), `contestable` or `lost`.
   */
  state?: Cell | null;
  /**
   * Last day.
   */
  to?: Cell | null;
  /**
   * The chance that a contestable item stands, as a decimal.
   */
  weight?: Cell | null;
}
/**
 * Rows of `evidence.csv` by what they are; every key given must fit. With a period only the part of a
 * row within it changes.
 */
export interface EvidenceWhere {
  /**
   * What an item of evidence becomes; `removed`: it is not on the list at all.
   */
  becomes: "held" | "contestable" | "lost" | "removed";
  /**
   * From this day on.
   */
  from?: string | null;
  /**
   * There may be none such; otherwise a row that means nothing is an error.
   */
  if_any?: boolean | null;
  /**
   * Of this kind.
   */
  kind?: "measured" | "report" | "rebuilt" | null;
  /**
   * Within this quarter; stands for `from` and `to`.
   */
  quarter?: string | null;
  /**
   * Of exactly this scope.
   */
  scope?: string | null;
  /**
   * In this state.
   */
  state?: "held" | "contestable" | "lost" | null;
  /**
   * Until this day, inclusive.
   */
  to?: string | null;
}
/**
 * Columns of `hosts.csv`; `from` and `to` only where there is one row.
 */
export interface HostCells {
  /**
   * Cluster.
   */
  cluster?: Cell | null;
  /**
   * Physical cores.
   */
  cores?: Cell | null;
  /**
   * Whether its virtualisation is eligible.
   */
  eligible?: Cell | null;
  /**
   * First day.
   */
  from?: Cell | null;
  /**
   * Sockets the model can have.
   */
  max_sockets?: Cell | null;
  /**
   * Processor, as the tool or the shop names it.
   */
  processor?: Cell | null;
  /**
   * Rate, whatever the processor.
   */
  pvu_per_core?: Cell | null;
  /**
   * Region.
   */
  region?: Cell | null;
  /**
   * Last day.
   */
  to?: Cell | null;
}
/**
 * Every install whose columns equal all those given.
 */
export interface LeftOut {
  /**
   * On this host itself.
   */
  host?: string | null;
  /**
   * Of this product.
   */
  product?: string | null;
  /**
   * Why it does not count.
   */
  reason: string;
  /**
   * On this vm.
   */
  vm?: string | null;
}
/**
 * Columns of `products.csv`.
 */
export interface ProductCells {
  /**
   * Bundle it is in.
   */
  bundle?: Cell | null;
  /**
   * Contract price of a unit.
   */
  contract_price?: Cell | null;
  /**
   * List price of a unit.
   */
  list_price?: Cell | null;
  /**
   * `PVU`, `VPC` or `RVU_MAPC`.
   */
  metric?: Cell | null;
  /**
   * Its units : the bundle's units, such as `3:1`.
   */
  ratio?: Cell | null;
  /**
   * Whether it has sub-capacity terms.
   */
  subcapacity?: Cell | null;
  /**
   * Support for a year, in basis points of the licence price.
   */
  support_bp?: Cell | null;
}
/**
 * Keys laid over every reading asked for.
 */
export interface ReadingKeys {
  /**
   * How a shortfall is charged.
   */
  charge?: "purchase" | "use";
  /**
   * Whether contestable evidence is accepted.
   */
  contestable?: "held" | "lost";
  /**
   * Whether licences bought since are credited against the licence quantity.
   */
  credit_later_purchases?: boolean;
  /**
   * Days after the first deployment that need no evidence.
   */
  grace_days?: number;
  /**
   * For how long a lost day loses.
   */
  granularity?: "days" | "quarter" | "window";
  /**
   * Days after its period until which a report is in time; `any` for any time.
   */
  late_report_days?: number | ("any" | null);
  /**
   * Calendar quarters of the window.
   */
  lookback_quarters?: number;
  /**
   * Which price counts if there are two.
   */
  price?: "list" | "contract";
  /**
   * For how many quarters a report is owed; `all` for all.
   */
  report_owed_quarters?: number | ("all" | null);
  /**
   * How far a lost day reaches.
   */
  scope?: "host" | "largest" | "cluster" | "estate";
  /**
   * How back support is charged on bought licences.
   */
  support?: "none" | "flat" | "duration" | "lookback" | "graduated";
  /**
   * Years that cap it.
   */
  support_cap_years?: number;
  /**
   * Price of a year of use, in basis points of the licence price.
   */
  use_rate_bp?: number;
}
/**
 * Keys of a reading.
 */
export interface ReadingKeys1 {
  /**
   * How a shortfall is charged.
   */
  charge?: "purchase" | "use";
  /**
   * Whether contestable evidence is accepted.
   */
  contestable?: "held" | "lost";
  /**
   * Whether licences bought since are credited against the licence quantity.
   */
  credit_later_purchases?: boolean;
  /**
   * Days after the first deployment that need no evidence.
   */
  grace_days?: number;
  /**
   * For how long a lost day loses.
   */
  granularity?: "days" | "quarter" | "window";
  /**
   * Days after its period until which a report is in time; `any` for any time.
   */
  late_report_days?: number | ("any" | null);
  /**
   * Calendar quarters of the window.
   */
  lookback_quarters?: number;
  /**
   * Which price counts if there are two.
   */
  price?: "list" | "contract";
  /**
   * For how many quarters a report is owed; `all` for all.
   */
  report_owed_quarters?: number | ("all" | null);
  /**
   * How far a lost day reaches.
   */
  scope?: "host" | "largest" | "cluster" | "estate";
  /**
   * How back support is charged on bought licences.
   */
  support?: "none" | "flat" | "duration" | "lookback" | "graduated";
  /**
   * Years that cap it.
   */
  support_cap_years?: number;
  /**
   * Price of a year of use, in basis points of the licence price.
   */
  use_rate_bp?: number;
}
/**
 * Columns of `vms.csv`; `from` and `to` only where there is one row.
 */
export interface VmCells {
  /**
   * Virtual cores.
   */
  cores?: Cell | null;
  /**
   * First day.
   */
  from?: Cell | null;
  /**
   * Host it runs on.
   */
  host?: Cell | null;
  /**
   * `vm`, `dedicated`, `capped` or `uncapped`.
   */
  mode?: Cell | null;
  /**
   * Shared pool.
   */
  pool?: Cell | null;
  /**
   * Last day.
   */
  to?: Cell | null;
}
