/** What the total is made of and what moves it: waterfall, tornado, delay curve, quarters of a product. */

import { html, nothing } from "lit";
import { type Bar, bars } from "../charts/bars.js";
import { figures } from "../charts/frame.js";
import { lines } from "../charts/lines.js";
import { quarterBars } from "../charts/quarters.js";
import { isZero, length } from "../format.js";
import { merged, scenarioFrom } from "../state/scenario.js";
import type { LeverEnd } from "../types.js";
import { amount, amountText, leastText, problem, waiting } from "./bits.js";
import { complete, missing } from "./unknown.js";
import type { Drawn, View } from "./view.js";

/** Levers drawn; the table has them all. */
const DRAWN = 12;

export function card(id: string, title: string, part: string, content: Drawn | Drawn[], extra: Drawn = nothing): Drawn {
  return html`<section class="card" part=${part} aria-labelledby=${`${id}-title`}>
    <header class="card-head">
      <h3 id=${`${id}-title`}>${title}</h3>
      ${extra}
    </header>
    ${content}
  </section>`;
}

export function charts(view: View): Drawn {
  return html`${waterfall(view)}${quarterChart(view)}${moving(view)}`;
}

/** More bars than these say less: the smallest are one. Its table has them all. */
const MOST_BARS = 20;

/** Product by product up to the total. */
export function waterfall(view: View): Drawn {
  const { text, format, desk } = view;
  const figuresOf = desk.looked;
  if (!figuresOf) return nothing;
  const lines = [...figuresOf.products]
    .filter((p) => !isZero(p.total))
    .sort((a, b) => length(b.total) - length(a.total));
  const unknown = missing(view, figuresOf);
  if (lines.length === 0)
    return card(
      "waterfall",
      text.t("waterfall"),
      "waterfall",
      unknown === nothing ? html`<p class="hint">${text.t("nothing_to_draw")}</p>` : unknown,
    );
  let sum = 0;
  const bar = (label: string, amount: number): Bar => {
    const from = sum;
    sum += amount;
    return { label, from, to: sum, shown: format.short(amount), kind: "part" };
  };
  const [first, others] = lines.length > MOST_BARS + 1 ? [lines.slice(0, MOST_BARS), lines.slice(MOST_BARS)] : [lines, []];
  const list = first.map(({ product, total }) => bar(product, length(total)));
  if (others.length > 0) {
    const amount = others.reduce((sum, { total }) => sum + length(total), 0);
    list.push(bar(text.n("other_products", others.length, format.units(others.length)), amount));
  }
  list.push({
    label: text.t("total"),
    from: 0,
    to: length(figuresOf.total),
    shown: leastText(view, figuresOf.complete) + format.short(length(figuresOf.total)),
    kind: "sum",
  });
  const desc = text.t("waterfall_desc", {
    reading: figuresOf.reading,
    items: lines.map((p) => `${p.product} ${format.amount(p.total)}`).join("; "),
  });
  const unpriced = figuresOf.products.filter((p) => p.total === null);
  const rows = [...lines, ...unpriced].map((p) => [
    p.product,
    amount(view, p.total),
    format.units(p.licence_quantity),
    format.units(p.peak_shortfall),
  ]);
  return card("waterfall", text.t("waterfall"), "waterfall", [
    unknown,
    bars({ id: "waterfall", title: text.t("waterfall"), desc, width: view.width }, list, (value) =>
      format.short(value),
    ),
    figures(
      text,
      text.t("waterfall"),
      [text.t("product"), text.t("amount"), text.t("licences"), text.t("shortfall")],
      [...rows, [text.t("total"), amount(view, figuresOf.total, figuresOf.complete), "", ""]],
    ),
  ]);
}

/** Where steps begin or end. */
export interface End {
  label: string;
  total: string;
  complete: boolean;
}

/** What lies between two ends under a reading. */
export interface Way {
  id: string;
  title: string;
  reading: string;
  before: End;
  after: End;
  causes: { step: string; amount: string; complete: boolean }[];
}

/** From one end, cause by cause, to the other. */
export function causesChart(view: View, { id, title, reading, before, after, causes }: Way): Drawn {
  const { text, format } = view;
  let at = length(before.total);
  const end = ({ label, total, complete }: End): Bar => ({
    label,
    from: 0,
    to: length(total),
    shown: leastText(view, complete) + format.short(length(total)),
    kind: "sum",
  });
  const list: Bar[] = [end(before)];
  causes.forEach((cause, number) => {
    if (isZero(cause.amount)) return;
    const from = at;
    at += length(cause.amount);
    // Two steps may have the same words; each has its own line.
    const label = `${number + 1}. ${view.name(cause.step)}`;
    list.push({
      label,
      from,
      to: at,
      shown: (cause.complete ? "" : "? ") + format.shortSigned(length(cause.amount)),
      kind: at < from ? "down" : "up",
    });
  });
  list.push(end(after));
  const desc = text.t("waterfall_causes_desc", {
    from: leastText(view, before.complete) + format.amount(before.total),
    to: leastText(view, after.complete) + format.amount(after.total),
    reading,
    items: causes.map((c) => `${view.name(c.step)} ${c.complete ? "" : "? "}${format.signed(c.amount)}`).join("; "),
  });
  return bars({ id, title, desc, width: view.width }, list, (value) => format.short(value));
}

