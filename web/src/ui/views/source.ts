/** Where the figures come from: a few of them typed, or an estate dropped. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { MOST } from "../export/dropped.js";
import { AFTER_CLICK, FIELDS, LONGEST, type Field, type QuickForm, faults, strip, understood } from "../quick/form.js";
import { wanted } from "../quick/wanted.js";
import type { Busy } from "../state/opening.js";
import type { Finding } from "../types.js";
import { advice, paged, problem, saidOf, toAnswer } from "./bits.js";
import { drop, type Dropping } from "./drop.js";
import { exportsList } from "./exports.js";
import { unread } from "./unread.js";
import type { Drawn, View } from "./view.js";

export interface Entrance extends Pick<Dropping, "dragging" | "drag" | "drop" | "open"> {
  form: QuickForm;
  type(change: Partial<QuickForm>): void;
  demo(): void;
  /** The day was typed for tables that name none. */
  day(asOf: string): void;
  /** Back to the position that stayed when others could not be opened. */
  back(): void;
  /** Saves the tables made out of exports. */
  saveTables(): void;
}

const ROWS = 12;

export function source(view: View, entrance: Entrance): Drawn {
  const { text, look } = view;
  const tab = (kind: "quick" | "estate"): Drawn =>
    html`<label class="source-tab ${look.source === kind ? "chosen" : ""}">
      <input
        type="radio"
        name="source"
        class="visually-hidden"
        .checked=${look.source === kind}
        @change=${() => view.set({ source: kind, sourceOpen: true })}
      />
      <strong>${text.t(`source_${kind}`)}</strong> <small>${text.t(`source_${kind}_hint`)}</small>
    </label>`;
  return html`<section class="source" part="source" aria-label=${text.t("source")}>
    <fieldset class="source-tabs">
      <legend class="visually-hidden">${text.t("source")}</legend>
      ${tab("quick")}${tab("estate")}
    </fieldset>
    ${look.source === "quick" ? quick(view, entrance) : estate(view, entrance)}
  </section>`;
}

/* ---- Quick estimate ---- */

function quick(view: View, entrance: Entrance): Drawn {
  const { text, desk, format, look } = view;
  const { form } = entrance;
  const bad = faults(form);
  // Three letters may still be no currency: the engine knows them all.
  if (desk.opening.error?.column === "currency" && !bad.has("currency")) bad.set("currency", "alone");
  const input = (field: Field, key: string, extra: { type?: string; mode?: string; hint?: string } = {}): Drawn => {
    const fault = bad.get(field);
    // As typed while somebody types, then as it was understood.
    const typed = look.typed[`quick ${field}`];
    const stays = typed && typed.value === form[field];
    const shown = stays ? typed.text : FIELDS[field].form === "number" ? format.amount(form[field]) : form[field];
    const type = (event: Event): void => {
      const given = (event.target as HTMLInputElement).value;
      const value = understood(field, given, format.locale);
      view.set({ typed: { ...view.look.typed, [`quick ${field}`]: { text: given, value } } });
      entrance.type({ [field]: value });
    };
    const left = (): void => {
      const { [`quick ${field}`]: _gone, ...typed } = view.look.typed;
      if (!fault) view.set({ typed });
    };
    return html`<div class="field ${fault ? "bad" : ""}">
      <label
        ><span>${text.any(key)}</span>
        <input
          name=${field}
          type=${extra.type ?? "text"}
          inputmode=${extra.mode ?? "text"}
          autocomplete="off"
          placeholder=${extra.hint ?? ""}
          maxlength=${FIELDS[field].form === "text" ? LONGEST : nothing}
          aria-invalid=${fault ? "true" : "false"}
          aria-describedby=${fault ? `bad-${field}` : nothing}
          .value=${live(shown)}
          @input=${type}
          @change=${left}
      /></label>
      ${fault ? html`<small id="bad-${field}" class="wanted">${wanted(text, format, form, field, fault, shown)}</small>` : nothing}
    </div>`;
  };
  const whole = (field: Field, key: string): Drawn => input(field, key, { mode: "numeric" });
  return html`<div class="quick">
    <p class="hint">${text.t("quick_hint")}</p>
    <div class="fields many">
      ${input("product", "quick_product")}
      <label class="field"
        ><span>${text.t("quick_metric")}</span>
        <select
          name="metric"
          @change=${(event: Event) => entrance.type({ metric: (event.target as HTMLSelectElement).value as QuickForm["metric"] })}
        >
          ${(["PVU", "VPC"] as const).map((metric) => html`<option ?selected=${form.metric === metric}>${metric}</option>`)}
        </select></label
      >
      ${whole("cores", "quick_cores")} ${whole("hosts", "quick_hosts")} ${whole("used", "quick_used_hosts")}
      ${form.metric === "PVU" ? whole("pvu", "quick_pvu") : nothing} ${whole("vcpus", "quick_vcpus")}
      ${input("contract", "quick_contract", { mode: "decimal" })}
      ${input("list", "quick_list", { mode: "decimal", hint: text.t("quick_list_hint") })}
      ${input("support", "quick_support", { mode: "decimal" })} ${whole("entitled", "quick_entitled")}
      ${input("currency", "quick_currency")} ${input("asOf", "quick_as_of", { type: "date" })}
      ${input("first", "quick_first", { type: "date" })}
    </div>
    ${marks(view, entrance)} ${problem(view, desk.opening.error)}
  </div>`;
}

