/** Another position beside the open one: where it comes from, and everything that differs. */

import { html, nothing } from "lit";
import type { Comparison } from "../../engine-port.js";
import { isZero } from "../../format.js";
import { amount, difference, problem, readingPicker } from "../bits.js";
import { card } from "../charts.js";
import { drop } from "../drop.js";
import { stepByStep } from "../causes.js";
import { asOf, busy, cutOff, findingsList } from "../source.js";
import { inOrder, readingHead, type Drawn, type View } from "../view.js";
import { heads, line } from "./lines.js";
import { products, quarters } from "./products.js";
import { rows } from "./rows.js";

export type ReadingChange = Comparison["readings"][number];

/** What it does beside drawing. */
export interface Comparer {
  drop(event: DragEvent): void;
  /** As it may be shown: names are replaced if they are to be. */
  found: Comparison | null;
  csv(): void;
  json(): void;
}

export function compare(view: View, comparer: Comparer): Drawn {
  const { desk } = view;
  const { found } = comparer;
  const reading = found?.readings.find((one) => one.reading === desk.reading);
  return html`${entrance(view, comparer)} ${found ? totals(view, found, comparer) : nothing}
  ${found && reading ? html`${causes(view, found, reading)} ${products(view, reading)} ${quarters(view, reading)}` : nothing}
  ${found ? rows(view, found) : nothing}`;
}

function entrance(view: View, comparer: Comparer): Drawn {
  const { text, desk } = view;
  const other = desk.compared;
  const which = (later: boolean): Drawn =>
    html`<label
      ><input
        type="radio"
        name="compare-when"
        .checked=${other.later === later}
        @change=${() => other.otherwise({ later })}
      />${text.t(later ? "compare_later" : "compare_earlier")}</label
    >`;
  const into = {
    prefix: "other-",
    title: text.t("compare_drop"),
    hint: text.t("compare_drop_hint"),
    dragging: other.dragging,
    drag: (on: boolean) => other.drag(on),
    drop: comparer.drop,
    open: (files: typeof other.files) => void other.open(files),
  };
  // A message may name what no pseudonym is known for.
  const findings = view.look.pseudonyms ? [] : (other.error?.findings ?? []);
  return card(
    "compare",
    text.t("compare"),
    "compare",
    html`<p class="hint">${text.t("compare_hint")} ${desk.levers.changed ? text.t("compare_as_it_is") : nothing}</p>
      <fieldset class="filters compare-when">
        <legend class="visually-hidden">${text.t("compare_when")}</legend>
        <span aria-hidden="true">${text.t("compare_when")}</span>
        <div class="segments">${which(false)}${which(true)}</div>
      </fieldset>
      ${drop(
        view,
        into,
        nothing,
        asOf(view, other.asOf, (day) => other.otherwise({ asOf: day })),
      )}
      ${busy(view, other.busy)} ${problem(view, other.error)} ${cutOff(view, other.cutOff)}
      ${findings.length > 0 ? findingsList(view, findings, "other-findings") : nothing}
      <div role="status">${status(view, comparer.found)}</div>`,
  );
}

/** What became of the last that was given; what was compared before it stays below. */
function status(view: View, found: Comparison | null): Drawn {
  const { busy, cancelled, error } = view.desk.compared;
  if (cancelled) return html`<p>${view.text.t(found ? "cancelled_stays" : "cancelled")}</p>`;
  if (busy || error) return found ? html`<p>${view.text.t("compared_stays")}</p>` : nothing;
  return said(view, found);
}

/** What came of it in one sentence, for those who do not see it appear below. */
function said(view: View, found: Comparison | null): Drawn {
  if (!found) return nothing;
  const { text } = view;
  const changed = found.readings.filter((reading) => !isZero(reading.difference)).length;
  return html`<p>${text.n("compared", found.readings.length, undefined, { changed })}</p>`;
}

