/** The quarter ledger: products or hosts by quarters, each cell with its standing and, on a press, its reason. */

import { html, nothing } from "lit";
import type { HostStanding, ReadingProduct, ReadingQuarter } from "../types.js";
import { paged, problem, waiting } from "./bits.js";
import { PRODUCTS } from "./products.js";
import type { Drawn, View } from "./view.js";

type Standing = "stands" | "short-anyway" | "covered" | "not-measured" | "not-reported" | "neither" | "absent";

const STANDINGS: Standing[] = [
  "stands",
  "short-anyway",
  "covered",
  "not-measured",
  "not-reported",
  "neither",
  "absent",
];
/** Whether more is used than held is a product's question, not a host's. */
const OF_PRODUCTS = new Set<Standing>(["short-anyway", "covered"]);
const ROWS = 40;

interface Square {
  standing: Standing;
  said: string;
  shown: string;
  open: (() => void) | null;
}

export function ledger(view: View): Drawn {
  const { look, text } = view;
  const by = (rows: "products" | "hosts") =>
    html`<label
      ><input
        type="radio"
        name="ledger-by"
        .checked=${look.ledgerBy === rows}
        @change=${() => view.set({ ledgerBy: rows })}
      />${text.t(`by_${rows}`)}</label
    >`;
  return html`<section class="card ledger" part="ledger" aria-labelledby="ledger-title">
    <header class="card-head">
      <h3 id="ledger-title">${text.t("ledger")}</h3>
      <fieldset class="segments">
        <legend class="visually-hidden">${text.t("ledger_by")}</legend>
        ${by("products")}${by("hosts")}
      </fieldset>
    </header>
    <p class="hint">${text.t("ledger_hint")}</p>
    ${look.ledgerBy === "products" ? ofProducts(view) : ofHosts(view)} ${legend(view)}
  </section>`;
}

function legend(view: View): Drawn {
  return html`<ul class="legend" aria-label=${view.text.t("legend")}>
    ${STANDINGS.filter((standing) => view.look.ledgerBy === "products" || !OF_PRODUCTS.has(standing)).map(
      (standing) =>
        html`<li>
          <span class="square ${standing}" aria-hidden="true">${view.text.t(`mark_${standing}`)}</span
          >${view.text.t(`st_${standing}`)}
        </li>`,
    )}
  </ul>`;
}

/** How a quarter of a product stands: why days are lost, or that they are not. */
export function standingOf(quarter: ReadingQuarter, there: boolean): Standing {
  const lost = quarter.lost ?? [];
  if (lost.length === 0)
    return quarter.shortfall > 0 ? "short-anyway" : there || quarter.required > 0 ? "stands" : "absent";
  if (quarter.shortfall === 0) return "covered";
  // The condition that loses most decides the mark; the reason has them all.
  return [...lost].sort((a, b) => b.hosts * b.days - a.hosts * a.days)[0]?.condition ?? "neither";
}

export function whyLost(view: View, quarter: ReadingQuarter): string {
  const one = (reason: NonNullable<ReadingQuarter["lost"]>[number]): string => {
    const hosts = view.text.n("hosts", reason.hosts, view.format.units(reason.hosts));
    return `${view.text.t(`st_${reason.condition}`)}: ${view.text.t("lost_on", { days: reason.days, hosts })}`;
  };
  return (quarter.lost ?? []).map(one).join("; ");
}

function ofProducts(view: View): Drawn {
  const { desk } = view;
  const reasoned = desk.reasoned.find((reading) => reading.reading === desk.reading);
  const quick = desk.looked;
  if (!reasoned || !quick) return waiting(view);
  const quarters = quick.products[0]?.quarters.map((quarter) => quarter.quarter) ?? [];
  const row = (product: ReadingProduct): Row => {
    const why = reasoned.products.find((p) => p.product === product.product);
    return { name: product.product, squares: quarters.map((quarter) => square(view, product, why, quarter)) };
  };
  return paged(view, "ledger-products", quick.products, PRODUCTS, (shown) =>
    grid(view, view.text.t("product"), quarters, shown.map(row), desk.levers.pending),
  );
}

