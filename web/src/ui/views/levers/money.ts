/** Levers on prices, discount, support and licences. */

import { html } from "lit";
import { per100, times100 } from "../../typed.js";
import type { Drawn, View } from "../view.js";
import { tidy, withCell, withEntitlement } from "../../state/scenario.js";
import { valueOf } from "./lever.js";
import { numericLever } from "./numeric.js";
import { choice } from "./terms.js";

const PERCENT = { min: 0, max: 100, decimals: 2 };
const AMOUNT = { min: 0, max: 999_999_999.999999, decimals: 6 };
const UNITS = { min: 0, max: 999_999_999_999, decimals: 0 };

export function moneyLevers(view: View, changed: Set<string>): Drawn[] {
  const { desk, text, look, format } = view;
  const products = desk.inventory?.products ?? [];
  const product = products.find((p) => p.product === look.leverProduct) ?? products[0];
  const discount = desk.levers.document.discount_bp;
  const setDiscount = (percent: string | undefined): void => {
    const { discount_bp: _gone, ...rest } = desk.levers.document;
    desk.levers.set(percent === undefined ? rest : tidy({ ...rest, discount_bp: Number(times100(percent)) }));
  };
  const fields: Drawn[] = [
    choice(view, changed, "price"),
    numericLever(view, text.t("lever_discount"), {
      ...PERCENT,
      id: "discount",
      now: discount === undefined ? undefined : per100(discount),
      on: changed.has("discount_bp "),
      placeholder: "0",
      set: setDiscount,
    }),
  ];
  if (!product) return fields;
  const about = product.product;
  const cells = desk.levers.document.products?.[about] ?? {};
  const cell = (key: "list_price" | "contract_price" | "support_bp") => ({
    id: key,
    about,
    on: changed.has(`products ${about} ${key}`),
    set: (value: string | number | undefined): void => desk.levers.set(withCell(desk.levers.document, "products", about, key, value)),
  });
  const price = (key: "list_price" | "contract_price"): Drawn =>
    numericLever(view, text.t(`lever_${key}`), {
      ...cell(key),
      ...AMOUNT,
      now: cells[key] === undefined ? undefined : String(cells[key]),
      placeholder: product[key] ? format.amount(product[key]) : text.t("unknown"),
    });
  const support = cell("support_bp");
  const held = desk.levers.document.entitlements?.find((row) => row.product === about)?.quantity;
  return [
    ...fields,
    html`<label class="pick"
      ><span>${text.t("lever_product")}</span>
      <select @change=${(event: Event) => view.set({ leverProduct: valueOf(event) })}>
        ${products.map((p) => html`<option value=${p.product} ?selected=${p.product === about}>${p.product}</option>`)}
      </select></label
    >`,
    price("contract_price"),
    price("list_price"),
    numericLever(view, text.t("lever_support_bp"), {
      ...support,
      ...PERCENT,
      now: cells["support_bp"] === undefined ? undefined : per100(String(cells["support_bp"])),
      placeholder: format.amount(per100(product.support_bp)),
      set: (value) => support.set(value === undefined ? undefined : Number(times100(value))),
    }),
    numericLever(
      view,
      text.t("lever_entitlement"),
      {
        ...UNITS,
        id: "held",
        about,
        now: held === undefined ? undefined : String(held),
        on: changed.has(`entitlements ${about}`),
        placeholder: product.entitlements.map((row) => format.amount(String(row.quantity))).join(" + ") || "0",
        set: (value) =>
          desk.levers.set(withEntitlement(desk.levers.document, about, value === undefined ? undefined : Number(value))),
      },
      text.t("held_total_hint"),
    ),
  ];
}