function marks(view: View, entrance: Entrance): Drawn {
  const { text } = view;
  const { form } = entrance;
  const list = strip(form);
  const all = (mark: "stands" | "no-report") => () =>
    entrance.type({ marks: Object.fromEntries(list.map((quarter) => [quarter, mark])) });
  return html`<fieldset class="marks">
    <legend>${text.t("quick_strip")} <small class="hint">${text.t("quick_strip_hint")}</small></legend>
    <div class="strip">
      ${list.map((quarter) => {
        const mark = form.marks[quarter] ?? "stands";
        const click = () => entrance.type({ marks: { ...form.marks, [quarter]: AFTER_CLICK[mark] } });
        return html`<button
          type="button"
          class="quarter ${mark}"
          aria-label=${text.t("strip_cell", { quarter, state: text.t(`strip_${mark}`) })}
          title=${text.t(`strip_${mark}`)}
          @click=${click}
        >
          <span>${quarter.slice(2)}</span><b aria-hidden="true">${text.t(`strip_mark_${mark}`)}</b>
        </button>`;
      })}
    </div>
    <button type="button" class="quiet" @click=${all("stands")}>${text.t("quick_all_stand")}</button>
    <button type="button" class="quiet" @click=${all("no-report")}>${text.t("quick_all_missing")}</button>
  </fieldset>`;
}

/* ---- Estate ---- */

function estate(view: View, entrance: Entrance): Drawn {
  const { text, desk, look } = view;
  const into = { ...entrance, title: text.t("drop_title"), hint: text.t("drop_hint") };
  const demo = html`<button type="button" @click=${entrance.demo}>${text.t("open_demo")}</button>
    <span class="hint">${text.t("demo_hint")}</span>`;
  const day = asOf(view, look.asOf, entrance.day);
  const { opened } = desk;
  const { error } = desk.opening;
  return html`<div class="estate">
    ${opened && !error && !desk.opening.busy ? html`<p><button type="button" class="to-answer" @click=${toAnswer}>${text.t("see_answer")}</button></p>` : nothing}
    ${drop(view, into, demo, day)}
    ${busy(view)} ${desk.opening.cancelled ? html`<p role="status">${text.t(opened ? "cancelled_stays" : "cancelled")}</p>` : nothing}
    ${problem(view, error)}
    ${error && opened ? html`<p class="stays">${text.t("stays", { name: view.name(opened.name) || text.t("pseudo_estate") })} <button type="button" @click=${entrance.back}>${text.t("back_to_it")}</button></p>` : nothing}
    ${cutOff(view, desk.opening.cutOff)} ${exportsList(view, entrance.saveTables)}
    ${error?.findings?.length ? findingsList(view, error.findings) : nothing}
    ${opened && !error && !desk.opening.busy ? recognised(view) : nothing}
  </div>`;
}

/** Not all of a folder was read: figures may lack what the rest says. */
export function cutOff(view: View, more: boolean): Drawn {
  return more ? html`<p class="message warn">${view.text.t("cut_off", { n: view.format.units(MOST) })}</p>` : nothing;
}

