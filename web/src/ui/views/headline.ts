/** The range: defended, agreement, opening, and how the reading looked at lies in it. */

import { html, nothing, svg } from "lit";
import { linear } from "../charts/scale.js";
import { isZero, length } from "../format.js";
import type { ReadingFigures } from "../types.js";
import { amountText, difference, money, readingPicker } from "./bits.js";
import { missing } from "./unknown.js";
import type { Drawn, View } from "./view.js";

const MAIN = [
  { reading: "defended", title: "defended", hint: "defended_hint" },
  { reading: "agreement", title: "agreement", hint: "agreement_hint" },
  { reading: "opening", title: "opening_reading", hint: "opening_hint" },
] as const;

export function headline(view: View): Drawn {
  const { desk, text } = view;
  const base = new Map(desk.base?.readings.map((reading) => [reading.reading, reading]));
  const figure = ({ reading, title, hint }: (typeof MAIN)[number]): Drawn => {
    const figures = desk.of(reading);
    if (!figures) return nothing;
    return html`<div class="figure ${reading}" part="figure figure-${reading}">
      <dt><i class="dot ${reading}" aria-hidden="true"></i>${text.t(title)} <small>${text.t(hint)}</small></dt>
      <dd>${money(view, figures.total, figures.complete)}</dd>
      ${
        desk.levers.changed && !desk.levers.error && figures.difference !== undefined
          ? html`<dd class="against">${difference(view, figures.difference, figures.difference_complete)} <small>${text.t("vs_base")}</small></dd>`
          : nothing
      }
    </div>`;
  };
  const looked = desk.looked;
  return html`<section class="headline" part="headline" aria-labelledby="range-title">
    <h2 id="range-title" class="visually-hidden">${text.t("headline")}, ${text.t("headline_from_to")}</h2>
    <dl class="figures">${MAIN.map(figure)}</dl>
    ${range(view, base)}
    <div class="under">${readingPicker(view)} ${looked ? said(view, looked) : nothing}</div>
    <p class="visually-hidden" role="status">${spoken(view)}</p>
  </section>`;
}

/** What a listener hears when the figures change. */
function spoken(view: View): string {
  if (view.outdated) return "";
  const said = MAIN.flatMap(({ reading, title }) => {
    const figures = view.desk.of(reading);
    return figures ? [`${view.text.t(title)} ${amountText(view, figures.total, figures.complete)}`] : [];
  });
  return said.join("; ");
}

function said(view: View, figures: ReadingFigures): Drawn {
  const { text } = view;
  if (figures.complete && isZero(figures.total)) return html`<p>${text.t("nothing_to_pay")}</p>`;
  const { without_gaps: anyway, without_gaps_complete: known } = figures;
  const owed =
    anyway === null
      ? text.t("without_gaps_unknown")
      : known && isZero(anyway)
        ? text.t("nothing_owed_anyway")
        : text.t("owed_anyway", { amount: amountText(view, anyway, known) });
  const total =
    view.desk.reading === "agreement"
      ? nothing
      : html`<strong>${money(view, figures.total, figures.complete)}</strong> · `;
  return html`<p>${total}${owed}</p>
    ${missing(view, figures)}`;
}

/** A line from nothing to the opening claim; where a figure stood before the levers is hollow. */
function range(view: View, base: Map<string, ReadingFigures>): Drawn {
  const { desk, column: width } = view;
  const shown = MAIN.map(({ reading }) => desk.of(reading)).filter((figures) => figures !== undefined);
  const before = desk.levers.changed && !desk.levers.error
    ? MAIN.map(({ reading }) => base.get(reading)).filter((figures) => figures !== undefined)
    : [];
  const most = Math.max(...shown.map((f) => length(f.total)), ...before.map((f) => length(f.total)), 0);
  if (most === 0) return nothing;
  const x = linear([0, most], [8, width - 8]);
  const ticks = x.ticks(Math.max(2, Math.floor(width / 140)));
  const values = shown.map((f) => length(f.total));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const others = desk.figures.filter(
    (f) => !MAIN.some((main) => main.reading === f.reading) && length(f.total) <= most,
  );
  const mark = (figures: ReadingFigures): Drawn =>
    svg`<circle class="mark ${figures.reading}" cx=${x(length(figures.total))} cy="14" r="7" />`;
  return html`<svg
    class="range"
    width=${width}
    height="40"
    viewBox="0 0 ${width} 40"
    aria-hidden="true"
    focusable="false"
  >
    <line class="track" x1=${x(0)} x2=${x(most)} y1="14" y2="14" />
    <line class="span" x1=${x(low)} x2=${x(high)} y1="14" y2="14" />
    ${ticks.map((tick) => svg`<text class="tick" x=${x(tick)} y="37" text-anchor=${tick === 0 ? "start" : x(tick) > width - 40 ? "end" : "middle"}>${view.format.short(tick)}</text>`)}
    ${others.map((f) => svg`<line class="other ${f.reading === desk.reading ? "looked" : ""}" x1=${x(length(f.total))} x2=${x(length(f.total))} y1="6" y2="22" />`)}
    ${before.map((f) => svg`<circle class="ghost" cx=${x(length(f.total))} cy="14" r="7" />`)} ${shown.map(mark)}
  </svg>`;
}
