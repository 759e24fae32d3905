/** The strip of quarters: each stands or does not, for the whole estate or a part of it. */

import { html, nothing } from "lit";
import { type QuarterSetting, changes, quarterSetting, withQuarter } from "../../state/scenario.js";
import type { Drawn, View } from "../view.js";
import { scopeText } from "../said.js";
import { valueOf } from "./lever.js";

const AFTER: Record<QuarterSetting, QuarterSetting> = {
  "": "stands",
  stands: "no-report",
  "no-report": "not-measured",
  "not-measured": "",
};

const MOVES_OTHERS = ["as_of", "first_deployment", "remediation", "evidence", "evidence_add"];

/** The strip: each quarter clicks through its settings, for the whole estate or a part of it. */
export function quarters(view: View): Drawn {
  const { desk, text, look } = view;
  const scope = look.stripScope || "*";
  const list = desk.looked?.products[0]?.quarters.map((quarter) => quarter.quarter) ?? [];
  const parts = [
    ...(desk.inventory?.regions ?? []).map((region) => `region:${region}`),
    ...(desk.inventory?.clusters ?? []).map((cluster) => `cluster:${cluster}`),
  ];
  // Dates and documents move other quarters than those set here: then the marks are of the whole report.
  const moved = changes(desk.levers.document).some(({ what }) => MOVES_OTHERS.includes(what));
  const marked = moved ? desk.reasoned : (desk.levers.after ?? desk.base)?.readings;
  const fallen = new Set(
    marked
      ?.find((reading) => reading.reading === desk.reading)
      ?.products.flatMap((p) => p.quarters.filter((q) => (q.lost_hosts ?? 0) > 0).map((q) => q.quarter)),
  );
  const click = (quarter: string) => (): void => {
    // As it is set by now: a second press may come before the first is drawn.
    const now = quarterSetting(desk.levers.document, quarter, scope);
    // What is lost by scope must name rows of just that scope: for a part only standing can be set.
    const next = scope === "*" ? AFTER[now] : now === "" ? "stands" : "";
    desk.levers.set(withQuarter(desk.levers.document, quarter, scope, next));
  };
  return html`${
      parts.length > 0
        ? html`<label class="pick"
            ><span>${text.t("strip_scope")}</span>
            <select @change=${(event: Event) => view.set({ stripScope: valueOf(event) })}>
              <option value="*">${text.t("everything")}</option>
              ${parts.map((part) => html`<option value=${part} ?selected=${part === scope}>${scopeText(view, part)}</option>`)}
            </select></label
          >`
        : nothing
    }
    <div class="strip" role="group" aria-label=${text.t("group_quarters")}>
      ${list.map((quarter) => {
        const now = quarterSetting(desk.levers.document, quarter, scope);
        const state = now
          ? text.t(`v_${now}`)
          : fallen.has(quarter)
            ? text.t("strip_as_is_fallen")
            : text.t("strip_as_is");
        return html`<button
          type="button"
          class="quarter ${now || "as-is"} ${now === "" && fallen.has(quarter) ? "fallen" : ""}"
          aria-label=${text.t("strip_cell", { quarter, state })}
          title=${state}
          @click=${click(quarter)}
        >
          <span>${quarter.slice(2)}</span
          ><b aria-hidden="true">${text.any(`strip_mark_${now || (fallen.has(quarter) ? "fallen" : "as-is")}`)}</b>
        </button>`;
      })}
    </div>
    <small class="hint">${text.t(scope === "*" ? "strip_lever_hint" : "strip_lever_hint_part")}</small>`;
}
