/** Rows of the tables that were added, removed or changed: the first by name, and how many more there are. */

import { html, nothing } from "lit";
import type { Comparison } from "../../engine-port.js";
import { card } from "../charts.js";
import type { Drawn, View } from "../view.js";

type RowsChange = Comparison["tables"][number];

export function rows(view: View, found: Comparison): Drawn {
  const { text, desk } = view;
  // A kept report has no rows; its causes card says so.
  if (found.tables.length === 0 && desk.compared.ofReport) return nothing;
  return card(
    "compared-rows",
    text.t("compared_rows"),
    "compared-rows",
    found.tables.length === 0 ? html`<p>${text.t("no_rows")}</p>` : found.tables.map((change) => ofTable(view, change)),
  );
}

function ofTable(view: View, { table, how, count, first }: RowsChange): Drawn {
  const { text, format } = view;
  const more = count - first.length;
  return html`<section class="differing">
    <h4>${text.t(`table_${how}`, { table, n: format.units(count) })}</h4>
    <ul>
      ${first.map(({ name, what }) => html`<li><strong>${name}</strong>${what ? html` <span class="hint">${what}</span>` : nothing}</li>`)}
      ${more > 0 ? html`<li class="hint">${text.t("and_more", { n: format.units(more) })}</li>` : nothing}
    </ul>
  </section>`;
}
