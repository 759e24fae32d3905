/** Hand over: the marking, pseudonyms, print and files; below them the position as it will be printed. */

import { html, nothing } from "lit";
import { FIELDS, type Field, LABELS, strip } from "../quick/form.js";
import { changes, dayOf } from "../state/scenario.js";
import type { ReadingQuarter } from "../types.js";
import { amount, difference, money } from "./bits.js";
import { card } from "./charts.js";
import { standingOf, whyLost } from "./ledger.js";
import { changeText } from "./levers/changes.js";
import { unfit } from "./levers/unfit.js";
import { unread } from "./unread.js";
import { outdated } from "./outdated.js";
import { inOrder, type Drawn, type View } from "./view.js";

export interface Outgoing {
  print(): void;
  csv(): void;
  json(): void;
}

export function handover(view: View, out: Outgoing): Drawn {
  const { text, look } = view;
  const blocked = view.outdated ? "outdated_not_out" : view.desk.levers.error ? "unfit_not_out" : null;
  const value = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`<div class="no-print">
      ${card(
        "handover",
        text.t("handover"),
        "handover",
        html`<div class="fields two">
            <label class="wide"
              ><span>${text.t("privilege")}</span
              ><input
                maxlength="200"
                .value=${look.privilege}
                @input=${(event: Event) => view.set({ privilege: value(event) })}
            /></label>
            <label class="wide"
              ><span>${text.t("matter")}</span
              ><input
                maxlength="120"
                placeholder=${view.name(view.desk.base?.name ?? "")}
                .value=${look.matter}
                @input=${(event: Event) => view.set({ matter: value(event) })}
            /></label>
            <label class="check wide"
              ><input
                type="checkbox"
                .checked=${look.pseudonyms}
                @change=${(event: Event) => view.set({ pseudonyms: (event.target as HTMLInputElement).checked, leverHost: "" })}
              />
              <span>${text.t("pseudonyms")}<br /><small class="hint">${text.t("pseudonyms_hint")}</small></span></label
            >
          </div>
          <div class="actions">
            ${(["print", "csv", "json"] as const).map(
              (way) =>
                html`<button
                  type="button"
                  class=${way === "print" ? "main" : ""}
                  ?disabled=${blocked !== null}
                  aria-describedby=${blocked ? "not-out" : nothing}
                  @click=${out[way]}
                >
                  ${text.t(way === "print" ? way : `save_${way}`)}
                </button>`,
            )}
          </div>
          ${blocked ? html`<p id="not-out" class="hint">${text.t(blocked)}</p>` : nothing}`,
      )}
      <h3 class="preview-title">${text.t("preview")}</h3>
    </div>
    ${position(view)}`;
}

