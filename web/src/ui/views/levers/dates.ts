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
      const day = valueOf(event);
      if (day === "") unset();
      else if (isDay(day)) desk.levers.set({ ...desk.levers.document, [key]: day });
    };
    const hint = usual[key] && !now ? text.t("as_now", { value: usual[key] }) : "";
    return lever(
      view,
      text.t(`lever_${key}`),
      changed.has(`${key} `),
      unset,
      html`<input type="date" .value=${live(now ?? "")} @change=${set} />`,
      hint,
    );
  });
}
