/**
 * From values to pixels along a line. The round values of an axis are d3-array's; d3-scale's own linear scale would
 * bring colours, interpolation and number formats, a tenth of the page's script, for one division.
 */

import { nice, ticks } from "d3-array";

export interface Linear {
  (value: number): number;
  /** About so many round values. */
  ticks(count: number): number[];
}

type Pair = readonly [number, number];

/** A domain without extent lies in the middle of its range. */
export function linear([from, to]: Pair, [start, end]: Pair): Linear {
  const at = (value: number) => start + (end - start) * (to === from ? 0.5 : (value - from) / (to - from));
  return Object.assign(at, { ticks: (count: number) => ticks(from, to, count) });
}

/** From nothing to the next round value above the highest. */
export const upTo = (highest: number, range: Pair): Linear => linear(nice(0, highest || 1, 4) as [number, number], range);
