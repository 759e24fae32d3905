// Made from core/schema/subcap.explanation-1.schema.json by `npm run types`; do not edit.

/**
 * How a figure follows from those below it.
 */
export type How =
  | "sum"
  | "product"
  | "highest"
  | "lowest"
  | "short"
  | "rounded-up"
  | "rounded-down"
  | "tiers"
  | "money";
/**
 * One thing that is needed, with others of its set, to change an outcome.
 */
export type Needed =
  | {
      /**
       * First day.
       */
      from: string;
      /**
       * `measured`, `report` or `rebuilt`.
       */
      kind: string;
      need: "item";
      /**
       * As `evidence.csv` writes it: `host:esx-07`.
       */
      scope: string;
      /**
       * Last day.
       */
      to: string;
    }
  | {
      /**
       * Its id.
       */
      id: string;
      need: "accepted";
    }
  | {
      /**
       * Its id.
       */
      id: string;
      need: "found";
    }
  | {
      /**
       * The last day in time.
       */
      day: string;
      /**
       * Its id.
       */
      id: string;
      need: "made-by";
    }
  | {
      /**
       * The key.
       */
      key: string;
      need: "at-least";
      /**
       * The least value that helps.
       */
      value: number;
    }
  | {
      /**
       * The key.
       */
      key: string;
      need: "at-most";
      /**
       * The greatest value that helps.
       */
      value: number;
    }
  | {
      /**
       * Units that would have to be held.
       */
      at_least: number;
      /**
       * First day.
       */
      from: string;
      /**
       * Units that are.
       */
      held: number;
      need: "entitled";
      /**
       * Product or bundle.
       */
      product: string;
      /**
       * Last day.
       */
      to: string;
    };

/**
 * A figure unfolded. Readers should ignore fields they do not know.
 */
export interface Explanation {
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * The host asked for.
   */
  host: string | null;
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * Product or bundle; null if the totals of the readings are unfolded.
   */
  product: string | null;
  /**
   * `2025-Q3`; null for the whole window.
   */
  quarter: string | null;
  /**
   * Always `subcap.explanation/1`.
   */
  schema: "subcap.explanation/1";
  /**
   * The sources that the steps cite, by id.
   */
  sources: Cited[];
  /**
   * What holds for every reading, then each reading.
   */
  steps: Step[];
}
/**
 * A source that a step cites.
 */
export interface Cited {
  /**
   * Its id.
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
 * One step on the way to a figure, with the steps it rests on.
 */
export interface Step {
  /**
   * The same exactly: a whole number or a fraction such as `201/2`, money in whole units of currency.
   */
  amount?: string | null;
  /**
   * How the amounts of the steps below make up this one's; steps without an amount do not count.
   */
  how?: How | null;
  /**
   * Days without evidence, if that is what the step is about.
   */
  lost?: LostDays | null;
  /**
   * The rows it rests on: `vms.csv, row 12`.
   */
  places?: string[];
  /**
   * The rule applied, see [`crate::rules`].
   */
  rule?: string | null;
  /**
   * Ids of the rule's sources (of the reading's, where the step is a reading).
   */
  sources?: string[];
  /**
   * What it rests on.
   */
  steps?: Step[];
  /**
   * What it says, in words.
   */
  text: string;
  /**
   * The figure, if it is one, as written: units or money.
   */
  value?: string | null;
  /**
   * Alternatives, each a smallest set of things that together would change the outcome: these days
   * would stand, or nothing would be owed.
   */
  would_change_if?: Needed[][];
}
/**
 * Consecutive days of a product on a host without evidence.
 */
export interface LostDays {
  /**
   * `not-measured`, `not-reported` or `neither`.
   */
  condition: string;
  /**
   * First day.
   */
  from: string;
  /**
   * Host.
   */
  host: string;
  /**
   * Product, or member of the bundle.
   */
  product: string;
  /**
   * Last day.
   */
  to: string;
}
