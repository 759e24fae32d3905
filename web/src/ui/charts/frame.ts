/** What all drawings share: an image with a title and a description, and its figures as a table beside it. */

import { type TemplateResult, html, svg } from "lit";
import type { Text } from "../text/text.js";

export interface Frame {
  id: string;
  title: string;
  desc: string;
  width: number;
  height: number;
}

export function drawing(frame: Frame, content: unknown): TemplateResult {
  const { id, title, desc, width, height } = frame;
  return html`<svg
    class="chart"
    role="img"
    aria-labelledby="${id}-t ${id}-d"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
  >
    ${svg`<title id="${id}-t">${title}</title><desc id="${id}-d">${desc}</desc>`} ${content}
  </svg>`;
}

/** The same figures as a table, for whoever wants them exact. */
export function figures(text: Text, caption: string, heads: string[], rows: unknown[][]): TemplateResult {
  return html`<details class="figures-table">
    <summary>${text.t("as_table")}</summary>
    <div class="scroll" tabindex="0" role="group" aria-label=${caption}>
      <table class="data">
        <caption class="visually-hidden">
          ${caption}
        </caption>
        <thead>
          <tr>
            ${heads.map((head, at) => html`<th scope="col" class=${at > 0 ? "num" : ""}>${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="num">${cell}</td>`))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** A text cut to about so many pixels at the size of chart labels. */
export function cut(label: string, pixels: number): string {
  const letters = Math.max(4, Math.floor(pixels / 6.6 + 0.5));
  return label.length <= letters ? label : `${label.slice(0, letters - 1)}…`;
}
