/** Levers on dates. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import { isDay } from "../../quick/form.js";
import type { Drawn, View } from "../view.js";
import { lever, valueOf } from "./lever.js";

export function dates(view: View, changed: Set<string>): Drawn[] {
  const { desk, text } = view;
  const usual = { as_of: desk.base?.as_of, first_deployment: desk.base?.first_deployment, remediation: undefined };
  return (["as_of", "first_deployment", "remediation"] as const).map((key) => {
    const now = desk.levers.document[key];
    const unset = (): void => {
      const { [key]: _, ...without } = desk.levers.document;
      desk.levers.set(without);
    };
    const set = (event: Event): void => {
      const field = event.target as HTMLInputElement;
      const day = valueOf(event);
      const bad = day === "" ? field.validity.badInput : !isDay(day);
      field.setCustomValidity(bad ? text.t("date_range_wanted") : "");
      if (bad) field.reportValidity();
      else if (day === "") unset();
      else desk.levers.set({ ...desk.levers.document, [key]: day });
    };
    const later = key === "as_of" && now && now > (usual.as_of ?? "") && !desk.levers.document.remediation;
    const hint = later
      ? text.t("as_of_later_hint", { day: usual.as_of ?? "" })
      : usual[key] && !now
        ? text.t("as_now", { value: usual[key] })
        : "";
    return lever(
      view,
      text.t(`lever_${key}`),
      changed.has(`${key} `),
      unset,
      html`<input type="date" min="1990-01-01" max="2099-12-31" .value=${live(now ?? "")} @change=${set} />`,
      hint,
    );
  });
}
