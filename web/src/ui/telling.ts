/** What the host page hears: new totals and errors, each once. */

import type { Desk } from "./state/desk.js";
import type { Scenario } from "./state/scenario.js";

/** What the host page hears when the answer changes. */
export interface EstimateDetail {
  name: string;
  asOf: string;
  currency: string;
  /** What is otherwise; empty for the position as it is. */
  scenario: Scenario;
  readings: { reading: string; total: string; complete: boolean }[];
}

export class Telling {
  private told = "";

  constructor(private readonly host: EventTarget) {}

  tell({ base, figures, levers, opening }: Desk): void {
    const problem = opening.error ?? levers.error;
    const key = problem
      ? `${problem.code} ${problem.message}`
      : JSON.stringify([levers.document, figures.map((reading) => reading.total)]);
    if (key === this.told || (!problem && !base)) return;
    this.told = key;
    if (problem) this.send("subcap-error", { code: problem.code, message: problem.message, hint: problem.hint ?? "" });
    else if (base) {
      const readings = figures.map(({ reading, total, complete }) => ({ reading, total, complete }));
      const detail: EstimateDetail = { name: base.name, asOf: base.as_of, currency: base.currency, scenario: levers.document, readings };
      this.send("subcap-estimate", detail);
    }
  }

  private send(type: string, detail: unknown): void {
    this.host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