/** The day of a position whose tables name none. */
export function asOf(view: View, day: string, set: (day: string) => void): Drawn {
  const { text } = view;
  return html`<label class="as-of"
    >${text.t("as_of_missing")}
    <input type="date" .value=${live(day)} @change=${(event: Event) => set((event.target as HTMLInputElement).value)} />
    <small class="hint">${text.t("as_of_missing_hint")}</small></label
  >`;
}

export function busy(view: View, now: Busy | null = view.desk.opening.busy): Drawn {
  const { text, format } = view;
  if (!now) return nothing;
  const what =
    now.what === "starting"
      ? text.t("loading_engine")
      : now.what === "opening"
        ? text.t("opening")
        : text.t("reading_files", { path: view.name(now.path) });
  return html`<div class="busy" role="status">
    <p>
      ${what}${now.what === "reading" && now.share !== null ? html` <span class="hint">${text.t("reading_share", { percent: format.percent(Math.round(now.share * 100) * 100) })}</span>` : nothing}
    </p>
    <progress aria-label=${what} max="1" value=${now.share ?? nothing}></progress>
    ${now.cancel ? html`<button type="button" @click=${now.cancel}>${text.t("cancel")}</button>` : nothing}
  </div>`;
}

function recognised(view: View): Drawn {
  const { text, desk, format } = view;
  const opened = desk.opened;
  if (!opened) return nothing;
  const tables = html`<details class="recognised" ?open=${opened.findings.length > 0 || unread(opened).length > 0}>
      <summary>
        ${text.t("recognised")}: ${opened.files.filter((file) => file.table).length} / ${opened.files.length},
        ${text.n("findings", opened.findings.length, format.units(opened.findings.length))}
      </summary>
      ${
        opened.files.length > 0
          ? html`<ul class="files">
              ${opened.files.map((file) => html`<li class=${file.table ? "" : "unread"}><span>${view.name(file.file)}</span> <small>${file.table ? [file.table === file.file ? "" : file.table, file.rows > 0 ? text.n("rows", file.rows, format.units(file.rows)) : ""].filter(Boolean).join(", ") : text.t("not_read")}</small></li>`)}
            </ul>`
          : nothing
      }
    </details>`;
  return html`${opened.files.length > 0 || opened.exports.length === 0 ? tables : nothing} ${findingsList(view, opened.findings)}`;
}

export function findingsList(view: View, findings: Finding[], id = "findings"): Drawn {
  const { text } = view;
  const unopened = findings === view.desk.opening.error?.findings;
  if (findings.length === 0) return html`<p class="hint">${text.t("no_findings")}</p>`;
  const weight = { error: 0, warning: 1, note: 2 };
  const sorted = [...findings].sort((a, b) => weight[a.severity] - weight[b.severity]);
  return html`<section class="findings" aria-labelledby="${id}-title">
    <h2 id="${id}-title" tabindex="-1">${text.n("findings", findings.length, view.format.units(findings.length))}</h2>
    ${paged(
      view,
      id,
      sorted,
      ROWS,
      (shown) =>
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}-title">
          <table class="data stacks">
            <thead>
              <tr>
                <th scope="col">${text.t("severity")}</th>
                <th scope="col">${text.t("place")}</th>
                <th scope="col">${text.t("what_is_odd")}</th>
                <th scope="col">${text.t("what_to_do")}</th>
              </tr>
            </thead>
            <tbody>
              ${shown.map(
                (finding) =>
                  html`<tr>
                    <td>
                      <span class="severity ${finding.severity}">${text.t(`severity_${finding.severity}`)}</span
                      >${finding.left_out ? html`<br /><small>${text.t("left_out")}</small>` : nothing}
                    </td>
                    <td>
                      ${view.name(finding.file)}${finding.row ? html`<br /><small>${text.t("place_row", { row: finding.row })}${finding.column ? `, ${finding.column}` : ""}</small>` : nothing}
                    </td>
                    <td>
                      ${saidOf(view, unopened, finding.message)}${finding.value ? html`<br /><small class="seen">${text.t("value_seen", { value: view.look.pseudonyms ? text.t("withheld") : finding.value })}</small>` : nothing}
                    </td>
                    <td>${saidOf(view, unopened, advice(view.text, finding.advice))}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`,
    )}
  </section>`;
}