export function quarterChart(view: View): Drawn {
  const { text, format, desk, look } = view;
  const reading = desk.looked;
  const dearest = [...(reading?.products ?? [])].sort((a, b) => length(b.total) - length(a.total))[0]?.product;
  const chosen = reading?.products.find((p) => p.product === (look.chartProduct || dearest)) ?? reading?.products[0];
  if (!reading || !chosen) return nothing;
  const counted = desk.products.find((p) => p.product === chosen.product);
  const list = chosen.quarters.map((quarter) => {
    const q = counted?.quarters.find((one) => one.quarter === quarter.quarter);
    return {
      quarter: quarter.quarter,
      full: q?.full ?? 0,
      sub: q?.sub ?? 0,
      required: quarter.required,
      entitled: quarter.entitled,
      shortfall: quarter.shortfall,
    };
  });
  const names = {
    full: text.t("full"),
    sub: text.t("sub"),
    required: text.t("required"),
    entitled: text.t("entitled"),
  };
  const desc = text.t("quarters_desc", {
    product: chosen.product,
    reading: reading.reading,
    metric: counted?.metric ?? "",
    items: list
      .map(
        (q) =>
          `${q.quarter} ${names.full} ${q.full}, ${names.sub} ${q.sub}, ${names.required} ${q.required}, ${names.entitled} ${q.entitled}`,
      )
      .join("; "),
  });
  const pick = html`<label class="pick"
    ><span>${text.t("product")}</span>
    <select @change=${(event: Event) => view.set({ chartProduct: (event.target as HTMLSelectElement).value })}>
      ${reading.products.map((p) => html`<option value=${p.product} ?selected=${p.product === chosen.product}>${p.product}</option>`)}
    </select></label
  >`;
  const units = (value: number): string => format.units(value);
  const stale = desk.levers.pending ? "stale" : "";
  const rows = list.map((q) => [
    q.quarter,
    units(q.full),
    units(q.sub),
    units(q.required),
    units(q.entitled),
    units(q.shortfall),
  ]);
  return card(
    "quarter-chart",
    text.t("quarters_chart"),
    "quarters",
    html`<div class=${stale}>
      ${[
        quarterBars(
          { id: "quarter-chart", title: text.t("quarters_chart"), desc, width: view.width },
          list,
          names,
          (value) => format.short(value),
        ),
        figures(
          text,
          text.t("quarters_chart"),
          [text.t("quarter"), names.full, names.sub, names.required, names.entitled, text.t("shortfall")],
          rows,
        ),
      ]}
    </div>`,
    pick,
  );
}

/** What the levers and waiting would do: asked for when it is looked at. */
function moving(view: View): Drawn {
  const { desk } = view;
  const asked = desk.asked.get(`sensitivity ${desk.reading}`, () =>
    desk.port().sensitivity({ reading: desk.reading, ...desk.levers.scenario }),
  );
  const found = asked.value;
  if (!found)
    return card("tornado", view.text.t("tornado"), "tornado", asked.error ? problem(view, asked.error) : waiting(view));
  return html`<div class=${asked.fresh ? "" : "stale"}>
    ${tornado(view, found.tornado[0])} ${delay(view, found.delay[0])} ${beside(view, found)}
  </div>`;
}

type Sensitivity = import("../types.js").Sensitivity;

