/** The reason of a figure: steps that unfold, each with its rule, sources and rows. */

import { html, nothing, render } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { type Scenario, merged } from "../state/scenario.js";
import type { Explanation, Needed, Step } from "../types.js";
import { problem, waiting } from "./bits.js";
import type { Desk } from "../state/desk.js";
import type { Drawn, Reason, View } from "./view.js";

export function drawer(view: View, close: () => void): Drawn {
  const { text, look, desk } = view;
  const reason = look.reason;
  const of = reason ? desk.asked.peek<Explanation>(keyOf(reason))?.product : null;
  return html`<dialog class="drawer" part="drawer" aria-labelledby="reason-title" @close=${close} @click=${outside}>
    ${
      reason
        ? html`<div class="drawer-body">
            <div class="drawer-head">
              <h2 id="reason-title">${view.said(reason.title)}</h2>
              <button
                type="button"
                @click=${(event: Event) => (event.target as HTMLElement).closest("dialog")?.close()}
              >
                ${text.t("close")}
              </button>
            </div>
            <p class="hint">
              ${reason.reading ?? ""}${of ? html` · ${of}` : nothing}${desk.levers.changed ? html` · ${text.t("with_levers")}` : nothing}
            </p>
            ${body(view)}
          </div>`
        : nothing
    }
  </dialog>`;
}

/** A press beside the drawer closes it. */
function outside(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}

const keyOf = (reason: Reason): string => `explain ${JSON.stringify(reason)}`;

function body(view: View): Drawn {
  const { look, desk } = view;
  const reason = look.reason;
  if (!reason) return nothing;
  const asked = desk.asked.get(keyOf(reason), () => explained(desk, reason));
  const found = asked.value;
  if (!found) return asked.error ? problem(view, asked.error) : waiting(view);
  const sources = cited(found);
  // Another figure is another tree: nothing that was unfolded in the last one may linger.
  const open = new Set<Step>();
  unfolded(found.steps, open);
  const tree: Tree = { view, sources, open };
  return keyed(found, html`${list(tree, found.steps)}${listed(view, sources)}`) as unknown as Drawn;
}

/** Asks for the reason. A host's is one product's: without a choice, of the one that falls there and costs most. */
async function explained(desk: Desk, { title: _title, among, ...of }: Reason): Promise<Explanation> {
  const port = desk.port();
  const { host, quarter, reading = desk.reading } = of;
  if (!host || !quarter || of.product) return port.explain({ ...of, ...desk.levers.scenario });
  let there: string | undefined;
  for (const product of among ?? []) {
    const standing = await port.standing({ reading, product, ...desk.levers.scenario });
    const at = standing.quarters.indexOf(quarter);
    const found = standing.hosts.find((one) => one.host === host);
    if (!found?.days[at]) continue;
    there ??= product;
    if ((found.lost[at] ?? 0) > 0) {
      there = product;
      break;
    }
  }
  return port.explain({ ...of, ...(there ? { product: there } : {}), ...desk.levers.scenario });
}

type Source = Explanation["sources"][number] & { number: number };

/** Sources that the steps name, numbered as a reader meets them. */
function cited({ steps, sources }: Explanation): Map<string, Source> {
  const all = new Map(sources.map((source) => [source.id, source]));
  const found = new Map<string, Source>();
  const walk = (some: Step[]): void => {
    for (const step of some) {
      for (const id of step.sources ?? []) {
        const source = all.get(id);
        if (source && !found.has(id)) found.set(id, { ...source, number: found.size + 1 });
      }
      walk(step.steps ?? []);
    }
  };
  walk(steps);
  return found;
}

interface Tree {
  view: View;
  /** Sources by their id. */
  sources: Map<string, Source>;
  /** Steps that are open from the start. */
  open: Set<Step>;
}

/** What a reader came for is open: the last step, which is the reading's, and under it the first lost days. */
function unfolded(steps: Step[], open: Set<Step>): void {
  const last = steps.at(-1);
  if (!last) return;
  open.add(last);
  for (const lost of last.steps?.filter((step) => step.rule === "lost-day") ?? []) {
    open.add(lost);
    if (lost.steps?.[0]) open.add(lost.steps[0]);
  }
}

function list(tree: Tree, steps: Step[]): Drawn {
  return html`<ol class="steps" role="list">
    ${steps.map((step) => html`<li>${one(tree, step)}</li>`)}
  </ol>`;
}

