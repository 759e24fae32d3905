/** Small pieces that many views share. */

import { html, nothing } from "lit";
import type { EngineError } from "../engine-port.js";
import type { Text } from "../text/text.js";
import type { Drawn, View } from "./view.js";

/** An amount of money set in two sizes, with "at least" where it is not complete. */
export function money(view: View, amount: string | null | undefined, complete = true): Drawn {
  if (amount == null) return html`<span class="unknown">${view.text.t("unknown")}</span>`;
  const { whole, decimals, after } = view.format.money(amount);
  return html`${least(view, complete)}<span class="money">${whole}<small>${decimals}</small>${after}</span>`;
}

/** A figure of a column whose heading names the currency. */
export function amount(view: View, value: string | null | undefined, complete = true): Drawn {
  if (value == null) return html`<span class="unknown">${view.text.t("unknown")}</span>`;
  return html`${least(view, complete)}${view.format.amount(value)}`;
}

export function least(view: View, complete: boolean): Drawn {
  if (complete) return nothing;
  return html`<abbr class="least" title=${view.text.t("at_least")}>${view.text.t("at_least_mark")}</abbr> `;
}

/** Its mark as text, before a figure in a drawing. */
export function leastText(view: View, complete: boolean): string {
  return complete ? "" : `${view.text.t("at_least_mark")} `;
}

/** The same as plain text, for labels. */
export function amountText(view: View, value: string | null, complete = true): string {
  if (value === null) return view.text.t("unknown");
  return (complete ? "" : `${view.text.t("at_least")} `) + view.format.moneyText(value);
}

/** A difference, with its sign and a class for its direction; marked where a total that it lies between is "at least". */
export function difference(view: View, value: string | undefined, complete = true): Drawn {
  if (value === undefined) return nothing;
  const way = /[1-9]/.test(value) ? (value.startsWith("-") ? "down" : "up") : "same";
  const mark = complete ? nothing : html`<abbr class="least" title=${view.text.t("doubt")}>?</abbr> `;
  return html`${mark}<span class="diff ${way}">${view.format.signed(value)}</span>`;
}

/** What is said of files that could not be opened: under pseudonyms nothing, for their names have none. */
export function saidOf(view: View, unopened: boolean, sentence: string): string {
  return unopened && view.look.pseudonyms ? view.text.t("withheld_unopened") : view.said(sentence);
}

/** Without the file that levers are to the engine. */
export const messageOf = ({ message }: EngineError): string => message.replace(/ \(with scenario\.json\)$/, "");

/** What went wrong, where, and what to do. */
export function problem(view: View, error: EngineError | null): Drawn {
  if (!error) return nothing;
  const unopened = error === view.desk.opening.error;
  // What levers ask, and what is typed, goes to the engine as files that nobody has: their places are none.
  const ours = error.file === "scenario.json" || (unopened && view.quick !== null);
  const place = ours
    ? []
    : [
        error.file ? view.name(error.file) : "",
        error.row ? view.text.t("place_row", { row: error.row }) : "",
        error.column ? view.text.t("place_column", { column: error.column }) : "",
      ].filter(Boolean);
  return html`<div class="problem" role="alert">
    <strong>${view.text.t("error")}</strong>
    <p>${saidOf(view, unopened, messageOf(error))}</p>
    ${place.length > 0 ? html`<p class="place">${place.join(", ")}</p>` : nothing}
    ${error.hint ? html`<p>${saidOf(view, unopened, advice(view.text, error.hint, error.code))}</p>` : nothing}
    <p class="code">${view.text.t("error_code", { code: error.code })}</p>
  </div>`;
}

/**
 * The engine's advice in the page's words: a sentence that names the command line is another one here. Which one is
 * told by what it names, else by the error's code.
 */
export function advice(text: Text, hint: string, code = ""): string {
  const said = (sentence: string): string => {
    if (/--as-of|^Write a file estate\.toml/.test(sentence)) return text.t("advice_day");
    if (/`check`/.test(sentence)) return text.t("advice_rows");
    if (!/(^|[\s(])--[a-z]|`[^`]* --[a-z]/.test(sentence)) return sentence;
    return text.any(`advice_${code}`, {}, sentence);
  };
  return hint.split(/(?<=\.) (?=[A-Z`])/).map(said).join(" ");
}

/** A button, not a link: an address ends at the element's shadow. */
export function toAnswer(event: Event): void {
  const root = (event.target as HTMLElement).getRootNode() as ShadowRoot;
  const answer = root.querySelector<HTMLElement>("#answer");
  answer?.scrollIntoView({ block: "start" });
  answer?.focus();
}

/** Says that something is on its way, to eyes and readers alike. */
export function waiting(view: View): Drawn {
  return html`<p class="waiting"><span class="spinner" aria-hidden="true"></span>${view.text.t("working")}</p>`;
}

/** Rows page by page; a list of thousands stays light, and every row can be reached by keyboard. */
export function paged<T>(view: View, key: string, rows: T[], size: number, draw: (rows: T[]) => Drawn): Drawn {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(view.look.pages[key] ?? 0, pages - 1);
  const from = page * size;
  const shown = rows.slice(from, from + size);
  const go = (to: number) => () => view.set({ pages: { ...view.look.pages, [key]: to } });
  const where = { from: from + 1, to: from + shown.length, total: view.format.units(rows.length) };
  return html`${draw(shown)}
  ${
    pages > 1
      ? html`<div class="pager">
          <button type="button" ?disabled=${page === 0} @click=${go(page - 1)}>${view.text.t("previous")}</button>
          <span role="status">${view.text.t("of_total", where)}</span>
          <button type="button" ?disabled=${page === pages - 1} @click=${go(page + 1)}>${view.text.t("next")}</button>
        </div>`
      : nothing
  }`;
}

/** The picker of the reading looked at. */
export function readingPicker(view: View): Drawn {
  const readings = view.desk.base?.readings ?? [];
  const who = view.desk.readings.find((reading) => reading.name === view.desk.reading)?.who;
  return html`<label class="pick"
    ><span>${view.text.t("look_at")}</span>
    <select @change=${(event: Event) => view.desk.look((event.target as HTMLSelectElement).value)} title=${view.said(who ?? "")}>
      ${readings.map(
        (reading) =>
          html`<option value=${reading.reading} ?selected=${reading.reading === view.desk.reading}>
            ${reading.reading} — ${view.said(reading.title ?? "")}
          </option>`,
      )}
    </select></label
  >`;
}
