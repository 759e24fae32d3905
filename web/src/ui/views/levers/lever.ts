/** What every lever has: its mark, the way back, and how a value is read from its field. */

import { html, nothing } from "lit";
import type { Drawn, View } from "../view.js";

export const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

/** A lever with its mark and the way back; `wanted` is what its field asks for where it holds something else. */
export function lever(
  view: View,
  title: string,
  on: boolean,
  revert: () => void,
  control: Drawn,
  hint = "",
  wanted: Drawn = nothing,
): Drawn {
  const { text } = view;
  // The button goes with the change: the focus is on the lever first.
  const back = (event: Event): void => {
    const around = (event.currentTarget as HTMLElement).parentElement;
    around?.querySelector<HTMLElement>("input, select")?.focus();
    revert();
  };
  return html`<div class="lever ${on ? "on" : ""}">
    <label><span>${title}${on ? html` <em>${text.t("changed_mark")}</em>` : nothing}</span>${control}</label>
    ${on ? html`<button type="button" class="revert" aria-label=${text.t("revert_one", { what: title })} title=${text.t("revert")} @click=${back}>↺</button>` : nothing}
    ${wanted} ${hint ? html`<small class="hint">${hint}</small>` : nothing}
  </div>`;
}
