/**
 * A comparison as CSV, in the columns and rows of `subcap compare --format csv`. The marking, what was compared
 * and the currency stand in columns before those, as in the position's CSV.
 */

import type { Comparison } from "../engine-port.js";
import { cell } from "./csv.js";

const HEADER = ["row", "reading", "product", "quarter", "what", "before", "after", "difference", "why"];

type Value = string | number | null | undefined;
type ReadingChange = Comparison["readings"][number];
type ProductChange = ReadingChange["products"][number];
type QuarterChange = ProductChange["quarters"][number];
type Reason = QuarterChange["reasons_gone"][number];

/** Why a difference is not exact, in the command line's words. */
const AS_KNOWN = "of what is known: a total it lies between is at least";

/** Before, after, and the difference where both are there. */
function numbers<T>(before: T | null, after: T | null, of: (side: T) => number): Value[] {
  const [old, now] = [before && of(before), after && of(after)];
  return [old, now, before === null || after === null ? null : of(after) - of(before)] as Value[];
}

/** What goes with it: the marking, and the two positions in words. */
export interface Sides {
  marking: string;
  earlier: string;
  later: string;
}

export function comparisonCsv({ currency, readings, products, tables, notice }: Comparison, of: Sides): string {
  const rows: Value[][] = [];
  readings.forEach((reading) => rows.push(...ofReading(reading)));
  for (const { product, quarters } of products)
    for (const { quarter, before, after } of quarters)
      for (const what of ["sub", "full", "entitled"] as const)
        rows.push(["units", "", product, quarter, what, ...numbers(before, after, (side) => side[what]), ""]);
  for (const { table, how, count, first } of tables) {
    const names = first.map(({ name, what }) => `${name}: ${what}`).join("; ");
    rows.push(["table", "", "", "", `${table} ${how}`, "", "", count, names]);
  }
  const about = [of.marking, of.earlier, of.later, currency];
  const heads = ["marking", "earlier", "later", "currency", ...HEADER, "notice"];
  const lines = [heads, ...rows.map((row) => [...about, ...row, notice])];
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function ofReading({ reading, before, after, difference, causes, products }: ReadingChange): Value[][] {
  const least = before.complete && after.complete ? "" : "at least";
  return [
    ["total", reading, "", "", "total", before.total, after.total, difference, least],
    ...causes.map(({ step, amount, complete }) => ["cause", reading, "", "", step, "", "", amount, complete ? "" : AS_KNOWN]),
    ...products.flatMap((product) => ofProduct(reading, product)),
  ];
}

function ofProduct(reading: string, { product, before, after, difference, split, quarters }: ProductChange): Value[][] {
  const known = before?.complete !== false && after?.complete !== false ? "" : AS_KNOWN;
  const status = !before ? "only in B" : !after ? "only in A" : difference === null ? "money unknown" : known;
  const parts = split ? (["quantity", "price", "support", "use"] as const) : [];
  return [
    ["product", reading, product, "", "total", before?.total, after?.total, difference, status],
    ...parts.map((what) => ["part", reading, product, "", what, "", "", split?.[what], known]),
    ...(["peak_shortfall", "licence_quantity"] as const).map((what) => [
      "product",
      reading,
      product,
      "",
      what,
      ...numbers(before, after, (side) => side[what]),
      "",
    ]),
    ...quarters.flatMap((quarter) =>
      (["required", "entitled", "shortfall", "lost_hosts"] as const).map((what) => [
        "quarter",
        reading,
        product,
        quarter.quarter,
        what,
        ...numbers(quarter.before, quarter.after, (side) => side[what]),
        why(quarter),
      ]),
    ),
  ];
}

const CONDITIONS: Record<string, string> = {
  "not-measured": "not measured",
  "not-reported": "no report",
  neither: "not measured, no report",
};

function why({ before, after, reasons_appeared, reasons_gone }: QuarterChange): string {
  return [
    ...reasons_appeared.map((reason) => `now ${said(reason)}`),
    ...reasons_gone.map((reason) => `no longer ${said(reason)}`),
    ...(before ? [] : ["not in A's window"]),
    ...(after ? [] : ["not in B's window"]),
  ].join("; ");
}

function said({ condition, hosts, first_hosts, days, from, to }: Reason): string {
  const more = first_hosts.length === hosts ? "" : ", …";
  const on = hosts === 1 ? "1 host" : `${hosts} hosts`;
  return `${CONDITIONS[condition] ?? condition} on ${on} (${first_hosts.join(", ")}${more}), ${days} days ${from}..${to}`;
}
