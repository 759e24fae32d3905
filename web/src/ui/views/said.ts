/** The engine's codes in the page's words: scopes, gaps, items it names itself, and the steps of a difference. */

import type { View } from "./view.js";

/** `cluster:CHI-DB1` in words. */
export function scopeText(view: View, scope: string): string {
  const { text, name } = view;
  if (scope === "*" || scope === "any scope") return text.t("scope_all");
  const [kind = "", ...rest] = scope.split(":");
  return rest.length > 0 ? text.any(`scope_${kind}`, { name: name(rest.join(":")) }, name(scope)) : name(scope);
}

const GAP = /^(\d{4}-Q[1-4]) (not-measured|not-reported|neither) (.+?)(?: (\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d))?$/;

/** `2024-Q2 not-reported region:EMEA` in words, and what is none as it is. */
export function gapText(view: View, id: string): string {
  const { text, name } = view;
  const [found, quarter = "", kind = "", scope = "", from, to] = GAP.exec(id) ?? [];
  if (found === undefined) return name(id);
  const gap = text.t("gap_name", { quarter, kind: text.any(`st_${kind}`), scope: scopeText(view, scope) });
  return from && to ? `${gap}, ${text.t("from_to", { from, to })}` : gap;
}

/** Ids of items that levers and reasons add, in words; null for one that somebody gave. */
export function addedText(view: View, id: string): string | null {
  const { text } = view;
  const gap = /^cure (.+)$/.exec(id)?.[1];
  if (gap !== undefined) return text.t("closed_gap", { gap: gapText(view, gap) });
  const [, quarter, part] = /^stands (\d{4}-Q[1-4]) (.+)$/.exec(id) ?? [];
  if (quarter && part) return `${quarterText(view, quarter, part)}: ${text.t("v_stands")}`;
  const [, kind, scope, from] = /^(measured|report|rebuilt) (.+) (\d{4}-\d\d-\d\d)$/.exec(id) ?? [];
  if (kind && scope && from)
    return text.t("added_item", { kind: text.any(`kind_${kind}`), scope: scopeText(view, scope), from });
  return null;
}

/** A quarter, and the part of the estate it is set for where it is not the whole. */
export function quarterText(view: View, quarter: string, scope: string): string {
  const about = view.text.t("change_quarter", { about: quarter });
  return scope === "*" ? about : `${about}, ${scopeText(view, scope)}`;
}

/** A step of a difference in the words of the lever that makes it; the engine joins some by semicolons. */
export function causeText(view: View, step: string): string {
  const whole = stepText(view, step);
  if (whole !== null) return whole;
  const parts = step.split("; ").map((part) => stepText(view, part));
  return parts.every((part) => part !== null) ? parts.join("; ") : view.said(step);
}

type Put = (view: View, ...groups: string[]) => string;

/** A change and what it is set to. */
const set =
  (what: string): Put =>
  (view, about = "", value = about) =>
    `${view.text.any(`change_${what}`, { about: view.name(about) })}: ${view.text.any(`v_${value}`, {}, value)}`;

/** A change of several rows, by their names. */
const rows =
  (what: string): Put =>
  (view, about = "") =>
    view.text.any(`change_${what}`, { about: view.name(about) });

const KINDS: Record<string, string> = { reports: "report", measurements: "measured", "rebuilt figures": "rebuilt" };
const BECOMES = "(held|contestable|lost|removed)";
const DAY = "(\\d{4}-\\d\\d-\\d\\d)";

/** Forms of the engine's steps (`core/src/whatif/steps.rs`, `causes.rs`). */
const STEPS: [RegExp, Put][] = [
  [/^without (.+)$/, (view, step = "") => view.text.t("step_without", { step: causeText(view, step) })],
  [/^other (.+)$/, (view, step = "") => view.text.t("step_other", { step: causeText(view, step) })],
  // Both are about the same, so they begin with the same word; a reason may hold the words in between.
  [
    /^((\S+) .+?) instead of ((?:\2|as of|remediation) .+)$/,
    (view, step = "", _, before = "") =>
      view.text.t("step_instead", { step: causeText(view, step), before: causeText(view, before) }),
  ],
  [new RegExp(`^first deployment ${DAY}$`), set("first_deployment")],
  [new RegExp(`^as of ${DAY}$`), set("as_of")],
  [new RegExp(`^remediation ${DAY}$`), set("remediation")],
  [/^discount of (\d+) bp$/, (view, bp) => `${view.text.t("change_discount_bp")}: ${view.format.percent(Number(bp))}`],
  [/^evidence (.+) added$/, (view, id = "") => addedText(view, id) ?? rows("evidence_add")(view, id)],
  [
    new RegExp(`^(evidence|reports|measurements|rebuilt figures) of (.+?)(?:, (\\S+)\\.\\.(\\S+))? ${BECOMES}$`),
    (view, what = "", scope = "", from, to, becomes = "") => {
      const days = from && to ? `, ${view.text.t("from_to", { from, to })}` : "";
      const kind = KINDS[what] ? `${view.text.any(`kind_${KINDS[what]}`)}, ` : "";
      const about = `${view.text.t("change_evidence", { about: kind + scopeText(view, scope) })}${days}`;
      return `${about}: ${view.text.any(`v_${becomes}`)}`;
    },
  ],
  [new RegExp(`^evidence (.+) ${BECOMES}$`), set("evidence")],
  [/^hosts: (.+)$/, rows("hosts")],
  [/^vms: (.+)$/, rows("vms")],
  [/^products: (.+)$/, rows("products")],
  [/^prices: (.+)$/, rows("prices")],
  [/^entitlements: (.+)$/, rows("entitlements")],
  [/^left out: (.+)$/, rows("leave_out")],
  [
    /^(?:(\S+): )?([a-z_]+) = (.+)$/,
    (view, reading, key = "", value = "") => {
      const said = `${view.text.any(`lever_${key}`, {}, key)}: ${valueText(view, key, value)}`;
      return reading ? `${reading}: ${said}` : said;
    },
  ],
];

function stepText(view: View, step: string): string | null {
  for (const [form, put] of STEPS) {
    const [found, ...groups] = form.exec(step) ?? [];
    if (found !== undefined) return put(view, ...groups);
  }
  return null;
}

/** What a lever is set to, in words; figures as they are written elsewhere. */
export function valueText(view: View, key: string, value: string): string {
  if (key.endsWith("_bp")) return view.format.percent(Number(value));
  const figure = /^\d+(\.\d+)?$/.test(value);
  return figure ? view.format.amount(value) : view.text.any(`v_${value}`, {}, value);
}
