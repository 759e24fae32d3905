/** Scenarios side by side: what is kept and the levers as set, and what makes the difference. */

import { html, nothing } from "lit";
import { changes, type Scenario } from "../state/scenario.js";
import type { Kept } from "../state/scenarios.js";
import type { Answer, Cause, ReadingFigures } from "../types.js";
import { figures } from "../charts/frame.js";
import { amount, difference, problem, readingPicker, waiting } from "./bits.js";
import { card, causesChart, type Way } from "./charts.js";
import { focusAfter } from "./focus.js";
import { changeText, keeper } from "./levers/changes.js";
import { causeText } from "./said.js";
import { inOrder, readingHead, type Drawn, type View } from "./view.js";

export interface Files {
  open(files: FileList | null): void;
  saveAll(): void;
  saveOne(kept: Kept): void;
  link(): void;
}

interface Column {
  name: string;
  answer: Answer | null;
  kept: Kept | null;
}

export function scenarios(view: View, files: Files): Drawn {
  const { desk, text, look } = view;
  const columns: Column[] = desk.scenarios.kept.map((kept) => ({ name: kept.name, answer: kept.answer, kept }));
  // Kept levers are there already, under their name.
  if (desk.levers.changed && !desk.scenarios.nameOf(desk.levers.document)) columns.push({ name: text.t("now"), answer: desk.levers.answer, kept: null });
  const open = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    files.open(input.files);
    input.value = "";
  };
  return html`${card(
    "scenarios",
    text.t("scenarios"),
    "scenarios",
    html`<p class="hint">${text.t("scenarios_hint")}</p>
      ${columns.length > 0 ? table(view, columns, files) : html`<p>${text.t("no_scenarios")}</p>`}
      ${desk.levers.changed ? keeper(view) : nothing}
      <div class="actions">
        <label class="button"
          >${text.t("open_scenario")}<input
            class="visually-hidden"
            type="file"
            multiple
            accept=".json,.toml,application/json"
            @change=${open}
        /></label>
        <button type="button" ?disabled=${columns.length === 0} @click=${files.saveAll}>
          ${text.t("save_scenarios")}
        </button>
        <button type="button" ?disabled=${columns.length === 0 && look.source === "estate"} @click=${files.link}>
          ${text.t("copy_link")}
        </button>
      </div>
      ${look.pseudonyms ? html`<p class="least-note">${text.t("scenarios_real_names")}</p>` : nothing}`,
  )}
  ${columns.length > 0 ? causes(view, columns) : nothing}`;
}