function square(view: View, product: ReadingProduct, why: ReadingProduct | undefined, name: string): Square {
  const { desk, text, format } = view;
  const quick = product.quarters.find((quarter) => quarter.quarter === name);
  if (!quick) return { standing: "absent", said: "", shown: "", open: null };
  const reasons = why?.quarters.find((quarter) => quarter.quarter === name)?.lost ?? [];
  const quarter = { ...quick, lost: reasons };
  const standing = standingOf(
    quarter,
    (desk.products.find((p) => p.product === product.product)?.quarters.find((q) => q.quarter === name)?.sub ?? 0) > 0,
  );
  const metric = desk.base?.products.find((p) => p.product === product.product)?.metric ?? "";
  const short =
    quick.shortfall > 0 ? text.t("cell_short", { units: `${format.units(quick.shortfall)} ${metric}` }) : "";
  return {
    standing,
    said: text.t("cell_ledger", {
      row: product.product,
      quarter: name,
      standing: whyLost(view, quarter) || text.t(`st_${standing}`),
      short,
    }),
    shown: quick.shortfall > 0 ? format.short(quick.shortfall) : "",
    open: () =>
      view.explain({
        title: `${product.product}, ${name}`,
        product: product.product,
        quarter: name,
        reading: desk.reading,
      }),
  };
}

function ofHosts(view: View): Drawn {
  const { desk, look, text } = view;
  const product = look.ledgerProduct || undefined;
  const key = `ledger ${desk.reading} ${product ?? ""}`;
  const answered = desk.asked.get(key, () =>
    desk.port().standing({ reading: desk.reading, ...(product ? { product } : {}), ...desk.levers.scenario }),
  );
  const picked = html`<div class="filters">
    <label
      >${text.t("of_product")}
      <select
        @change=${(event: Event) => view.set({ ledgerProduct: (event.target as HTMLSelectElement).value, pages: {} })}
      >
        <option value="">${text.t("all_products")}</option>
        ${desk.base?.products.map((p) => html`<option value=${p.product} ?selected=${p.product === product}>${p.product}</option>`)}
      </select></label
    >
    <label
      >${text.t("filter_hosts")}
      <input
        type="search"
        .value=${look.filter}
        @input=${(event: Event) => view.set({ filter: (event.target as HTMLInputElement).value, pages: {} })}
    /></label>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${look.onlyFallen}
        @change=${(event: Event) => view.set({ onlyFallen: (event.target as HTMLInputElement).checked, pages: {} })}
      />
      ${text.t("only_fallen")}</label
    >
  </div>`;
  const found = answered.value;
  if (!found) return html`${picked}${answered.error ? problem(view, answered.error) : waiting(view)}`;
  const wanted = look.filter.trim().toLowerCase();
  const hosts = found.hosts.filter((host) => {
    const named = `${view.name(host.host)} ${view.name(host.cluster ?? "")}`.toLowerCase();
    return (!look.onlyFallen || host.lost.some((days) => days > 0)) && named.includes(wanted);
  });
  const rows = (shown: typeof hosts) =>
    shown.map((host) => ({
      name: view.name(host.host),
      under: host.cluster ? view.name(host.cluster) : "",
      squares: found.quarters.map((quarter, at) => hostSquare(view, host, quarter, at)),
    }));
  return html`${picked}
  ${
    hosts.length === 0
      ? html`<p>${text.t("no_hosts")}</p>`
      : paged(view, "ledger", hosts, ROWS, (shown) =>
          grid(view, text.t("host"), found.quarters, rows(shown), !answered.fresh),
        )
  }`;
}

