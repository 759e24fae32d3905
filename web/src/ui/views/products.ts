/** Products × readings: what each product comes to under each reading; every amount opens its reason. */

import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { isZero } from "../format.js";
import type { ReadingFigures, Report } from "../types.js";
import { amount, amountText, difference, paged } from "./bits.js";
import { inOrder, type Drawn, type View } from "./view.js";

/** A page of the table: what is drawn again with every lever. */
export const PRODUCTS = 30;

const MAIN = ["defended", "agreement", "opening"];

export function shownReadings(view: View): ReadingFigures[] {
  const wanted = (figures: ReadingFigures): boolean =>
    view.look.allReadings || MAIN.includes(figures.reading) || figures.reading === view.desk.reading;
  return inOrder(view.desk.figures.filter(wanted));
}

export function products(view: View): Drawn {
  const { desk, text } = view;
  const readings = shownReadings(view);
  const names = desk.base?.products ?? [];
  const currency = desk.base?.currency ?? "";
  const looked = (reading: ReadingFigures): string => (reading.reading === desk.reading ? "looked" : "");
  const cell = (reading: ReadingFigures, product: string): Drawn => {
    const line = reading.products.find((p) => p.product === product);
    if (!line) return html`<td></td>`;
    const open = () => view.explain({ title: product, product, reading: reading.reading });
    const drawn = (): Drawn => html`<td class="num ${looked(reading)}">
      <button
        type="button"
        class="open ${isZero(line.total) && line.total !== null ? "zero" : ""}"
        aria-label=${text.t("cell_money", { product, reading: reading.reading, amount: amountText(view, line.total, line.complete) })}
        title=${text.t("open_reason")}
        @click=${open}
      >
        ${amount(view, line.total, line.complete)}
      </button>
    </td>`;
    // A large estate has hundreds of cells, and a lever changes few of them.
    return guard([product, reading.reading, line.total, line.complete, looked(reading), text, view.format], drawn);
  };
  const total = (reading: ReadingFigures): Drawn => {
    const said = text.t("total_cell", {
      reading: reading.reading,
      amount: amountText(view, reading.total, reading.complete),
    });
    const open = () => view.explain({ title: reading.title ?? reading.reading, reading: reading.reading });
    return html`<td class="num ${looked(reading)}">
      <button type="button" class="open" aria-label=${said} @click=${open}>
        ${amount(view, reading.total, reading.complete)}
      </button>
      ${desk.levers.changed && reading.difference !== undefined ? html`<br />${difference(view, reading.difference, reading.difference_complete)}` : nothing}
    </td>`;
  };
  const small = view.size === "small";
  const named = (product: Report["products"][number]): Drawn =>
    html`${product.product}${product.members.length > 0 ? html` <small class="hint members">${product.members.map((m) => m.product).join(", ")}</small>` : nothing}`;
  // On a phone the name has a line of its own above its amounts.
  const row = (name: Drawn | string, metric: string, cells: Drawn[], kind = ""): Drawn =>
    small
      ? html`<tr class="${kind} name-line">
            <th scope="rowgroup" colspan=${readings.length}>
              ${name}${metric ? html` <small class="hint">${metric}</small>` : nothing}
            </th>
          </tr>
          <tr class=${kind}>
            ${cells}
          </tr>`
      : html`<tr class=${kind}>
          <th scope="row" colspan=${metric ? 1 : 2}>${name}</th>
          ${metric ? html`<td>${metric}</td>` : nothing}${cells}
        </tr>`;
  const whole = names.length > PRODUCTS ? text.t("total_of_all", { n: view.format.units(names.length) }) : text.t("total");
  const table = (shown: Report["products"]): Drawn => html`<div class="scroll" tabindex="0" role="group" aria-labelledby="products-title">
    <table class="data">
      <thead>
        <tr>
          ${
            small
              ? nothing
              : html`<th scope="col">${text.t("product")}</th>
                  <th scope="col">${text.t("metric")}</th>`
          }
          ${readings.map(
            (reading) =>
              html`<th scope="col" class="num ${looked(reading)}">
                <button
                  type="button"
                  class="head"
                  title=${view.said(desk.base?.readings.find((r) => r.reading === reading.reading)?.title ?? "")}
                  aria-pressed=${reading.reading === desk.reading ? "true" : "false"}
                  @click=${() => desk.look(reading.reading)}
                >
                  ${reading.reading}
                </button>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${shown.map((product) =>
          row(
            named(product),
            product.metric,
            readings.map((reading) => cell(reading, product.product)),
          ),
        )}
      </tbody>
      <tfoot>
        ${row(whole, "", readings.map(total), "sum")}
        ${row(
          text.t("row_owed_anyway"),
          "",
          readings.map(
            (reading) => html`<td class="num ${looked(reading)}">${amount(view, reading.without_gaps)}</td>`,
          ),
        )}
      </tfoot>
    </table>
  </div>`;
  return html`<section class="card" part="products" aria-labelledby="products-title">
    <header class="card-head">
      <h3 id="products-title">${text.t("products")}</h3>
      <span class="hint">${text.t("money_in", { currency })}</span>
      <button
        type="button"
        class="quiet"
        aria-pressed=${view.look.allReadings ? "true" : "false"}
        @click=${() => view.set({ allReadings: !view.look.allReadings })}
      >
        ${view.look.allReadings ? text.t("main_readings") : text.t("all_readings")}
      </button>
    </header>
    ${paged(view, "products", names, PRODUCTS, table)} ${rates(view)}
  </section>`;
}

/** Rates that are assumed or unconfirmed are said wherever their figures stand. */
function rates(view: View): Drawn {
  const unsure = new Map<string, number>();
  for (const product of view.desk.base?.products ?? []) {
    for (const rate of product.rates) {
      if (rate.origin === "assumed") unsure.set("rate_assumed", (unsure.get("rate_assumed") ?? 0) + rate.hosts);
      else if (rate.grade === "unconfirmed")
        unsure.set("rate_unconfirmed", (unsure.get("rate_unconfirmed") ?? 0) + rate.hosts);
    }
  }
  if (unsure.size === 0) return nothing;
  return html`<p class="hint">${[...unsure.keys()].map((key) => view.text.any(key)).join(" ")}</p>`;
}
