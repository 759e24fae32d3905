/** Levers on dates. */

import { html, nothing } from "lit";
import { isDay } from "../../quick/form.js";
import type { Drawn, View } from "../view.js";
import { lever } from "./lever.js";

export function dates(view: View, changed: Set<string>): Drawn[] {
  const { desk, text } = view;
  const usual = { as_of: desk.base?.as_of, first_deployment: desk.base?.first_deployment, remediation: undefined };
  return (["as_of", "first_deployment", "remediation"] as const).map((key) => {
    const now = desk.levers.document[key];
    const id = `${view.look.source} ${key}`;
    const typed = view.look.typed[id]?.text;
    const forget = (): void => {
      const { [id]: _gone, ...rest } = view.look.typed;
      view.set({ typed: rest });
    };
    const unset = (): void => {
      forget();
      const { [key]: _, ...without } = desk.levers.document;
      desk.levers.set(without);
    };
    const unusable = (field: HTMLInputElement): boolean =>
      field.value === "" ? field.validity.badInput : !isDay(field.value);
    // A year is typed digit by digit, and each makes a day: what is none of ours is said when the field is left.
    const set = (event: Event): void => {
      const field = event.target as HTMLInputElement;
      if (unusable(field)) return;
      if (typed !== undefined) forget();
      if (field.value === "") unset();
      else if (field.value !== now) desk.levers.set({ ...desk.levers.document, [key]: field.value });
    };
    const left = (event: Event): void => {
      const field = event.target as HTMLInputElement;
      if (unusable(field)) view.set({ typed: { ...view.look.typed, [id]: { text: field.value, value: undefined } } });
    };
    const later = key === "as_of" && now && now > (usual.as_of ?? "") && !desk.levers.document.remediation;
    const hint = later
      ? text.t("as_of_later_hint", { day: usual.as_of ?? "" })
      : usual[key] && !now
        ? text.t("as_now", { value: usual[key] })
        : "";
    const bad = typed !== undefined;
    return lever(
      view,
      text.t(`lever_${key}`),
      changed.has(`${key} `),
      unset,
      // What is being typed stays, whatever is drawn meanwhile.
      html`<input
        type="date"
        aria-invalid=${bad ? "true" : "false"}
        aria-describedby=${bad ? `wanted-${key}` : nothing}
        .value=${typed ?? now ?? ""}
        @change=${set}
        @blur=${left}
      />`,
      hint,
      bad ? html`<small id="wanted-${key}" class="wanted">${text.t("date_range_wanted")}</small>` : nothing,
    );
  });
}
