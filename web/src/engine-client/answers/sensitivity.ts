// Made from core/schema/subcap.sensitivity-1.schema.json by `npm run types`; do not edit.

/**
 * What moves a position. Readers should ignore fields they do not know.
 */
export interface Sensitivity {
  /**
   * As-of date.
   */
  as_of: string;
  /**
   * ISO 4217 code of all money.
   */
  currency: string;
  /**
   * The delay curve, by reading.
   */
  delay: ReadingDelay[];
  /**
   * Beside the claim: support on the licences bought, by reading.
   */
  forward_tail: ForwardTail[];
  /**
   * Name of the estate.
   */
  name: string;
  /**
   * What this is and is not.
   */
  notice: string;
  /**
   * Always `subcap.sensitivity/1`.
   */
  schema: "subcap.sensitivity/1";
  top_down: TopDown;
  /**
   * Every lever once, by reading.
   */
  tornado: ReadingTornado[];
}
/**
 * A reading's delay curve.
 */
export interface ReadingDelay {
  /**
   * From now on, quarter by quarter.
   */
  points: DelayPoint[];
  /**
   * The reading.
   */
  reading: string;
}
/**
 * The position so many quarters later, with the estate going on as it is.
 */
export interface DelayPoint {
  /**
   * The day on which the position is taken.
   */
  as_of: string;
  /**
   * The total on that day if remediation came the day after today's as-of date. It falls when the
   * last bad quarters leave the look-back.
   */
  closed_now: string;
  /**
   * False: `closed_now` is "at least".
   */
  closed_now_complete: boolean;
  /**
   * False: a total of the two is "at least", and `cost_of_delay` holds for what is known only.
   */
  complete: boolean;
  /**
   * `open` − `closed_now`.
   */
  cost_of_delay: string;
  /**
   * `open` less that of the point before: what this one more quarter costs.
   */
  one_more_quarter: string;
  /**
   * False: `one_more_quarter` holds for what is known only.
   */
  one_more_quarter_complete: boolean;
  /**
   * The total on that day if the gap was open until then: what a scenario with `remediation` on that day
   * comes to.
   */
  open: string;
  /**
   * False: `open` is "at least".
   */
  open_complete: boolean;
  /**
   * How many quarters later; 0 is the position as it is.
   */
  quarters: number;
}
/**
 * What support on the licences bought would cost afterwards, under one reading.
 */
export interface ForwardTail {
  /**
   * False: the total is "at least", because a price is missing or the licences are "at least".
   */
  complete: boolean;
  high: AtUplift;
  low: AtUplift1;
  /**
   * What it is.
   */
  note: string;
  /**
   * Products with licences to buy.
   */
  products: ProductTail[];
  /**
   * The reading whose licences they are.
   */
  reading: string;
  /**
   * Ids of the sources of years and uplifts.
   */
  sources: string[];
  /**
   * Quantity × price × support rate × (1 + (1 + uplift) + … ), rounded once per product.
   */
  total: string;
  /**
   * By how much support rises each year, in basis points.
   */
  uplift_bp: number;
  /**
   * Years after the one that the price includes.
   */
  years: number;
}
/**
 * The same at the highest.
 */
export interface AtUplift {
  /**
   * The total.
   */
  total: string;
  /**
   * In basis points a year.
   */
  uplift_bp: number;
}
/**
 * The same at the lowest uplift seen in public.
 */
export interface AtUplift1 {
  /**
   * The total.
   */
  total: string;
  /**
   * In basis points a year.
   */
  uplift_bp: number;
}
/**
 * A product's part of the tail.
 */
export interface ProductTail {
  /**
   * Licences to buy.
   */
  licence_quantity: number;
  /**
   * Its name.
   */
  product: string;
  /**
   * Support on them; null without a price.
   */
  tail: string | null;
}
/**
 * Beside the claim: settlement shares seen in public.
 */
export interface TopDown {
  /**
   * False: that total is "at least".
   */
  complete: boolean;
  /**
   * What they are worth.
   */
  note: string;
  /**
   * Its total here.
   */
  opening: string;
  /**
   * The reading that the shares are of.
   */
  reading: string;
  /**
   * The shares, each with what it comes to.
   */
  shares: Share[];
}
/**
 * A share that somebody tells of.
 */
export interface Share {
  /**
   * The upper end of it.
   */
  high: string;
  /**
   * The upper end; the same for a single case.
   */
  high_bp: number;
  /**
   * The lower end of the opening total here.
   */
  low: string;
  /**
   * Paid ÷ opening claim in basis points: the lower end.
   */
  low_bp: number;
  /**
   * Id of its source.
   */
  source: string;
  /**
   * Who tells of what.
   */
  title: string;
}
/**
 * A reading's levers.
 */
export interface ReadingTornado {
  /**
   * False: the total is "at least".
   */
  complete: boolean;
  /**
   * The levers, widest first; those of one width by name. Those that do not move the total are last.
   */
  levers: LeverSwing[];
  /**
   * The reading.
   */
  reading: string;
  /**
   * Its total as it is.
   */
  total: string;
}
/**
 * What a lever does to the total of a reading.
 */
export interface LeverSwing {
  /**
   * The product or processor it is about; null for a lever of the whole position.
   */
  about: string | null;
  /**
   * False: the total as it is or with a setting is "at least", so that width and swings hold for what is
   * known only, and a lever that moves nothing of it may still move the rest.
   */
  complete: boolean;
  high: LeverEnd;
  /**
   * Its stable name.
   */
  lever: string;
  low: LeverEnd1;
  /**
   * Whether it moves the total at all, as far as that is known: see `complete`.
   */
  moves: boolean;
  /**
   * Ids of the sources of the settings.
   */
  sources: string[];
  /**
   * What it is about, in a few words.
   */
  title: string;
  /**
   * The highest less the lowest of the total as it is and with either setting.
   */
  width: string;
}
/**
 * The other side's setting.
 */
export interface LeverEnd {
  /**
   * False: the total is "at least".
   */
  complete: boolean;
  /**
   * The setting as a scenario document: `subcap whatif` gives the same total for it.
   */
  scenario: {
    [k: string]: unknown;
  };
  /**
   * The setting in words.
   */
  setting: string;
  /**
   * The same less the total as it is.
   */
  swing: string;
  /**
   * The total with it.
   */
  total: string;
}
/**
 * The licensee's setting. Its total is usually, not always, the lower one.
 */
export interface LeverEnd1 {
  /**
   * False: the total is "at least".
   */
  complete: boolean;
  /**
   * The setting as a scenario document: `subcap whatif` gives the same total for it.
   */
  scenario: {
    [k: string]: unknown;
  };
  /**
   * The setting in words.
   */
  setting: string;
  /**
   * The same less the total as it is.
   */
  swing: string;
  /**
   * The total with it.
   */
  total: string;
}