function totals(view: View, found: Comparison, comparer: Comparer): Drawn {
  const { text, desk } = view;
  const row = (one: ReadingChange): Drawn =>
    line(view, {
      name: readingHead(view, one.reading),
      looked: one.reading === desk.reading,
      figures: [
        amount(view, one.before.total, one.before.complete),
        amount(view, one.after.total, one.after.complete),
        difference(view, one.difference, one.before.complete && one.after.complete),
      ],
    });
  return card(
    "compared",
    text.t("compared_totals"),
    "compared",
    html`<dl class="sides">${position(view, found, "earlier")} ${position(view, found, "later")}</dl>
      <div class="filters">${readingPicker(view)}</div>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="compared-title">
        <table class="data">
          ${heads(view, text.t("readings"), [text.t("earlier"), text.t("later"), text.t("difference")])}
          <tbody>
            ${inOrder(found.readings).map(row)}
          </tbody>
        </table>
      </div>
      <p class="hint">${remarks(view, found).join(" ")}</p>
      <div class="actions">
        <button type="button" @click=${comparer.csv}>${text.t("save_csv")}</button>
        <button type="button" @click=${comparer.json}>${text.t("save_json")}</button>
      </div>`,
  );
}

function position(view: View, found: Comparison, side: "earlier" | "later"): Drawn {
  const { text, desk } = view;
  const { name, as_of, first_deployment } = side === "later" ? found.after : found.before;
  const first = text.t("first_deployment_of", { day: first_deployment ?? text.t("unknown") });
  const open = desk.compared.of.later === (side === "earlier");
  return html`<div>
    <dt>${text.t(side)}${open ? html` <small>(${text.t("open_here")})</small>` : nothing}</dt>
    <dd>
      ${name ? html`<strong>${name}</strong>, ` : nothing}${open ? nothing : scenario(view)}<span class="nowrap">${text.t("as_of", { date: as_of })}</span>,
      <small class="hint">${first}</small>
    </dd>
  </div>`;
}

/** A kept report may be of a scenario, whose words may name what no pseudonym is known for. */
function scenario(view: View): Drawn {
  const { text, desk, look } = view;
  const of = desk.compared.scenario;
  if (!of) return nothing;
  if (look.pseudonyms) return html`${text.t("compared_scenario", { name: text.t("withheld") })}, `;
  return html`<span title=${of.changes.join("; ")}>${text.t("compared_scenario", { name: of.name })}</span>, `;
}

function remarks(view: View, found: Comparison): string[] {
  const { text, desk } = view;
  const list = [text.t("money_in", { currency: found.currency }) + ".", text.t("differences_are")];
  if (found.readings.some((one) => !one.before.complete || !one.after.complete)) list.push(text.t("least_compared"));
  const only = (names: string[], side: "earlier" | "later"): void => {
    if (names.length > 0)
      list.push(text.t("only_in", { side: text.t(side).toLowerCase(), names: names.join(", ") }));
  };
  only(found.readings_only_before, "earlier");
  only(found.readings_only_after, "later");
  const looked = found.readings.find((one) => one.reading === desk.reading);
  if (!looked) return [...list, text.t("not_in_both", { reading: desk.reading })];
  const window = ({ from, to }: ReadingChange["after"]): string => text.t("from_to", { from, to });
  const [before, after] = [window(looked.before), window(looked.after)];
  if (before !== after) list.push(text.t("windows_differ", { reading: looked.reading, before, after }));
  return list;
}

function causes(view: View, found: Comparison, reading: ReadingChange): Drawn {
  const { text } = view;
  const differs = found.readings.some((one) => !isZero(one.difference));
  if (reading.causes.length === 0 && found.tables.length === 0 && !differs) return nothing;
  const step = (name: string): string =>
    name
      .split(" + ")
      .map((one) => text.any(`step_${one}`, {}, one))
      .join(" + ");
  const steps = reading.causes.map((cause) => ({ ...cause, step: step(cause.step) }));
  const end = (side: "earlier" | "later") => ({
    ...(side === "earlier" ? reading.before : reading.after),
    label: text.t(side),
  });
  const way = {
    id: "compared-causes-chart",
    title: text.t("compared_causes"),
    reading: reading.reading,
    before: end("earlier"),
    after: end("later"),
    causes: steps,
  };
  return card(
    "compared-causes",
    `${text.t("causes")}: ${reading.reading}`,
    "compared-causes",
    steps.length === 0
      ? html`<p>${text.t("no_causes_report")}</p>`
      : stepByStep(
          view,
          way,
          [text.t("steps"), text.t("difference")],
          steps.map((one) => [one.step, difference(view, one.amount, one.complete)]),
        ),
  );
}
