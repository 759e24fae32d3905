// Made from core/schema/subcap.odds-1.schema.json by `npm run types`; do not edit.

/**
 * What the weights come to. Readers should ignore fields they do not know.
 */
export interface Odds {
  /**
   * What was assumed.
   */
  assumption: string;
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * Outcomes drawn; 0 if exact.
   */
  draws: number;
  /**
   * Whether every outcome was worked out; else they were drawn.
   */
  exact: boolean;
  /**
   * Items with a weight, and the weight.
   */
  items: Weighted[];
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * Reading by reading.
   */
  readings: ReadingOdds[];
  /**
   * Always `subcap.odds/1`.
   */
  schema: "subcap.odds/1";
  /**
   * Seed of the draws.
   */
  seed: number;
  /**
   * Contestable items without one: each reading takes them its own way.
   */
  without_weight: string[];
}
/**
 * A contestable item and the chance that it stands.
 */
export interface Weighted {
  /**
   * Its id.
   */
  id: string;
  /**
   * The chance, as a decimal.
   */
  weight: string;
}
/**
 * The spread of a reading's total.
 */
export interface ReadingOdds {
  /**
   * False: a total that can come out is "at least", and so are `expected`, `p10`, `p50` and `p90`.
   */
  complete: boolean;
  /**
   * Standard error of the mean where outcomes were drawn; null if exact.
   */
  error: string | null;
  /**
   * The mean of all outcomes, rounded once.
   */
  expected: string;
  /**
   * If none does.
   */
  highest: string;
  /**
   * False: `highest` is "at least".
   */
  highest_complete: boolean;
  /**
   * If every weighted item stands.
   */
  lowest: string;
  /**
   * False: `lowest` is "at least".
   */
  lowest_complete: boolean;
  /**
   * With a chance of a tenth it is no more than this.
   */
  p10: string;
  /**
   * As likely below as above.
   */
  p50: string;
  /**
   * With a chance of nine tenths it is no more than this.
   */
  p90: string;
  /**
   * Its name.
   */
  reading: string;
  /**
   * Its total as the reading takes contestable items.
   */
  total: string;
  /**
   * False: `total` is "at least".
   */
  total_complete: boolean;
}
