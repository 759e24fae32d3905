/** The difference between two scenarios, or from the position as it is to one, taken apart. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { figures } from "../charts/frame.js";
import type { EngineError } from "../engine-port.js";
import { changes, type Scenario } from "../state/scenario.js";
import type { Cause, ReadingFigures } from "../types.js";
import { amount, difference, problem, readingPicker, waiting } from "./bits.js";
import { card, causesChart, type End, type Way } from "./charts.js";
import { changeText } from "./levers/changes.js";
import { causeText } from "./said.js";
import type { Column } from "./scenarios.js";
import type { Drawn, View } from "./view.js";

/** One side: a scenario, or with no document the position as it is. */
interface Side {
  key: string;
  name: string;
  document: Scenario | null;
  /** Null while they are waited for. */
  readings: ReadingFigures[] | null;
  error: EngineError | null;
}

export function causes(view: View, columns: Column[]): Drawn {
  const { desk, text, look } = view;
  const sides = columns.map((column) => side(view, column));
  const to = sides.find(({ key }) => key === look.causesOf) ?? sides.at(-1);
  if (!to) return nothing;
  const asItIs = { key: "", name: text.t("as_it_is"), document: null, readings: desk.base?.readings ?? null, error: null };
  const others = [asItIs, ...sides.filter((one) => one !== to)];
  const from = others.find(({ key }) => key === look.causesFrom) ?? asItIs;
  const document = to.document ?? {};
  const asked = desk.asked.get(`causes ${JSON.stringify([from.document, document])}`, async () =>
    desk.port().causes(from.document, document),
  );
  const error = asked.error ?? to.error ?? from.error;
  const [before, after] = [end(view, from, "from_scenario"), end(view, to, "to_scenario")];
  // The one compared with cannot be the scenario itself: they change places.
  const choose = (causesOf: string): void =>
    view.set({ causesOf, causesFrom: causesOf === from.key ? to.key : from.key });
  return card(
    "causes",
    text.t("causes"),
    "causes",
    html`<div class="filters">
        ${pick(text.t("causes_of"), sides, to, choose)}
        ${pick(text.t("causes_from"), others, from, (causesFrom) => view.set({ causesFrom }))} ${readingPicker(view)}
      </div>
      ${[from, to].map((one) => changed(view, one, from !== asItIs))}
      <div class=${asked.fresh ? "" : "stale"}>
        ${error ? problem(view, error) : asked.value && before && after ? apart(view, asked.value, { before, after }) : waiting(view)}
      </div>`,
  );
}

function side({ desk }: View, { name, kept }: Column): Side {
  const { document, answer, answered, error } = desk.levers;
  // The levers may have moved on from what they were answered for.
  const now = { document, readings: (answered && answer?.readings) || null, error };
  const of = kept ? { document: kept.document, readings: kept.answer?.readings ?? null, error: kept.error } : now;
  return { key: kept ? String(kept.id) : "now", name, ...of };
}

function pick(label: string, list: Side[], chosen: Side, choose: (key: string) => void): Drawn {
  // What a person picked stays picked in the browser's eyes, whatever its attribute says.
  const option = (one: Side): Drawn =>
    html`<option value=${one.key} .selected=${live(one === chosen)}>${one.name}</option>`;
  return html`<label class="pick"
    ><span>${label}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${list.map(option)}
    </select></label
  >`;
}

/** What a scenario changes; by its name where there are two. */
function changed(view: View, { name, document }: Side, named: boolean): Drawn {
  if (!document) return nothing;
  const list = changes(document).map((change) => changeText(view, change));
  return html`<p class="hint">${named ? `${name}: ` : ""}${list.join(" · ")}</p>`;
}

function end({ desk, text }: View, { name, document, readings }: Side, way: "from_scenario" | "to_scenario"): End | null {
  const found = readings?.find(({ reading }) => reading === desk.reading);
  return found ? { ...found, label: document ? text.t(way, { name }) : name } : null;
}

function apart(view: View, all: Cause[], ends: Pick<Way, "before" | "after">): Drawn {
  const { desk, text } = view;
  const list = all.filter((cause) => cause.reading === desk.reading);
  if (list.length === 0) return html`<p>${text.t("no_causes")}</p>`;
  const rows = list.map((cause) => [
    causeText(view, cause.step),
    html`<span class="plain">${cause.group}</span>`,
    difference(view, cause.amount, cause.complete),
  ]);
  const way = {
    id: "causes-chart",
    title: text.t("causes"),
    reading: desk.reading,
    ...ends,
    causes: list.map((cause) => ({ ...cause, step: causeText(view, cause.step) })),
  };
  return stepByStep(view, way, [text.t("steps"), text.t("group"), text.t("difference")], rows);
}

/** The steps drawn, and as a table between its two ends. */
export function stepByStep(view: View, way: Way, heads: string[], rows: unknown[][]): Drawn {
  const { text } = view;
  const end = ({ label, total, complete }: Way["before"]): unknown[] => [
    label,
    ...heads.slice(2).map(() => ""),
    amount(view, total, complete),
  ];
  return html`${causesChart(view, way)}
    <p class="hint">${text.t("causes_hint")}</p>
    ${figures(text, text.t("causes"), heads, [end(way.before), ...rows, end(way.after)])}`;
}
