/** Levers on the terms of the readings. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Drawn, View } from "../view.js";
import { withCell } from "../../state/scenario.js";
import { lever, valueOf } from "./lever.js";
import { numericLever } from "./numeric.js";

const CHOICES = {
  scope: ["host", "largest", "cluster", "estate"],
  granularity: ["days", "quarter", "window"],
  contestable: ["held", "lost"],
  price: ["contract", "list"],
  charge: ["purchase", "use"],
  support: ["none", "flat", "duration", "lookback", "graduated"],
  credit_later_purchases: ["true", "false"],
} as const;

const NUMBERS = {
  grace_days: { max: 3650, word: "" },
  lookback_quarters: { max: 80, word: "" },
  report_owed_quarters: { max: 400, word: "all" },
  late_report_days: { max: 3650, word: "any" },
  support_cap_years: { max: 20, word: "" },
} as const;

export function terms(view: View, changed: Set<string>): Drawn[] {
  return [
    choice(view, changed, "scope"),
    choice(view, changed, "granularity"),
    number(view, changed, "grace_days"),
    number(view, changed, "lookback_quarters"),
    choice(view, changed, "contestable"),
    number(view, changed, "report_owed_quarters"),
    number(view, changed, "late_report_days"),
    choice(view, changed, "charge"),
    choice(view, changed, "support"),
    number(view, changed, "support_cap_years"),
    choice(view, changed, "credit_later_purchases"),
  ];
}

function setReading(view: View, key: string, value: string | number | boolean | undefined): void {
  view.desk.levers.set(withCell(view.desk.levers.document, "reading", "", key, value));
}

export function choice(view: View, changed: Set<string>, key: keyof typeof CHOICES): Drawn {
  const { text, desk } = view;
  const now = desk.levers.document.reading?.[key];
  const pick = (event: Event): void => {
    const value = valueOf(event);
    setReading(view, key, key === "credit_later_purchases" && value ? value === "true" : value);
  };
  const control = html`<select .value=${live(now === undefined ? "" : String(now))} @change=${pick}>
    <option value="" ?selected=${now === undefined}>${text.t("as_reading")}</option>
    ${CHOICES[key].map((value) => html`<option value=${value} ?selected=${String(now) === value}>${text.any(`v_${value}`)}</option>`)}
  </select>`;
  return lever(
    view,
    text.t(`lever_${key}`),
    changed.has(`reading ${key}`),
    () => setReading(view, key, undefined),
    control,
  );
}

function number(view: View, changed: Set<string>, key: keyof typeof NUMBERS): Drawn {
  const { text, desk } = view;
  const { max, word } = NUMBERS[key];
  const now = desk.levers.document.reading?.[key];
  const usual = desk.readings.find((reading) => reading.name === desk.reading)?.[key];
  // A word such as `any` is set in a scenario's file only; it shows as what is there without a number.
  const said = typeof now === "string" ? now : word;
  const asWord = typeof now === "string" || usual === undefined || usual === null;
  return numericLever(view, text.t(`lever_${key}`), {
    id: key,
    now: typeof now === "number" ? String(now) : undefined,
    on: changed.has(`reading ${key}`),
    placeholder: asWord ? text.any(`v_${said}`, {}, text.t("as_reading")) : String(usual),
    min: key === "lookback_quarters" ? 1 : 0,
    max,
    decimals: 0,
    set: (value) => setReading(view, key, value === undefined ? undefined : Number(value)),
  });
}
