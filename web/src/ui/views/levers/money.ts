/** Levers on prices, discount, support and licences. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Drawn, View } from "../view.js";
import { tidy, withCell, withEntitlement } from "../../state/scenario.js";
import { lever, valueOf } from "./lever.js";
import { choice } from "./terms.js";

const AMOUNT = /^\d{1,9}(\.\d{1,6})?$/;

export function moneyLevers(view: View, changed: Set<string>): Drawn[] {
  const { desk, text, look } = view;
  const products = desk.inventory?.products ?? [];
  const product = products.find((p) => p.product === look.leverProduct) ?? products[0];
  const discount = desk.document.discount_bp;
  const setDiscount = (event: Event): void => {
    const typed = valueOf(event).trim();
    const bp = Math.round(Number(typed) * 100);
    if (typed === "" || (bp >= 0 && bp <= 10_000))
      desk.set(tidy({ ...desk.document, ...{ discount_bp: typed === "" ? undefined : bp } } as typeof desk.document));
  };
  const { discount_bp: _gone, ...noDiscount } = desk.document;
  const fields: Drawn[] = [
    choice(view, changed, "price"),
    lever(
      view,
      text.t("lever_discount"),
      changed.has("discount_bp "),
      () => desk.set(noDiscount),
      html`<input
        type="number"
        min="0"
        max="100"
        step="0.5"
        placeholder="0"
        .value=${live(discount === undefined ? "" : String(discount / 100))}
        @input=${setDiscount}
      />`,
    ),
  ];
  if (!product) return fields;
  const cells = desk.document.products?.[product.product] ?? {};
  const set = (key: string, value: string | number | undefined): void =>
    desk.set(withCell(desk.document, "products", product.product, key, value));
  const price = (key: "list_price" | "contract_price"): Drawn =>
    lever(
      view,
      text.t(`lever_${key}`),
      changed.has(`products ${product.product} ${key}`),
      () => set(key, undefined),
      html`<input
        name=${key}
        inputmode="decimal"
        placeholder=${product[key] || text.t("unknown")}
        .value=${live(String(cells[key] ?? ""))}
        @input=${(event: Event) => {
          const typed = valueOf(event).trim();
          if (typed === "" || AMOUNT.test(typed)) set(key, typed || undefined);
        }}
      />`,
    );
  const held = desk.document.entitlements?.find((row) => row.product === product.product)?.quantity;
  return [
    ...fields,
    html`<label class="pick"
      ><span>${text.t("lever_product")}</span>
      <select @change=${(event: Event) => view.set({ leverProduct: valueOf(event) })}>
        ${products.map((p) => html`<option value=${p.product} ?selected=${p.product === product.product}>${p.product}</option>`)}
      </select></label
    >`,
    price("contract_price"),
    price("list_price"),
    lever(
      view,
      text.t("lever_support_bp"),
      changed.has(`products ${product.product} support_bp`),
      () => set("support_bp", undefined),
      html`<input
        type="number"
        min="0"
        max="100"
        step="0.5"
        placeholder=${Number(product.support_bp) / 100}
        .value=${live(cells["support_bp"] === undefined ? "" : String(Number(cells["support_bp"]) / 100))}
        @input=${(event: Event) => {
          const typed = valueOf(event).trim();
          const bp = Math.round(Number(typed) * 100);
          if (typed === "" || (bp >= 0 && bp <= 10_000)) set("support_bp", typed === "" ? undefined : bp);
        }}
      />`,
    ),
    lever(
      view,
      text.t("lever_entitlement"),
      changed.has(`entitlements ${product.product}`),
      () => desk.set(withEntitlement(desk.document, product.product, undefined)),
      html`<input
        type="number"
        min="0"
        placeholder=${product.entitlements.map((row) => row.quantity).join(" + ") || "0"}
        .value=${live(held === undefined ? "" : String(held))}
        @input=${(event: Event) => {
          const typed = valueOf(event).trim();
          if (typed === "" || /^\d{1,12}$/.test(typed))
            desk.set(withEntitlement(desk.document, product.product, typed === "" ? undefined : Number(typed)));
        }}
      />`,
      text.t("held_total_hint"),
    ),
  ];
}
