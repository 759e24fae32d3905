/** The levers beside the answer. Each reads its setting from the scenario document and writes it back there. */

import { html, nothing } from "lit";
import type { Drawn, View } from "../view.js";
import { changes } from "../../state/scenario.js";
import { changeList } from "./changes.js";
import { terms } from "./terms.js";
import { quarters } from "./quarters.js";
import { items } from "./items.js";
import { moneyLevers } from "./money.js";
import { dates } from "./dates.js";
import { hosts } from "./hosts.js";
import { closeSheet, isSheet, keysOf } from "./sheet.js";
import { unfit } from "./unfit.js";

export function levers(view: View): Drawn {
  const { desk, text } = view;
  const list = changes(desk.levers.document);
  const changed = new Set(list.map((change) => change.key));
  const group = (
    key: "quarters" | "items" | "terms" | "money" | "dates" | "hosts",
    open: boolean,
    content: Drawn | Drawn[],
  ) =>
    html`<details class="group" data-group=${key} ?open=${open}>
      <summary>${text.t(`group_${key}`)}</summary>
      <div class="fields">${content}</div>
    </details>`;
  return html`<section
    class="levers"
    id="levers"
    part="levers"
    role=${isSheet(view) ? "dialog" : nothing}
    aria-labelledby="levers-title"
    @keydown=${keysOf(view)}
  >
    <header>
      <h2 id="levers-title" tabindex="-1">${text.t("what_if")}</h2>
      <button type="button" class="quiet only-small" @click=${(event: Event) => closeSheet(view, event)}>
        ${text.t("close")}
      </button>
    </header>
    <p class="hint">${text.t("levers_hint")}</p>
    ${list.length > 0 ? changeList(view, list) : html`<p class="hint">${text.t("nothing_changed")}</p>`}
    ${unfit(view, "levers")} ${group("quarters", true, quarters(view))}
    ${group("terms", true, terms(view, changed))} ${group("items", false, items(view))}
    ${group("money", false, moneyLevers(view, changed))} ${group("dates", false, dates(view, changed))}
    ${group("hosts", false, hosts(view, changed))}
  </section>`;
}
