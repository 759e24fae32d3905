/** Under the reading looked at: products by money, and the quarters that changed. */

import { html, nothing } from "lit";
import type { Comparison } from "../../engine-port.js";
import { isZero } from "../../format.js";
import type { Condition } from "../../types.js";
import { amount, difference, paged } from "../bits.js";
import { card } from "../charts.js";
import type { Drawn, View } from "../view.js";
import { heads, line } from "./lines.js";

type ReadingChange = Comparison["readings"][number];
type ProductChange = ReadingChange["products"][number];
type QuarterChange = ProductChange["quarters"][number];
type Reason = QuarterChange["reasons_gone"][number];

const ROWS = 12;
const PARTS = ["quantity", "price", "support", "use"] as const;

export function products(view: View, reading: ReadingChange): Drawn {
  const { text } = view;
  const list = reading.products;
  const title = `${text.t("compared_products")}: ${reading.reading}`;
  const named = [text.t("earlier"), text.t("later"), text.t("difference")];
  if (list.length === 0)
    return card("compared-products", title, "compared-products", html`<p>${text.t("nothing_changed_reading")}</p>`);
  return card(
    "compared-products",
    title,
    "compared-products",
    html`${paged(
      view,
      "compared-products",
      list,
      ROWS,
      (shown) =>
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="compared-products-title">
          <table class="data">
            ${heads(view, text.t("product"), named)}
            <tbody>
              ${shown.map((product) => row(view, product))}
            </tbody>
          </table>
        </div>`,
    )}
    ${list.some((product) => product.difference === null) && !isZero(reading.priced_on_one_side) ? html`<p class="hint">${text.t("one_sided", { amount: view.format.signed(reading.priced_on_one_side) })}</p>` : nothing}`,
  );
}

function row(view: View, change: ProductChange): Drawn {
  const { text, format } = view;
  const { product, before, after, split } = change;
  const side = (one: ProductChange["after"]): Drawn => (one ? amount(view, one.total) : html`–`);
  const only = before ? (after ? "" : "earlier") : "later";
  const parts = split ? PARTS.filter((part) => !isZero(split[part])) : [];
  const made = parts.map((what) =>
    text.t("made_of", { what: text.t(`split_${what}`), amount: format.signed(split?.[what] ?? "") }),
  );
  const counted = before && after && before.licence_quantity !== after.licence_quantity;
  if (counted)
    made.push(`${text.t("licences").toLowerCase()} ${both(view, before.licence_quantity, after.licence_quantity)}`);
  const name = html`${product}${only ? html` <small class="hint">${text.t("only_there", { side: text.t(only).toLowerCase() })}</small>` : nothing}`;
  const known = (before?.complete ?? true) && (after?.complete ?? true);
  const last = change.difference === null ? amount(view, null) : difference(view, change.difference, known);
  return line(view, { name, remarks: made.length > 0 ? [made.join(" · ")] : [], figures: [side(before), side(after), last] });
}

/** Two whole numbers, or one where they are the same; a dash where the quarter is outside the window. */
function both(view: View, before: number | undefined, after: number | undefined): string {
  const shown = (value: number | undefined): string => (value === undefined ? "–" : view.format.units(value));
  return before === after ? shown(after) : `${shown(before)} → ${shown(after)}`;
}

export function quarters(view: View, reading: ReadingChange): Drawn {
  const { text } = view;
  const all = reading.products.flatMap(({ product, quarters }) => quarters.map((change) => ({ product, change })));
  if (all.length === 0) return nothing;
  const figures = ["required", "entitled", "shortfall"] as const;
  const one = ({ product, change }: (typeof all)[number]): Drawn => {
    const { quarter, before, after } = change;
    const cells = figures.map((of) => html`${both(view, before?.[of], after?.[of])}`);
    const name = html`${product}, <span class="nowrap">${quarter}</span>`;
    return line(view, { name, remarks: why(view, change), figures: cells });
  };
  return card(
    "compared-quarters",
    `${text.t("compared_quarters")}: ${reading.reading}`,
    "compared-quarters",
    paged(
      view,
      "compared-quarters",
      all,
      ROWS,
      (shown) =>
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="compared-quarters-title">
          <table class="data">
            ${heads(view, `${text.t("product")}, ${text.t("quarter").toLowerCase()}`, figures.map((key) => text.t(key)))}
            <tbody>
              ${shown.map(one)}
            </tbody>
          </table>
        </div>`,
    ),
  );
}

function why(view: View, { reasons_appeared, reasons_gone }: QuarterChange): string[] {
  const { text, format } = view;
  const one = ({ condition, days, hosts, first_hosts }: Reason): string => {
    const names = `${first_hosts.join(", ")}${hosts > first_hosts.length ? ", …" : ""}`;
    const on = `${text.n("hosts", hosts, format.units(hosts))} (${names})`;
    return `${text.t(`st_${condition as Condition}`)}: ${text.t("lost_on", { days: format.units(days), hosts: on })}`;
  };
  return [
    ...reasons_appeared.map((reason) => text.t("lost_now", { why: one(reason) })),
    ...reasons_gone.map((reason) => text.t("lost_before", { why: one(reason) })),
  ];
}