function tornado(view: View, found: Sensitivity["tornado"][number] | undefined): Drawn {
  if (!found) return nothing;
  const { text, format, desk } = view;
  const moves = found.levers.filter((lever) => lever.moves);
  const still = found.levers.filter((lever) => !lever.moves && lever.complete).map((lever) => view.said(lever.title));
  const unknown = missing(view, desk.of(found.reading));
  const known = complete(view, found.reading);
  if (moves.length === 0)
    return card("tornado", text.t("tornado"), "tornado", [
      unknown,
      html`<p class="hint">${text.t(known ? "nothing_moves" : "nothing_moves_known")}</p>`,
    ]);
  const label = (lever: (typeof moves)[number]): string =>
    lever.about ? `${view.said(lever.title)}: ${lever.about}` : view.said(lever.title);
  const middle = length(found.total);
  const list = moves.slice(0, DRAWN).flatMap((lever) =>
    [lever.low, lever.high].flatMap((end): Bar[] =>
      isZero(end.swing)
        ? []
        : [
            {
              label: label(lever),
              from: middle,
              to: length(end.total),
              shown: format.shortSigned(length(end.swing)),
              kind: end.swing.startsWith("-") ? "down" : "up",
            },
          ],
    ),
  );
  const desc = text.t("tornado_desc", {
    total: leastText(view, known) + format.amount(found.total),
    reading: found.reading,
    items: moves
      .slice(0, DRAWN)
      .map((l) => `${label(l)} ${format.signed(l.low.swing)} / ${format.signed(l.high.swing)}`)
      .join("; "),
  });
  const end = (lever: (typeof moves)[number], side: LeverEnd): Drawn => {
    const document = scenarioFrom(side.scenario);
    const setting = view.said(side.setting);
    return html`${setting}<br />${format.signed(side.swing)}
      ${
        document && !isZero(side.swing)
          ? html` <button
              type="button"
              class="quiet"
              aria-label=${text.t("try_this", { lever: label(lever), setting })}
              @click=${() => desk.levers.set(merged(desk.levers.document, document))}
            >
              ${text.t("try_it")}
            </button>`
          : nothing
      }`;
  };
  return card("tornado", text.t("tornado"), "tornado", [
    unknown,
    bars(
      { id: "tornado", title: text.t("tornado"), desc, width: view.width },
      list,
      (value) => format.short(value),
      middle,
    ),
    figures(
      text,
      text.t("tornado"),
      [text.t("lever"), text.t("low"), text.t("high")],
      moves.map((lever) => [label(lever), end(lever, lever.low), end(lever, lever.high)]),
    ),
    still.length > 0 ? html`<p class="hint">${text.t("tornado_hint", { names: still.join("; ") })}</p>` : nothing,
  ]);
}

function delay(view: View, found: Sensitivity["delay"][number] | undefined): Drawn {
  if (!found || found.points.length === 0) return nothing;
  const { text, format } = view;
  const same = found.points.every((point) => point.open === point.closed_now);
  const known = complete(view, found.reading);
  const least = leastText(view, known);
  const desc = text.t("delay_desc", {
    reading: found.reading,
    items: found.points
      .map((p) => `${p.as_of} ${least}${format.amount(p.open)}, ${least}${format.amount(p.closed_now)}`)
      .join("; "),
  });
  const quarter = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const drawn = [
    { name: text.t("delay_open"), values: found.points.map((p) => length(p.open)), kind: "first" as const },
  ];
  const second = {
    name: text.t("delay_closed"),
    values: found.points.map((p) => length(p.closed_now)),
    kind: "second" as const,
  };
  return card("delay", text.t("delay"), "delay", [
    lines(
      { id: "delay", title: text.t("delay"), desc, width: view.width },
      found.points.map((p) => quarter(p.as_of)),
      same ? drawn : [...drawn, second],
      (value) => format.short(value),
    ),
    missing(view, view.desk.of(found.reading)),
    html`<p class="hint">${text.t("delay_goes_on", { day: found.points[0]?.as_of ?? "" })}</p>`,
    same ? html`<p class="hint">${text.t(known ? "delay_same" : "delay_same_known")}</p>` : nothing,
    figures(
      text,
      text.t("delay"),
      [text.t("quarter"), text.t("delay_open"), text.t("delay_closed"), text.t("delay_cost")],
      found.points.map((p) => [
        quarter(p.as_of),
        amount(view, p.open, known),
        amount(view, p.closed_now, known),
        html`${known ? nothing : least}${format.signed(p.cost_of_delay)}`,
      ]),
    ),
  ]);
}

function beside(view: View, found: Sensitivity): Drawn {
  const { text, format } = view;
  const tail = found.forward_tail[0];
  const least = leastText(view, complete(view, "opening"));
  return card("beside", text.t("beside"), "beside", [
    tail
      ? html`<p>
            <strong
              >${text.t("forward_tail", { years: tail.years, uplift: format.percent(tail.uplift_bp) })}:
              ${amountText(view, tail.total, complete(view, tail.reading))}</strong
            >
          </p>
          <p class="hint">${view.said(tail.note)}</p>`
      : nothing,
    html`<h4>${text.t("top_down")}</h4>
      <ul class="shares">
        ${found.top_down.shares.map((share) => html`<li><span>${view.said(share.title)}, ${format.percent(share.low_bp)}${share.high_bp === share.low_bp ? "" : `–${format.percent(share.high_bp)}`}</span> <span class="num">${least}${share.high === share.low ? format.amount(share.low) : text.t("share", { low: format.amount(share.low), high: format.amount(share.high) })}</span></li>`)}
      </ul>
      <p class="hint">${view.said(found.top_down.note)}</p>`,
  ]);
}
