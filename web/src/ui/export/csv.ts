/** The position as CSV, in the columns of `subcap estimate --format csv`. */

import type { Report } from "../types.js";

/** What a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
export function cell(value: string | number | null | undefined): string {
  if (value == null) return "";
  let text = String(value);
  if (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",;\n\r\t]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const COLUMNS = [
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
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** Every quarter, product and total of every reading. */
export function csv(report: Report): string {
  const rows: Row[] = [];
  const products = new Map(report.products.map((product) => [product.product, product]));
  for (const reading of report.readings) {
    for (const line of reading.products) {
      const product = products.get(line.product);
      const about = { reading: reading.reading, product: line.product, metric: product?.metric ?? "" };
      for (const quarter of line.quarters) {
        const counted = product?.quarters.find((q) => q.quarter === quarter.quarter);
        const why = (quarter.lost ?? []).map((lost) => `${lost.condition} on ${lost.hosts} host(s), ${lost.days} days`);
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
          why: why.join("; "),
        });
      }
      rows.push({
        row: "product",
        ...about,
        shortfall: line.peak_shortfall,
        licence_quantity: line.licence_quantity,
        licence: line.licence ?? null,
        support: line.support ?? null,
        use: line.use ?? null,
        total: line.total,
        without_gaps: line.without_gaps ?? null,
      });
    }
    const least = reading.complete ? "" : "at least";
    rows.push({
      row: "total",
      reading: reading.reading,
      why: least,
      total: reading.total,
      without_gaps: reading.without_gaps,
    });
  }
  const lines = rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}