function one(tree: Tree, step: Step): Drawn {
  const { view, sources } = tree;
  const { text } = view;
  const inner = step.steps ?? [];
  const cited = (step.sources ?? []).map((id) => sources.get(id)).filter((source) => source !== undefined);
  const line = html`<span class="step-text">${view.said(step.text)}</span>
    ${step.value ? html`<span class="step-value">${view.format.value(step.value)}</span>` : nothing}`;
  const about =
    step.rule || step.places?.length || cited.length
      ? html`<div class="step-about">
          ${step.rule ? html`<span class="rule">${text.t("rule", { rule: step.rule })}</span>` : nothing}
          ${step.places?.length ? html`<span class="places">${text.t("rows", { places: step.places.map(view.name).join("; ") })}</span>` : nothing}
          ${cited.map((source) => citation(view, source))}
        </div>`
      : nothing;
  const change = alternatives(view, step.would_change_if ?? []);
  if (inner.length === 0) return html`<div class="step">${line}${about}${change}</div>`;
  // A total has thousands of steps: those below are drawn when they are unfolded.
  const unfold = (event: Event): void => {
    const inside = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(":scope > .inside");
    if (inside && inside.childElementCount === 0) render(list(tree, inner), inside);
  };
  return html`<details class="step" ?open=${tree.open.has(step)} @toggle=${unfold}>
    <summary>${line}</summary>
    ${about}${change}
    <div class="inside"></div>
  </details>`;
}

/** What would change it, each alternative to be tried on the levers. */
function alternatives(view: View, all: Needed[][]): Drawn {
  if (all.length === 0) return nothing;
  const { text, desk } = view;
  return html`<ul class="would" aria-label=${text.t("would_change")}>
    ${all.map((needs) => {
      const said = needs.map((needed) => neededText(view, needed)).join(` ${text.t("and")} `);
      const document = scenarioOf(needs);
      const set = (event: Event): void => {
        (event.target as HTMLElement).closest("dialog")?.close();
        if (document) desk.levers.set(merged(desk.levers.document, document));
      };
      return html`<li>
        ${text.t("would_change_if", { what: said })}
        ${document ? html`<button type="button" class="quiet" aria-label="${text.t("try_it")}: ${said}" @click=${set}>${text.t("try_it")}</button>` : nothing}
      </li>`;
    })}
  </ul>`;
}

function neededText(view: View, needed: Needed): string {
  const values = Object.fromEntries(Object.entries(needed).map(([key, value]) => [key, view.name(String(value))]));
  if ("key" in needed) values["key"] = view.text.any(`lever_${needed.key}`, {}, needed.key);
  return view.text.any(`need_${needed.need}`, values);
}

/** The alternative as a scenario; none where the rows of a product's licences would have to be known. */
function scenarioOf(needs: Needed[]): Scenario | null {
  let document: Scenario = {};
  for (const needed of needs) {
    if (needed.need === "item") {
      const { kind, scope, from, to } = needed;
      document = merged(document, { evidence_add: [{ id: `${kind} ${scope} ${from}`, kind, scope, from, to }] });
    } else if (needed.need === "accepted" || needed.need === "found") {
      document = merged(document, { evidence: { [needed.id]: "held" } });
    } else if (needed.need === "at-least" || needed.need === "at-most") {
      document = merged(document, { reading: { [needed.key]: needed.value } });
    } else return null;
  }
  return document;
}

/** A number that opens its source where it stands. */
function citation(view: View, source: Source): Drawn {
  return html`<details class="cite">
    <summary title=${view.said(source.title)} aria-label=${view.text.t("source_n", { n: source.number })}>[${source.number}]</summary>
    <span>${titled(view, source)}</span>
  </details>`;
}

/** A source by its title, which leads there unless it is ours: only when it is pressed is anything asked for. */
function titled(view: View, { id, title, url }: Source): Drawn {
  const published = url && /^https?:\/\//.test(url);
  return published
    ? html`<a href=${url} target="_blank" rel="noreferrer" title=${url}>${title}</a>`
    : html`${view.said(title)} <small class="hint">${id}</small>`;
}

function listed(view: View, sources: Map<string, Source>): Drawn {
  if (sources.size === 0) return nothing;
  return html`<details class="sources">
    <summary>${view.text.t("sources")}: ${sources.size}</summary>
    <ol>
      ${[...sources.values()].map((source) => html`<li>${titled(view, source)}</li>`)}
    </ol>
  </details>`;
}
