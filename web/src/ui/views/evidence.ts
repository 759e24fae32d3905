/** Evidence by what it is worth, the smallest set for a target, the checklist, and the odds of what is contestable. */

import { html, nothing, svg } from "lit";
import { linear } from "../charts/scale.js";
import { isZero, length } from "../format.js";
import { numberWanted } from "../quick/wanted.js";
import { merged, type Scenario } from "../state/scenario.js";
import { bounded } from "../typed.js";
import type { Gap, Odds, Worth } from "../types.js";
import { amount, amountText, paged, problem, readingPicker, waiting } from "./bits.js";
import { card } from "./charts.js";
import { gapText } from "./said.js";
import { missing } from "./unknown.js";
import { inOrder, readingHead, type Drawn, type View } from "./view.js";

const ROWS = 25;
const TARGET = { min: 0, max: 999_999_999_999_999 };

export function evidence(view: View): Drawn {
  const { desk, look } = view;
  const target = look.target || undefined;
  const key = `evidence ${desk.reading} ${target ?? ""}`;
  const asked = desk.asked.get(key, () =>
    desk.port().evidence({ reading: desk.reading, ...(target ? { target } : {}), ...desk.levers.scenario }),
  );
  const found = asked.value;
  if (!found)
    return html`${card("evidence", view.text.t("evidence"), "evidence", html`${readingPicker(view)}${asked.error ? html`${problem(view, asked.error)}${target ? again(view) : nothing}` : waiting(view)}`)}${odds(view)}`;
  return html`<div class=${asked.fresh ? "" : "stale"}>${worth(view, found)}${checklist(view, found)}</div>
    ${odds(view)}`;
}

/** A scenario in which gaps are closed by the rows the engine names. */
function closing(gaps: Gap[]): Scenario {
  return { evidence_add: gaps.flatMap((gap) => gap.cure) };
}

