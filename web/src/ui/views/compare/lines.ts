/** Lines of a comparison: what it is about, remarks, figures. */

import { html, nothing } from "lit";
import type { Drawn, View } from "../view.js";

export interface Line {
  name: Drawn;
  remarks?: string[];
  figures: Drawn[];
  /** It is of the reading looked at. */
  looked?: boolean;
}

/** What it is about and remarks on it, beside its figures; on a phone above them, with the whole width. */
export function line(view: View, { name, remarks = [], figures, looked = false }: Line): Drawn {
  const marked = looked ? "looked" : "";
  const about = html`${name} ${remarks.map((one) => html`<small class="hint remark">${one}</small>`)}`;
  const cells = figures.map((figure) => html`<td class="num">${figure}</td>`);
  if (view.size !== "small") return html`<tr class=${marked}><th scope="row">${about}</th>${cells}</tr>`;
  return html`<tr class="name-line ${marked}">
      <th scope="rowgroup" colspan=${figures.length}>${about}</th>
    </tr>
    <tr class=${marked}>
      ${cells}
    </tr>`;
}

/** The heads of such lines. */
export function heads(view: View, name: string, figures: string[]): Drawn {
  return html`<thead>
    <tr>
      ${view.size === "small" ? nothing : html`<th scope="col">${name}</th>`}
      ${figures.map((head) => html`<th scope="col" class="num">${head}</th>`)}
    </tr>
  </thead>`;
}
