/** What the host page hears: new totals and errors, each once. */

import type { EngineError } from "./engine-port.js";
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
  private readonly told = { opening: "", levers: "", figures: "" };

  constructor(private readonly host: EventTarget) {}

  tell({ base, figures, levers, opening }: Desk, text: Text): void {
    this.problem("opening", opening.error, text);
    this.problem("levers", levers.error, text);
    if (!base || levers.error || !levers.answered) return;
    const readings = figures.map(({ reading, total, complete }) => ({ reading, total, complete }));
    const detail: EstimateDetail = { name: base.name, asOf: base.as_of, currency: base.currency, scenario: levers.document, readings };
    const key = JSON.stringify(detail);
    if (key === this.told.figures) return;
    this.told.figures = key;
    this.send("subcap-estimate", detail);
  }

  private problem(of: "opening" | "levers", error: EngineError | null, text: Text): void {
    const key = error ? `${error.code} ${error.message}` : "";
    if (key === this.told[of]) return;
    this.told[of] = key;
    if (!error) return;
    // Figures that come after it are news, also where they are those from before.
    if (of === "levers") this.told.figures = "";
    this.wrong(error.code, text.said(error.message), text.said(error.hint ?? ""));
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