function table(view: View, columns: Column[], files: Files): Drawn {
  const { desk, text } = view;
  const row = (base: ReadingFigures): Drawn =>
    html`<tr class=${base.reading === desk.reading ? "looked" : ""}>
      <th scope="row">${readingHead(view, base.reading)}</th>
      <td class="num">${amount(view, base.total, base.complete)}</td>
      ${columns.map((column) => {
        const figures = column.answer?.readings.find((reading) => reading.reading === base.reading);
        if (!figures) return html`<td class="num">${(column.kept ? column.kept.error : desk.levers.error) ? "–" : "…"}</td>`;
        return html`<td class="num">
          ${amount(view, figures.total, figures.complete)}<br />${difference(view, figures.difference, figures.difference_complete)}
        </td>`;
      })}
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="scenarios-title">
      <table class="data side-by-side">
        <thead>
          <tr>
            <th scope="col">${text.t("readings")}</th>
            <th scope="col" class="num">${text.t("as_it_is")}</th>
            ${columns.map((column) => html`<th scope="col" class="num">${head(view, column)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${inOrder(desk.base?.readings ?? []).map(row)}
        </tbody>
        <tfoot>
          <tr>
            <td></td>
            <td></td>
            ${columns.map(({ kept }) => html`<td class="num">${kept ? buttons(view, kept, files) : nothing}</td>`)}
          </tr>
        </tfoot>
      </table>
    </div>
    ${desk.scenarios.kept.map((kept) =>
      kept.error
        ? html`<div class="named-problem">
            <h4>${kept.name}</h4>
            ${problem(view, kept.error)}
          </div>`
        : nothing,
    )}`;
}

function head(view: View, column: Column): Drawn {
  const { kept } = column;
  if (!kept) return html`<em>${column.name}</em>`;
  const rename = (event: Event): void => {
    const name = (event.target as HTMLInputElement).value.trim();
    if (name) view.desk.scenarios.rename(kept.id, name);
  };
  return html`<input
    class="name"
    aria-label=${view.text.t("keep_name")}
    maxlength="80"
    .value=${kept.name}
    @change=${rename}
  />`;
}

function buttons(view: View, kept: Kept, files: Files): Drawn {
  const { text, desk } = view;
  // Levers that are kept nowhere are, before others take their place.
  const load = (): void => {
    const { document, changed } = desk.levers;
    if (changed && !desk.scenarios.nameOf(document)) {
      const name = text.t("levers_before");
      desk.scenarios.keep(name, document);
      view.set({ note: text.t("levers_kept_before", { name }) });
    }
    desk.levers.set(kept.document);
  };
  const labelled = (key: "load" | "save_this" | "remove"): string => `${text.t(key)}: ${kept.name}`;
  const drop = (event: Event): void => {
    desk.scenarios.drop(kept.id);
    focusAfter(event, "#panel");
  };
  return html`<div class="stack">
    <button type="button" class="quiet" aria-label=${labelled("load")} @click=${load}>
      ${text.t("load")}
    </button>
    <button type="button" class="quiet" aria-label=${labelled("save_this")} @click=${() => files.saveOne(kept)}>
      ${text.t("save_this")}
    </button>
    <button type="button" class="quiet" aria-label=${labelled("remove")} @click=${drop}>
      ${text.t("remove")}
    </button>
  </div>`;
}

const keyOf = ({ kept }: Column): string => (kept ? String(kept.id) : "now");

/** The difference taken apart, for the two chosen. */
function causes(view: View, columns: Column[]): Drawn {
  const { desk, text, look } = view;
  const to = columns.find((column) => keyOf(column) === look.causesOf) ?? columns.at(-1);
  if (!to) return nothing;
  const from = columns.find((column) => column !== to && keyOf(column) === look.causesFrom) ?? null;
  const document = (column: Column): Scenario => column.kept?.document ?? desk.levers.document;
  const asked = desk.asked.get(`causes ${JSON.stringify([from && document(from), document(to)])}`, async () =>
    desk.port().causes(from && document(from), document(to)),
  );
  const choose = (set: (value: string) => Partial<View["look"]>) => (event: Event) =>
    view.set(set((event.target as HTMLSelectElement).value));
  const option = (chosen: Column | null) => (column: Column) =>
    html`<option value=${keyOf(column)} ?selected=${column === chosen}>${column.name}</option>`;
  const pick = html`<label class="pick"
      ><span>${text.t("causes_of")}</span>
      <select @change=${choose((causesOf) => ({ causesOf }))}>
        ${columns.map(option(to))}
      </select></label
    ><label class="pick"
      ><span>${text.t("causes_from")}</span>
      <select @change=${choose((causesFrom) => ({ causesFrom }))}>
        <option value="" ?selected=${!from}>${text.t("as_it_is")}</option>
        ${columns.filter((column) => column !== to).map(option(from))}
      </select></label
    >
    ${readingPicker(view)}`;
  const list = changes(document(to));
  return card(
    "causes",
    text.t("causes"),
    "causes",
    html`<div class="filters">${pick}</div>
      <p class="hint">${list.map((change) => changeText(view, change)).join(" · ")}</p>
      <div class=${asked.fresh ? "" : "stale"}>
        ${asked.value ? apart(view, asked.value, from, to) : asked.error ? problem(view, asked.error) : waiting(view)}
      </div>`,
  );
}

function apart(view: View, all: Cause[], from: Column | null, to: Column): Drawn {
  const { desk, text } = view;
  const looked = (readings: ReadingFigures[] | undefined) => readings?.find(({ reading }) => reading === desk.reading);
  const list = all.filter((cause) => cause.reading === desk.reading);
  const [before, after] = [looked((from ? from.answer : desk.base)?.readings), looked(to.answer?.readings)];
  if (!before || !after) return waiting(view);
  if (list.length === 0) return html`<p>${text.t("no_causes")}</p>`;
  const rows = list.map((cause) => [
    causeText(view, cause.step),
    html`<span class="plain">${cause.group}</span>`,
    difference(view, cause.amount, cause.complete),
  ]);
  const way = {
    id: "causes-chart",
    title: text.t("causes"),
    reading: after.reading,
    before: { ...before, label: from ? text.t("from_scenario", { name: from.name }) : text.t("as_it_is") },
    after: { ...after, label: text.t("to_scenario", { name: to.name }) },
    causes: list.map((cause) => ({ ...cause, step: causeText(view, cause.step) })),
  };
  return stepByStep(view, way, [text.t("steps"), text.t("group"), text.t("difference")], rows);
}

/** The steps drawn, and as a table between its two ends. */
export function stepByStep(view: View, way: Way, heads: string[], rows: unknown[][]): Drawn {
  const { text } = view;
  const end = ({ label, total, complete }: Way["before"]): unknown[] => [
    label,
    ...heads.slice(2).map(() => ""),
    amount(view, total, complete),
  ];
  return html`${causesChart(view, way)}
    <p class="hint">${text.t("causes_hint")}</p>
    ${figures(text, text.t("causes"), heads, [end(way.before), ...rows, end(way.after)])}`;
}
