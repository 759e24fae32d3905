/** Unknown is not nothing: where a price is missing the figures are "at least", and here is the way to give it. */

import { html, nothing } from "lit";
import type { ReadingFigures } from "../types.js";
import type { Drawn, View } from "./view.js";

/** Says which prices are missing, or what else is, with a way to the levers on prices; nothing where all is known. */
export function missing(view: View, figures: ReadingFigures | undefined): Drawn {
  if (!figures) return nothing;
  const { text, format } = view;
  const names = figures.products.filter((product) => product.total === null).map((product) => product.product);
  const [first] = names;
  if (first !== undefined)
    return html`<p class="least-note">
      ${text.n("unpriced", names.length, format.units(names.length), { names: names.join(", ") })}
      <button type="button" class="quiet" @click=${(event: Event) => toPrices(view, first, event)}>
        ${text.t("give_prices")}
      </button>
    </p>`;
  if (figures.complete) return nothing;
  const why = figures.incomplete_because?.map(view.said).join("; ") || text.t("incomplete_generic");
  return html`<p class="least-note">${text.t("incomplete", { why })}</p>`;
}

/** Whether every price and row behind a reading's figures is known. */
export function complete(view: View, reading: string): boolean {
  return view.desk.of(reading)?.complete ?? true;
}

/** Opens the levers at the prices of a product. */
function toPrices(view: View, product: string, event: Event): void {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  view.set({ leversOpen: true, leverProduct: product });
  // Once the levers of that product are drawn.
  requestAnimationFrame(() => {
    const group = root.querySelector<HTMLDetailsElement>('aside details[data-group="money"]');
    if (!group) return;
    group.open = true;
    const field = group.querySelector<HTMLInputElement>('input[name="contract_price"]');
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "center" });
  });
}
