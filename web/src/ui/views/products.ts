/** Products × readings: what each product comes to under each reading; every amount opens its reason. */

import { html, nothing } from "lit";
import { isZero } from "../format.js";
import type { ReadingFigures } from "../types.js";
import { amount, amountText, difference } from "./bits.js";
import type { Drawn, View } from "./view.js";

const MAIN = ["defended", "agreement", "opening"];
/** From the least to the most, as a dispute is usually laid out. */
const ORDER = ["defended", "graduated", "period", "agreement", "agreement_flat", "largest", "opening", "estate"];

export function shownReadings(view: View): ReadingFigures[] {
  const wanted = (figures: ReadingFigures): boolean =>
    view.look.allReadings || MAIN.includes(figures.reading) || figures.reading === view.desk.reading;
  const at = (name: string): number => (ORDER.indexOf(name) + ORDER.length) % ORDER.length;
  return view.desk.figures.filter(wanted).sort((a, b) => at(a.reading) - at(b.reading));
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
    const said = text.t("cell_money", { product, reading: reading.reading, amount: amountText(view, line.total) });
    const open = () => view.explain({ title: product, product, reading: reading.reading });
    return html`<td class="num ${looked(reading)}">
      <button type="button" class="open ${isZero(line.total) && line.total !== null ? "zero" : ""}" aria-label=${said} title=${text.t("open_reason")} @click=${open}>
        ${amount(view, line.total)}
      </button>
    </td>`;
  };
  const total = (reading: ReadingFigures): Drawn => {
    const said = text.t("total_cell", { reading: reading.reading, amount: amountText(view, reading.total, reading.complete) });
    const open = () => view.explain({ title: reading.title ?? reading.reading, reading: reading.reading });
    return html`<td class="num ${looked(reading)}">
      <button type="button" class="open" aria-label=${said} @click=${open}>${amount(view, reading.total, reading.complete)}</button>
      ${desk.changed && reading.difference !== undefined ? html`<br />${difference(view, reading.difference)}` : nothing}
    </td>`;
  };
  return html`<section class="card" part="products" aria-labelledby="products-title">
    <header class="card-head">
      <h3 id="products-title">${text.t("products")}</h3>
      <span class="hint">${text.t("money_in", { currency })}</span>
      <button type="button" class="quiet" aria-pressed=${view.look.allReadings ? "true" : "false"} @click=${() => view.set({ allReadings: !view.look.allReadings })}>
        ${view.look.allReadings ? text.t("main_readings") : text.t("all_readings")}
      </button>
    </header>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="products-title">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${text.t("product")}</th>
            <th scope="col">${text.t("metric")}</th>
            ${readings.map(
              (reading) => html`<th scope="col" class="num ${looked(reading)}">
                <button type="button" class="head" title=${desk.base?.readings.find((r) => r.reading === reading.reading)?.title ?? ""} aria-pressed=${reading.reading === desk.reading ? "true" : "false"} @click=${() => desk.look(reading.reading)}>
                  ${reading.reading}
                </button>
              </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${names.map(
            (product) => html`<tr>
              <th scope="row">${product.product}${product.members.length > 0 ? html` <small class="hint">${product.members.map((m) => m.product).join(", ")}</small>` : nothing}</th>
              <td>${product.metric}</td>
              ${readings.map((reading) => cell(reading, product.product))}
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr class="sum">
            <th scope="row" colspan="2">${text.t("total")}</th>
            ${readings.map(total)}
          </tr>
          <tr>
            <th scope="row" colspan="2">${text.t("row_owed_anyway")}</th>
            ${readings.map((reading) => html`<td class="num ${looked(reading)}">${amount(view, reading.without_gaps)}</td>`)}
          </tr>
        </tfoot>
      </table>
    </div>
    ${rates(view)}
  </section>`;
}

/** Rates that are assumed or unconfirmed are said wherever their figures stand. */
function rates(view: View): Drawn {
  const unsure = new Map<string, number>();
  for (const product of view.desk.products) {
    for (const rate of product.rates) {
      if (rate.origin === "assumed") unsure.set("rate_assumed", (unsure.get("rate_assumed") ?? 0) + rate.hosts);
      else if (rate.grade === "unconfirmed") unsure.set("rate_unconfirmed", (unsure.get("rate_unconfirmed") ?? 0) + rate.hosts);
    }
  }
  if (unsure.size === 0) return nothing;
  return html`<p class="hint">${[...unsure.keys()].map((key) => view.text.any(key)).join(" ")}</p>`;
}
