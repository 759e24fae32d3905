/** Scenarios side by side: what is kept and the levers as set, and what makes the difference. */

import { html, nothing } from "lit";
import type { Kept } from "../state/scenarios.js";
import type { Answer, ReadingFigures } from "../types.js";
import { amount, difference, problem } from "./bits.js";
import { causes } from "./causes.js";
import { card } from "./charts.js";
import { focusAfter } from "./focus.js";
import { keeper } from "./levers/changes.js";
import { inOrder, readingHead, type Drawn, type View } from "./view.js";

export interface Files {
  open(files: FileList | null): void;
  saveAll(): void;
  saveOne(kept: Kept): void;
  link(): void;
}

export interface Column {
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
