/** Levers on contestable items of evidence: whether they are accepted, and the chance that they stand. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { EvidenceItem } from "../../types.js";
import type { Drawn, View } from "../view.js";
import { tidy, withEvidence } from "../../state/scenario.js";
import { per100, times100 } from "../../typed.js";
import { scopeText } from "../said.js";
import { lever, valueOf } from "./lever.js";
import { numeric } from "./numeric.js";

/** An item's weight is its row's: the row is taken out and put back with another one. */
function weighted(item: EvidenceItem, weight: string) {
  const period = { ...(item.from ? { from: item.from } : {}), ...(item.to ? { to: item.to } : {}) };
  return {
    id: item.id,
    kind: item.kind,
    scope: item.scope,
    ...period,
    ...(item.made ? { made: item.made } : {}),
    state: "contestable",
    weight,
  };
}

export function items(view: View): Drawn {
  const { desk, text } = view;
  const contestable = (desk.inventory?.evidence ?? []).filter((item) => item.state === "contestable");
  if (contestable.length === 0) return html`<p class="hint">${text.t("no_contestable")}</p>`;
  const shown = contestable.slice(0, 40);
  return html`${shown.map((item, at) => {
      const now = desk.levers.document.evidence?.[item.id] ?? "";
      const again = desk.levers.document.evidence_add?.find((row) => row.id === item.id);
      const weight = again?.weight ?? item.weight;
      const without = (document: typeof desk.levers.document) =>
        tidy({ ...document, evidence_add: (document.evidence_add ?? []).filter((row) => row.id !== item.id) });
      const revert = (): void => desk.levers.set(withEvidence(without(desk.levers.document), item.id, undefined));
      const state = (event: Event): void =>
        desk.levers.set(withEvidence(without(desk.levers.document), item.id, valueOf(event) || undefined));
      const chance = (percent: string | undefined): void => {
        if (percent === undefined) return again ? revert() : undefined;
        const row = weighted(item, per100(percent));
        const document = withEvidence(without(desk.levers.document), item.id, "removed");
        desk.levers.set(tidy({ ...document, evidence_add: [...(document.evidence_add ?? []), row] }));
      };
      const about = `${text.any(`kind_${item.kind}`)}, ${scopeText(view, item.scope)}${item.from ? `, ${text.t("from_to", { from: item.from, to: item.to })}` : ""}`;
      const field = numeric(view, {
        id: `chance-${at}`,
        about: item.id,
        now: weight === "" ? undefined : times100(String(weight)),
        on: again !== undefined,
        placeholder: "",
        min: 0,
        max: 100,
        decimals: 2,
        set: chance,
      });
      return html`<div class="item">
        ${lever(
          view,
          view.name(item.id),
          now !== "",
          revert,
          html`<select .value=${live(again ? "" : now)} @change=${state}>
            <option value="" ?selected=${now === "" || again !== undefined}>${text.t("item_as_is")}</option>
            ${["held", "lost"].map((value) => html`<option value=${value} ?selected=${now === value}>${text.any(`v_${value}`)}</option>`)}
          </select>`,
          about,
        )}
        <label class="chance"><span>${text.t("item_weight")}</span>${field.control}</label>
        ${field.wanted}
      </div>`;
    })} <small class="hint">${text.t("weights_hint")}</small>`;
}