/** The position on paper: marking, range, products, quarters that fall, what was changed, what is odd. */
export function position(view: View): Drawn {
  const { desk, text, look, name } = view;
  const base = desk.base;
  if (!base) return nothing;
  // Levers that cannot be applied change nothing here: the figures are those without them.
  const unfitted = desk.levers.error !== null;
  const document = unfitted ? {} : desk.levers.document;
  const list = changes(document);
  const readings = inOrder(desk.figures);
  const main = readings.filter((reading) => ["defended", "agreement", "opening"].includes(reading.reading));
  const marking = look.privilege.trim() ? html`<p class="marking">${look.privilege}</p>` : nothing;
  return html`<article class="paper" part="paper" tabindex="0" aria-label=${text.t("position_title")}>
    ${marking}
    <div class="sheet ${unfitted || view.outdated ? "unasked" : ""}">
      ${outdated(view)} ${unfit(view, "paper")}
      <h2>${look.matter.trim() || name(base.name) || text.t("position_title")}</h2>
      <p>
        ${text.t("position_title")},
        ${text.t("as_of", { date: dayOf(document, base.as_of) })}.
        ${text.t("money_in", { currency: base.currency })}.
      </p>
      <dl class="figures">
        ${main.map(
          (reading) =>
            html`<div>
              <dt>${reading.reading}</dt>
              <dd>${money(view, reading.total, reading.complete)}</dd>
            </div>`,
        )}
      </dl>
      ${
        list.length > 0
          ? html`<h3>${text.t("printed_changes")}</h3>
              <ul>
                ${list.map((change) => html`<li>${changeText(view, change)}</li>`)}
              </ul>`
          : nothing
      }
      ${typed(view)}
      <h3>${text.t("readings")}</h3>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${text.t("readings")}</th>
            <th scope="col" class="num">${text.t("total")}</th>
            ${list.length > 0 ? html`<th scope="col" class="num">${text.t("difference")}</th>` : nothing}
            <th scope="col" class="num">${text.t("row_owed_anyway")}</th>
          </tr>
        </thead>
        <tbody>
          ${readings.map(
            (reading) =>
              html`<tr>
                <th scope="row">
                  ${reading.reading}
                  <small>${view.said(base.readings.find((r) => r.reading === reading.reading)?.title ?? "")}</small>
                </th>
                <td class="num">${amount(view, reading.total, reading.complete)}</td>
                ${list.length > 0 ? html`<td class="num">${difference(view, reading.difference, reading.difference_complete)}</td>` : nothing}
                <td class="num">${amount(view, reading.without_gaps, reading.without_gaps_complete)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h3>${text.t("products")}</h3>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${text.t("product")}</th>
            ${main.map((reading) => html`<th scope="col" class="num">${reading.reading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${base.products.map(
            (product) =>
              html`<tr>
                <th scope="row">${product.product} <small>${product.metric}</small></th>
                ${main.map((reading) => {
                  const line = reading.products.find((p) => p.product === product.product);
                  return html`<td class="num">${line ? amount(view, line.total, line.complete) : ""}</td>`;
                })}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr class="sum">
            <th scope="row">${text.t("total")}</th>
            ${main.map((reading) => html`<td class="num">${amount(view, reading.total, reading.complete)}</td>`)}
          </tr>
        </tfoot>
      </table>
      ${fallen(view)} ${findings(view)}
      <p class="method">${text.t("printed_method", { notice: view.said(base.notice) })}</p>
    </div>
    ${marking}
  </article>`;
}

/** What was typed, where that is all the figures rest on. */
function typed({ quick, outdated, text, format }: View): Drawn {
  if (!quick || outdated) return nothing;
  const one = (field: Field, key: string): Drawn => {
    const value = FIELDS[field].form === "number" ? format.amount(quick[field]) : quick[field];
    return quick[field].trim() === "" ? nothing : html`<li>${text.any(key)}: <strong>${value}</strong></li>`;
  };
  const marks = strip(quick).filter((quarter) => (quick.marks[quarter] ?? "stands") !== "stands");
  return html`<h3>${text.t("printed_typed")}</h3>
    <ul class="typed">
      ${LABELS.filter(([field]) => field !== "pvu" || quick.metric === "PVU").map(([field, key]) => one(field, key))}
      ${marks.map((quarter) => html`<li>${text.t("strip_cell", { quarter, state: text.t(`strip_${quick.marks[quarter] ?? "stands"}`) })}</li>`)}
    </ul>`;
}

/** Quarters that run short under the reading looked at, with the reason in words where it is known by now. */
function fallen(view: View): Drawn {
  const { desk, text, format, name } = view;
  const reading = desk.looked;
  if (!reading) return nothing;
  const reasons = desk.reasoned.find((one) => one.reading === desk.reading);
  const pending = desk.levers.pending;
  const units = (value: number): string => (desk.borrowed ? "…" : format.units(value));
  const rows = reading.products.flatMap((product) => {
    const known = reasons?.products.find((one) => one.product === product.product);
    const row = (quarter: ReadingQuarter): Drawn => {
      const lost = known?.quarters.find((one) => one.quarter === quarter.quarter)?.lost ?? [];
      const why = pending
        ? "…"
        : whyLost(view, { ...quarter, lost }) || text.t(`st_${standingOf({ ...quarter, lost }, true)}`);
      const hosts = pending ? [] : [...new Set(lost.flatMap((one) => one.first_hosts))].slice(0, 3).map(name);
      const refused = pending ? [] : [...new Set(lost.flatMap((one) => one.refused))].map(name);
      const more = lost.reduce((sum, one) => sum + one.hosts, 0) > hosts.length ? ", …" : "";
      return html`<tr>
        <th scope="row">${product.product}</th>
        <td class="nowrap">${quarter.quarter}</td>
        <td class="num">${units(quarter.required)}</td>
        <td class="num">${units(quarter.entitled)}</td>
        <td class="num">${units(quarter.shortfall)}</td>
        <td>
          ${why}${hosts.length > 0 ? ` (${hosts.join(", ")}${more})` : ""}${refused.length > 0 ? html`<br />${text.t("refused", { items: refused.join(", ") })}` : nothing}
        </td>
      </tr>`;
    };
    return product.quarters.filter((quarter) => quarter.shortfall > 0).map(row);
  });
  if (rows.length === 0) return nothing;
  return html`<h3>${text.t("printed_quarters", { reading: reading.reading })}</h3>
    <table class="data small">
      <thead>
        <tr>
          <th scope="col">${text.t("product")}</th>
          <th scope="col">${text.t("quarter")}</th>
          <th scope="col" class="num">${text.t("required")}</th>
          <th scope="col" class="num">${text.t("entitled")}</th>
          <th scope="col" class="num">${text.t("shortfall")}</th>
          <th scope="col">${text.t("why")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

const MOST = 30;

function findings(view: View): Drawn {
  const { desk, text, name, said } = view;
  const list = (desk.opened?.findings ?? []).filter((finding) => finding.severity !== "note");
  const left = desk.opened ? unread(desk.opened) : [];
  if (list.length + left.length === 0) return nothing;
  return html`<h3>${text.t("printed_findings")}</h3>
    <ul class="small">
      ${left.slice(0, MOST).map((file) => html`<li>${name(file)}: ${text.t("not_read")}</li>`)}
      ${left.length > MOST ? html`<li>… ${text.n("files_not_read", left.length - MOST)}</li>` : nothing}
      ${list.slice(0, MOST).map((finding) => html`<li>${name(finding.file)}${finding.row ? `, ${text.t("place_row", { row: finding.row })}` : ""}${finding.column ? `, ${finding.column}` : ""}: ${said(finding.message)}</li>`)}
      ${list.length > MOST ? html`<li>… ${text.n("findings", list.length - MOST)}</li>` : nothing}
    </ul>`;
}
