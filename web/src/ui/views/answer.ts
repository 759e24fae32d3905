/** The answer: the range on top of every section, the levers beside it. */

import { html, nothing } from "lit";
import { money } from "./bits.js";
import { charts, waterfall } from "./charts.js";
import { compare, type Comparer } from "./compare/compare.js";
import { evidence } from "./evidence.js";
import { handover, position, type Outgoing } from "./handover.js";
import { headline } from "./headline.js";
import { ledger } from "./ledger.js";
import { levers } from "./levers/panel.js";
import { isSheet, openSheet } from "./levers/sheet.js";
import { unfit } from "./levers/unfit.js";
import { outdated } from "./outdated.js";
import { products } from "./products.js";
import { scenarios, type Files } from "./scenarios.js";
import { TABS, type Drawn, type Tab, type View } from "./view.js";

/** Without room for levers beside the answer they are one press away, with the figure they move. */
function bar(view: View): Drawn {
  const { desk, text } = view;
  const looked = desk.looked;
  return html`<div class="bar no-print">
    ${looked ? html`<span class=${desk.levers.error ? "stale" : ""}>${looked.reading} <strong>${money(view, looked.total, looked.complete)}</strong></span>` : nothing}
    <button
      type="button"
      class="main"
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-controls="levers"
      @click=${(event: Event) => openSheet(view, event)}
    >
      ${text.t("open_levers")}${desk.levers.changed ? html` <b class="count">${text.t("changed_mark")}</b>` : nothing}
    </button>
  </div>`;
}

interface Around {
  files: Files;
  out: Outgoing;
  comparer: Comparer;
  /** The page is being printed: what is printed is drawn only then. */
  printing: boolean;
}

export function answer(view: View, around: Around): Drawn {
  const { text, look } = view;
  // What is handed over says it itself, and scenarios kept have their own answers.
  const unfitted = view.outdated || (view.desk.levers.error !== null && !["scenarios", "compare", "handover"].includes(look.tab));
  const panel = (): Drawn => {
    if (look.tab === "position") return html`${products(view)} ${waterfall(view)}`;
    if (look.tab === "quarters") return ledger(view);
    if (look.tab === "charts") return charts(view);
    if (look.tab === "scenarios") return scenarios(view, around.files);
    if (look.tab === "compare") return compare(view, around.comparer);
    if (look.tab === "evidence") return evidence(view);
    return handover(view, around.out);
  };
  return html`<div class="answer ${view.outdated ? "outdated" : ""} ${isSheet(view) ? "with-levers" : ""}">
    <div class="main-column">
      <div class="no-print">
        ${outdated(view)} ${unfit(view, "spoken")}
        <div class=${view.desk.levers.error || view.outdated ? "stale" : ""}>${headline(view)}</div>
      </div>
      <div class="tabs no-print" role="tablist" aria-label=${text.t("sections")} @keydown=${along(view)}>
        ${TABS.map(
          (tab) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${tab}"
              aria-selected=${tab === look.tab ? "true" : "false"}
              aria-controls="panel"
              tabindex=${tab === look.tab ? 0 : -1}
              @click=${() => view.set({ tab })}
            >
              ${text.t(`tab_${tab}`)}
            </button>`,
        )}
      </div>
      <div
        id="panel"
        role="tabpanel"
        tabindex="0"
        aria-labelledby="tab-${look.tab}"
        class="panel ${look.tab === "handover" ? "" : "no-print"} ${unfitted ? "stale" : ""}"
      >
        ${panel()}
      </div>
      ${look.tab === "handover" || !around.printing ? nothing : html`<div class="print-only">${position(view)}</div>`}
      <p class="notice no-print">${text.t("notice")}</p>
    </div>
    <aside class="no-print ${look.leversOpen ? "open" : ""}">${levers(view)}</aside>
    ${view.size === "large" || look.leversOpen ? nothing : bar(view)}
  </div>`;
}

/** The room an answer will take, empty: it is measured before, and the first answer is drawn once. */
export function ahead(): Drawn {
  return html`<div class="answer ahead" aria-hidden="true">
    <div class="main-column">
      <div class="panel"><div class="card"></div><div class="card"></div></div>
    </div>
    <aside></aside>
  </div>`;
}

const KEYS: Record<string, (at: number) => number> = {
  ArrowRight: (at) => (at + 1) % TABS.length,
  ArrowLeft: (at) => (at + TABS.length - 1) % TABS.length,
  Home: () => 0,
  End: () => TABS.length - 1,
};

/** Arrow keys go along the sections. */
function along(view: View) {
  return (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const tab = TABS[step(TABS.indexOf(view.look.tab))] as Tab;
    view.set({ tab });
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
}
