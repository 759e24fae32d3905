/** What a field of the quick form asks for, where it holds something else. */

import type { Format } from "../format.js";
import type { Text } from "../text/text.js";
import { type Bounds, twofold } from "../typed.js";
import { FIELDS, LONGEST, type Fault, type Field, type QuickForm } from "./form.js";

/** In words, what a number is to be. */
export function numberWanted(text: Text, format: Format, { min, max, decimals }: Bounds, typed: string): string {
  const two = decimals > 2 ? twofold(typed, format.locale) : null;
  if (two) return text.t("either_wanted", { one: two[0], other: two[1] });
  if (decimals === 0) return text.t("number_wanted", { min, max: format.units(max) });
  if (max === 100) return text.t("percent_wanted", { example: format.amount("12.5") });
  return text.t("price_wanted", { example: format.amount("86.50") });
}

export function wanted(text: Text, format: Format, form: QuickForm, field: Field, fault: Fault, typed: string): string {
  const wants = FIELDS[field];
  if (fault === "after-as-of") return text.t("first_wanted", { day: form.asOf });
  if (fault === "more-than-hosts") return text.t("used_wanted", { hosts: format.units(Number(form.hosts)) });
  if (wants.form === "number") return numberWanted(text, format, wants, typed);
  if (wants.form === "code") return text.t("currency_wanted");
  return wants.form === "day" ? text.t("date_wanted") : text.t("name_wanted", { n: LONGEST });
}
