/** What the host page hears: new totals and errors, each once. */

import type { Desk } from "./state/desk.js";
import type { Scenario } from "./state/scenario.js";
import type { Text } from "./text/text.js";

/** What the host page hears when the answer changes. */
export interface EstimateDetail {
  name: string;
  asOf: string;
  currency: string;
  /** What is otherwise; empty for the position as it is. */
  scenario: Scenario;
  readings: { reading: string; total: string; complete: boolean }[];
}

/** What went wrong, in the words as they are set. */
export interface ErrorDetail {
  code: string;
  message: string;
  hint: string;
}

export class Telling {
  private told = "";

  constructor(private readonly host: EventTarget) {}

  tell({ base, figures, levers, opening }: Desk, text: Text): void {
    const problem = opening.error ?? levers.error;
    const key = problem
      ? `${problem.code} ${problem.message}`
      : JSON.stringify([base?.name, base?.as_of, base?.currency, levers.document, figures.map((reading) => reading.total)]);
    if (key === this.told || (!problem && (!base || !levers.answered))) return;
    this.told = key;
    if (problem) this.wrong(problem.code, text.said(problem.message), text.said(problem.hint ?? ""));
    else if (base) {
      const readings = figures.map(({ reading, total, complete }) => ({ reading, total, complete }));
      const detail: EstimateDetail = { name: base.name, asOf: base.as_of, currency: base.currency, scenario: levers.document, readings };
      this.send("subcap-estimate", detail);
    }
  }

  /** The host page gave something that is no scenario. */
  refused(key: string): void {
    this.wrong("bad-scenario", `this is no scenario document: ${key}`, "Its form is that of the JSON Schema subcap.scenario/1.");
  }

  /** Or something that is no file. */
  refusedFiles(): void {
    this.wrong("bad-option", "what was given to openFiles is no list of files", "Give Files, or objects of name and data.");
  }

  private wrong(code: string, message: string, hint: string): void {
    const detail: ErrorDetail = { code, message, hint };
    this.send("subcap-error", detail);
  }

  private send(type: string, detail: unknown): void {
    this.host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementEventMap {
    "subcap-estimate": CustomEvent<EstimateDetail>;
    "subcap-error": CustomEvent<ErrorDetail>;
  }
}
