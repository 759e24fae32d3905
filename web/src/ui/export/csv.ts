/**
 * The position as CSV, in the columns of `subcap estimate --format csv`. What it is about stands in columns before
 * those and not in rows above them: the first line is then still the heading for which spreadsheets and programs take
 * it, and the marking stays with every row that is sorted, filtered or copied elsewhere.
 */

import type { ReadingQuarter, Report } from "../types.js";
import type { About } from "./report-json.js";

/** What a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
export function cell(value: string | number | null | undefined): string {
  if (value == null) return "";
  let text = String(value);
  if (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",;\n\r\t]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const COLUMNS = [
  "marking",
  "estate",
  "as_of",
  "currency",
  "scenario",
  "changed",
  "row",
  "reading",
  "product",
  "metric",
  "quarter",
  "full",
  "sub",
  "required",
  "entitled",
  "shortfall",
  "lost_hosts",
  "why",
  "licence_quantity",
  "licence",
  "support",
  "use",
  "total",
  "without_gaps",
  "notice",
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** Every quarter, product and total of every reading; why days are lost is said in the page's words. */
export function csv(
  report: Report,
  { marking, scenario }: About,
  why: (quarter: ReadingQuarter) => string,
  atLeast: string,
): string {
  const rows: Row[] = [];
  const head: Row = {
    marking,
    estate: report.name,
    as_of: report.as_of,
    currency: report.currency,
    scenario: scenario?.name ?? "",
    changed: scenario?.changes.join("; ") ?? "",
    notice: report.notice,
  };
  const products = new Map(report.products.map((product) => [product.product, product]));
  for (const reading of report.readings) {
    for (const line of reading.products) {
      const product = products.get(line.product);
      const about = { reading: reading.reading, product: line.product, metric: product?.metric ?? "" };
      for (const quarter of line.quarters) {
        const counted = product?.quarters.find((q) => q.quarter === quarter.quarter);
        rows.push({
          row: "quarter",
          ...about,
          quarter: quarter.quarter,
          full: counted?.full ?? null,
          sub: counted?.sub ?? null,
          required: quarter.required,
          entitled: quarter.entitled,
          shortfall: quarter.shortfall,
          lost_hosts: quarter.lost_hosts ?? null,
          why: why(quarter),
        });
      }
      rows.push({
        row: "product",
        ...about,
        why: line.complete ? "" : atLeast,
        shortfall: line.peak_shortfall,
        licence_quantity: line.licence_quantity,
        licence: line.licence ?? null,
        support: line.support ?? null,
        use: line.use ?? null,
        total: line.total,
        without_gaps: line.without_gaps ?? null,
      });
    }
    rows.push({
      row: "total",
      reading: reading.reading,
      why: reading.complete ? "" : atLeast,
      total: reading.total,
      without_gaps: reading.without_gaps,
    });
  }
  const lines = rows.map((row) => COLUMNS.map((column) => cell({ ...head, ...row }[column])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}