function hostSquare(view: View, host: HostStanding, quarter: string, at: number): Square {
  const { desk, text, look } = view;
  const [there = 0, lost = 0] = [host.days[at], host.lost[at]];
  const standing: Standing = host.because[at] ?? (there > 0 ? "stands" : "absent");
  const share = `${text.t(`st_${standing}`)}${lost > 0 ? `: ${text.t("days_of", { lost, days: there })}` : ""}`;
  const reason = { title: `${view.name(host.host)}, ${quarter}`, quarter, host: host.host, reading: desk.reading };
  return {
    standing,
    said: text.t("cell_ledger", { row: view.name(host.host), quarter, standing: share, short: "" }),
    shown: lost > 0 ? String(lost) : "",
    open:
      there > 0
        ? () =>
            view.explain({
              ...reason,
              ...(look.ledgerProduct ? { product: look.ledgerProduct } : { among: byShortfall(view, quarter) }),
            })
        : null,
  };
}

/** Products by what the quarter is short of. */
function byShortfall(view: View, quarter: string): string[] {
  const of = (product: ReadingProduct): number => product.quarters.find((q) => q.quarter === quarter)?.shortfall ?? 0;
  return [...(view.desk.looked?.products ?? [])].sort((a, b) => of(b) - of(a)).map((product) => product.product);
}

interface Row {
  name: string;
  under?: string;
  squares: Square[];
}

/** A grid in which arrow keys move and Tab leaves. */
function grid(view: View, heading: string, quarters: string[], rows: Row[], stale: boolean): Drawn {
  const years = new Set<string>();
  const first = rows.findIndex((row) => row.squares.some((cell) => cell.open));
  const stop = rows[first]?.squares.findIndex((cell) => cell.open) ?? -1;
  return html`<div class="scroll ${stale ? "stale" : ""}">
    <table class="grid" role="grid" aria-labelledby="ledger-title" @keydown=${move}>
      <thead>
        <tr>
          <th scope="col">${heading}</th>
          ${quarters.map((quarter) => {
            const [year = "", short = ""] = quarter.split("-");
            // On a phone the first of a year is swiped away.
            const dated = view.size === "small" || !years.has(year);
            years.add(year);
            return html`<th scope="col">
              <abbr title=${quarter}>${short}</abbr
              >${dated ? html`<small>${year}</small>` : html`<small aria-hidden="true"> </small>`}
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, at) =>
            html`<tr>
              <th scope="row">${row.name}${row.under ? html` <small class="hint">${row.under}</small>` : nothing}</th>
              ${row.squares.map((cell, column) =>
                cell.open
                  ? html`<td>
                      <button
                        type="button"
                        class="square ${cell.standing}"
                        tabindex=${at === first && column === stop ? 0 : -1}
                        aria-label=${cell.said}
                        title=${cell.said}
                        @click=${cell.open}
                      >
                        <b aria-hidden="true">${view.text.t(`mark_${cell.standing}`)}</b>
                        <span aria-hidden="true">${cell.shown}</span>
                      </button>
                    </td>`
                  : html`<td>
                      <span class="square ${cell.standing}" title=${cell.said}
                        ><b aria-hidden="true">${view.text.t(`mark_${cell.standing}`)}</b
                        ><span class="visually-hidden">${view.text.t(`st_${cell.standing}`)}</span></span
                      >
                    </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

function move(event: KeyboardEvent): void {
  const from = event.target as HTMLElement;
  const table = event.currentTarget as HTMLElement;
  if (!from.matches("button.square")) return;
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll<HTMLElement>("td")]);
  let at = rows.findIndex((row) => row.some((cell) => cell.contains(from)));
  let column = rows[at]?.findIndex((cell) => cell.contains(from)) ?? 0;
  const step = STEPS[event.key];
  const wide = rows[at]?.length ?? 0;
  let to: HTMLElement | null | undefined;
  if (event.key === "Home" || event.key === "End") {
    const buttons = [...(rows[at] ?? [])]
      .map((cell) => cell.querySelector("button"))
      .filter((button) => button !== null);
    to = event.key === "Home" ? buttons[0] : buttons.at(-1);
  } else if (step) {
    // Cells that open nothing are passed over.
    do {
      at += step[0];
      column += step[1];
      to = rows[at]?.[column]?.querySelector("button");
    } while (!to && at >= 0 && at < rows.length && column >= 0 && column < wide);
  } else return;
  event.preventDefault();
  if (!to) return;
  for (const button of table.querySelectorAll<HTMLElement>("button.square")) button.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
