/** Exports of other tools as they were recognised: what each file is, what was read of it, and what it may be instead. */

import { html, nothing } from "lit";
import type { ExportFile } from "../engine-port.js";
import { paged, saidOf } from "./bits.js";
import type { Drawn, View } from "./view.js";

const ROWS = 12;
/** What no file can be said to be. */
const NEVER = new Set(["unknown", "estate-table"]);

export function exportsList(view: View, saveTables: () => void): Drawn {
  const { text, desk, format } = view;
  const files = desk.opening.exports;
  if (files.length === 0) return nothing;
  const used = files.filter((file) => file.used).length;
  return html`<section class="exports" aria-labelledby="exports-title">
    <h2 id="exports-title">
      ${text.t("exports")}:
      ${text.n("exports_used", files.length, format.units(files.length), { used: format.units(used) })}
    </h2>
    <p class="hint">${text.t(desk.opening.glimpsed ? "exports_glimpse" : "exports_hint")}</p>
    ${paged(
      view,
      "exports",
      files,
      ROWS,
      (shown) =>
        html`<div class="scroll" tabindex="0" role="group" aria-labelledby="exports-title">
          <table class="data stacks">
            <thead>
              <tr>
                <th scope="col">${text.t("file")}</th>
                <th scope="col">${text.t("export_is")}</th>
                <th scope="col">${text.t("export_detail")}</th>
                <th scope="col" class="num">${text.t("export_rows")}</th>
                <th scope="col">${text.t("export_used")}</th>
              </tr>
            </thead>
            <tbody>
              ${shown.map((file) => row(view, file))}
            </tbody>
          </table>
        </div>`,
    )}
    ${ledger(view)} ${options(view, saveTables)}
  </section>`;
}

function row(view: View, file: ExportFile): Drawn {
  const { text, desk, format } = view;
  const said = desk.opening.imports.kinds?.[file.file] ?? "";
  // A sheet of a workbook is what its header says.
  const within = desk.opening.exports.some((other) => file.file.startsWith(`${other.file}/`));
  const say = (event: Event): void => {
    const kind = (event.target as HTMLSelectElement).value;
    const { [file.file]: _, ...others } = desk.opening.imports.kinds ?? {};
    void desk.opening.again({ kinds: kind === "" ? others : { ...others, [file.file]: kind } });
  };
  const select = html`<select aria-label=${text.t("kind_of", { file: view.name(file.file) })} @change=${say}>
      <option value="" ?selected=${said === ""}>${said === "" ? file.is : text.t("kind_as_recognised")}</option>
      ${desk.opening.kinds
        .filter(([code]) => !NEVER.has(code))
        .map(([code, name]) => html`<option value=${code} ?selected=${said === code}>${name}</option>`)}
    </select>`;
  const unopened = desk.opening.error !== null;
  return html`<tr class=${file.used ? "" : "unread"}>
    <th scope="row">${view.name(file.file)}</th>
    <td>
      ${within ? file.is : select}
    </td>
    <td>${saidOf(view, unopened, file.detail)}</td>
    <td class="num">${file.rows > 0 ? format.units(file.rows) : nothing}</td>
    <td>
      ${file.used ? text.t("export_yes") : html`${text.t("export_no")}${file.why_not ? html`: ${saidOf(view, unopened, file.why_not)}` : nothing}`}
    </td>
  </tr>`;
}

/** Which quarters the reports cover. */
function ledger(view: View): Drawn {
  const { quarters } = view.desk.opening;
  if (quarters.length === 0) return nothing;
  return html`<details>
    <summary>${view.text.t("quarters_on_file")}</summary>
    <ul class="files">
      ${quarters.map(
        ({ server, quarter, said }) =>
          html`<li><strong>${quarter}</strong> ${server ? html`<small>${view.name(server)}</small>` : nothing} ${view.name(said)}</li>`,
      )}
    </ul>
  </details>`;
}

/** What holds for all of them, and the tables that were made of them. */
function options(view: View, saveTables: () => void): Drawn {
  const { text, desk } = view;
  const { since = "", withoutPoweredOff = false } = desk.opening.imports;
  const sinceSet = (event: Event): void => {
    const day = (event.target as HTMLInputElement).value;
    void desk.opening.again({ since: day || undefined });
  };
  return html`<div class="actions">
    <label class="as-of"
      >${text.t("import_since")}
      <input type="date" name="since" .value=${since} @change=${sinceSet} />
      <small class="hint">${text.t("import_since_hint")}</small></label
    >
    <label class="check"
      ><input
        type="checkbox"
        name="without-powered-off"
        .checked=${withoutPoweredOff}
        @change=${(event: Event) => void desk.opening.again({ withoutPoweredOff: (event.target as HTMLInputElement).checked })}
      />
      ${text.t("import_without_off")}</label
    >
    ${
      desk.base && !desk.opening.error
        ? html`<button type="button" @click=${saveTables}>${text.t("save_tables")}</button>
            <button type="button" class="main" @click=${() => view.set({ sourceOpen: false })}>${text.t("done")}</button>`
        : nothing
    }
  </div>`;
}