function worth(view: View, found: Worth): Drawn {
  const { desk, text, format } = view;
  const hint = text.t("evidence_hint", {
    reading: found.reading,
    total: amountText(view, found.total, found.complete),
    closed: amountText(view, found.total_all_closed, found.total_all_closed_complete),
  });
  if (found.gaps.length === 0)
    return card(
      "evidence",
      text.t("evidence"),
      "evidence",
      html`${readingPicker(view)}
        <p>${text.t("no_gaps")}</p>`,
    );
  const most = Math.max(...found.gaps.map((gap) => length(gap.shapley)), 1);
  const small = view.size === "small";
  const named = (gap: Gap): Drawn =>
    html`<span class="gap-name" title=${view.name(gap.id)}>${gapText(view, gap.id)}</span>
      <small class="hint"
        >${text.n("hosts", gap.hosts, format.units(gap.hosts))}:
        ${gap.first_hosts.map(view.name).join(", ")}${gap.hosts > gap.first_hosts.length ? ", …" : ""}
        ${gap.refused.length > 0 ? html`<br />${text.t("refused", { items: gap.refused.map(view.name).join(", ") })}` : nothing}</small
      >`;
  const closer = (gap: Gap): Drawn =>
    html`<button
      type="button"
      class="quiet"
      aria-label=${text.t("close_gap_of", { gap: gapText(view, gap.id) })}
      @click=${() => desk.levers.set(merged(desk.levers.document, closing([gap])))}
    >
      ${text.t("close_gap")}
    </button>`;
  // A worth is no "at least": what is unknown may move it either way.
  const known = (value: string, all: boolean): Drawn =>
    html`${all ? nothing : html`<abbr class="least" title=${text.t("known_only")}>?</abbr> `}${amount(view, value)}`;
  const cells = (gap: Gap): Drawn =>
    html`<td>${gap.cure.map((cure) => text.any(`kind_${cure.kind}`, {}, cure.kind)).join(", ")}</td>
      <td class="num">${known(gap.alone, gap.complete)}</td>
      <td class="num">${known(gap.last, gap.last_complete)}</td>
      <td class="num fair">
        ${small ? nothing : html`<span class="under-bar">${svgBar(length(gap.shapley) / most)}</span>`}${known(gap.shapley, gap.complete)}
        ${gap.error ? html`<br /><small>${text.t("standard_error", { error: format.amount(gap.error) })}</small>` : nothing}
      </td>`;
  // On a phone the name has a line of its own above its amounts.
  const row = (gap: Gap): Drawn =>
    small
      ? html`<tr class="name-line">
            <th scope="rowgroup" colspan="4">${named(gap)} ${closer(gap)}</th>
          </tr>
          <tr>
            ${cells(gap)}
          </tr>`
      : html`<tr>
          <th scope="row">${named(gap)}</th>
          ${cells(gap)}
          <td>${closer(gap)}</td>
        </tr>`;
  return card("evidence", text.t("evidence"), "evidence", [
    html`<div class="filters">${readingPicker(view)}</div>
      <p class="hint">${hint}</p>
      ${missing(view, desk.of(found.reading))}`,
    paged(
      view,
      "gaps",
      found.gaps,
      ROWS,
      (shown) =>
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="evidence-title">
          <table class="data">
            <thead>
              <tr>
                ${small ? nothing : html`<th scope="col">${text.t("gap")}</th>`}
                <th scope="col">${text.t("gap_cure")}</th>
                <th scope="col" class="num">${text.t("alone")}</th>
                <th scope="col" class="num">${text.t("last")}</th>
                <th scope="col" class="num">${text.t("fair")}</th>
                ${small ? nothing : html`<th scope="col"><span class="visually-hidden">${text.t("close_gap")}</span></th>`}
              </tr>
            </thead>
            <tbody>
              ${shown.map(row)}
            </tbody>
          </table>
        </div>`,
    ),
    found.method.exact
      ? nothing
      : html`<p class="hint">
          ${text.t("sampled", { orders: format.units(found.method.orders), seed: found.method.seed })}
        </p>`,
    targetForm(view, found),
  ]);
}

function svgBar(share: number): Drawn {
  return html`<svg class="bar-share" width="72" height="8" viewBox="0 0 72 8" aria-hidden="true">
    ${svg`<rect width=${Math.max(1, 72 * share)} height="8" rx="2" />`}
  </svg>`;
}

/** A target that the engine refuses, another estate's say, is taken back. */
function again(view: View): Drawn {
  return html`<button type="button" @click=${() => view.set({ target: "" })}>${view.text.t("revert")}</button>`;
}

function targetForm(view: View, found: Worth): Drawn {
  const { desk, text, look, format } = view;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("target") as HTMLInputElement;
    const typed = field.value.trim();
    const bounds = { ...TARGET, decimals: desk.opened?.decimals ?? 2 };
    const target = typed === "" ? "" : bounded(typed, format.locale, bounds);
    field.setCustomValidity(target === null ? numberWanted(text, format, bounds, typed) : "");
    if (target === null) field.reportValidity();
    else view.set({ target });
  };
  const anew = (event: Event): void => (event.target as HTMLInputElement).setCustomValidity("");
  const smallest = found.smallest;
  const chosen = smallest ? found.gaps.filter((gap) => smallest.gaps.includes(gap.id)) : [];
  return html`<form class="target" @submit=${submit}>
      <label
        >${text.t("target")}
        <input
          name="target"
          inputmode="decimal"
          autocomplete="off"
          .value=${look.target === "" ? "" : format.amount(look.target)}
          @input=${anew}
      /></label>
      <button type="submit">${text.t("target_find")}</button>
    </form>
    ${
      smallest
        ? html`<div class="smallest" role="status">
            ${
              smallest.reachable
                ? html`<p>
                      ${smallest.gaps.length === 0 ? text.t("target_met", { total: amountText(view, smallest.total, smallest.complete) }) : html`${text.n("target_found", smallest.gaps.length, undefined, { total: amountText(view, smallest.total, smallest.complete) })}
                      ${text.t(smallest.proven ? "target_proven" : "target_best")}`}
                    </p>
                    <ul>
                      ${smallest.gaps.map((id) => html`<li>${gapText(view, id)}</li>`)}
                    </ul>
                    ${
                      chosen.length === 0
                        ? nothing
                        : html`<button type="button" @click=${() => desk.levers.set(merged(desk.levers.document, closing(chosen)))}>
                            ${text.t("close_these")}
                          </button>`
                    }`
                : html`<p>${text.t(smallest.complete ? "target_unreachable" : "target_unknown", { total: amountText(view, smallest.total, smallest.complete) })}</p>`
            }
          </div>`
        : nothing
    }`;
}

function checklist(view: View, found: Worth): Drawn {
  const { text } = view;
  if (found.checklist.length === 0) return nothing;
  return card("checklist", text.t("checklist"), "checklist", [
    html`<div class="checklist">
      ${found.checklist.map(
        (quarter) =>
          html`<details>
            <summary>
              <span class="square ${quarter.missing.length > 0 ? "not-reported" : "stands"}" aria-hidden="true"
                >${quarter.missing.length > 0 ? "!" : text.t("mark_stands")}</span
              >
              ${quarter.quarter}
              <small class="hint"
                >${text.t(quarter.report_due ? "report_due" : "report_not_due")}, ${text.t("missing").toLowerCase()}:
                ${quarter.missing.length || text.t("nothing_missing")}</small
              >
            </summary>
            <h4>${text.t("missing")}</h4>
            <ul>
              ${quarter.missing.length > 0 ? quarter.missing.map((id) => html`<li>${gapText(view, id)}</li>`) : html`<li>${text.t("nothing_missing")}</li>`}
            </ul>
            <h4>${text.t("on_file")}</h4>
            <ul>
              ${quarter.on_file.map((file) => html`<li>${text.t("standing_of", { kind: file.kind, standing: file.standing })}: ${view.format.units(file.items)} <small class="hint">${file.first.map(view.name).join(", ")}${file.items > file.first.length ? ", …" : ""}</small></li>`)}
            </ul>
            ${
              quarter.look_for.length > 0
                ? html`<h4>${text.t("look_for")}</h4>
                    <ul>
                      ${quarter.look_for.map((one) => html`<li><strong>${view.said(one.what)}</strong>: ${view.said(one.who)}</li>`)}
                    </ul>`
                : nothing
            }
          </details>`,
      )}
    </div>`,
  ]);
}

function odds(view: View): Drawn {
  const { desk, text } = view;
  const asked = desk.asked.get("odds", () => desk.port().odds(desk.levers.scenario));
  const found = asked.value;
  if (!found) return card("odds", text.t("odds"), "odds", asked.error ? problem(view, asked.error) : waiting(view));
  if (found.items.length === 0) return card("odds", text.t("odds"), "odds", html`<p>${text.t("odds_none")}</p>`);
  const most = Math.max(...found.readings.filter((r) => r.reading !== "estate").map((r) => length(r.highest)), 1);
  const row = (reading: Odds["readings"][number]): Drawn =>
    html`<tr class=${reading.reading === desk.reading ? "looked" : ""}>
      <th scope="row">${readingHead(view, reading.reading)}</th>
      <td class="num">${amount(view, reading.expected, reading.complete)}</td>
      <td class="num">${amount(view, reading.p10, reading.complete)}</td>
      <td class="num">${amount(view, reading.p50, reading.complete)}</td>
      <td class="num">${amount(view, reading.p90, reading.complete)}</td>
      <td>${spread(view, reading, most)}</td>
    </tr>`;
  return card(
    "odds",
    text.t("odds"),
    "odds",
    html`<div class="scroll ${asked.fresh ? "" : "stale"}" tabindex="0" role="group" aria-labelledby="odds-title">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">${text.t("readings")}</th>
              ${(["expected", "p10", "p50", "p90"] as const).map((key) => html`<th scope="col" class="num">${text.t(key)}</th>`)}
              <th scope="col"><span class="visually-hidden">${text.t("spread")}</span></th>
            </tr>
          </thead>
          <tbody>
            ${inOrder(found.readings).map(row)}
          </tbody>
        </table>
      </div>
      <p class="hint">${view.said(found.assumption)}</p>`,
  );
}

/** From P10 to P90 with the expected value, on the scale of the highest. */
function spread(view: View, reading: Odds["readings"][number], most: number): Drawn {
  const x = linear([0, most], [2, 158]);
  const at = (value: Parameters<typeof length>[0]) => x(Math.min(length(value), most));
  if (isZero(reading.highest) || length(reading.lowest) > most) return nothing;
  const { format } = view;
  const said = view.text.t("odds_bar", {
    reading: reading.reading,
    expected: format.amount(reading.expected),
    p10: format.amount(reading.p10),
    p50: format.amount(reading.p50),
    p90: format.amount(reading.p90),
  });
  return html`<svg class="spread" width="160" height="16" viewBox="0 0 160 16" role="img" aria-label=${said}>
    ${svg`<line class="rule" x1=${at(reading.lowest)} x2=${at(reading.highest)} y1="8" y2="8" /><line class="span" x1=${at(reading.p10)} x2=${at(reading.p90)} y1="8" y2="8" /><circle cx=${at(reading.expected)} cy="8" r="4" />`}
  </svg>`;
}
