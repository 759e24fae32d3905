/** Scenarios kept under a name, side by side, and which of them are saved somewhere. */

import type { EngineError, EnginePort } from "../engine-port.js";
import type { Answer } from "../types.js";
import { asError } from "./errors.js";
import type { Scenario } from "./scenario.js";

/** A scenario kept under a name, with the engine's answer to it once it is there. */
export interface Kept {
  id: number;
  name: string;
  document: Scenario;
  answer: Answer | null;
  error: EngineError | null;
}

/** What a scenario changes, whatever it is called. */
const workOf = ({ name: _, ...document }: Scenario): string => JSON.stringify(document);

export class Scenarios {
  kept: Kept[] = [];
  private nextId = 1;
  /** Those that are in a file or in the address. */
  private onFile = new Set<string>();

  constructor(
    private readonly port: () => EnginePort,
    /** Whether there is a position to ask of. */
    private readonly open: () => boolean,
    private readonly redraw: () => void,
  ) {}

  /** The same under the same name is kept once: a second press adds nothing. */
  keep(name: string, document: Scenario): void {
    if (this.kept.some((one) => one.name === name && workOf(one.document) === workOf(document))) return;
    const kept: Kept = { id: this.nextId++, name, document: { ...document, name }, answer: null, error: null };
    this.kept = [...this.kept, kept];
    void this.answer(kept);
    this.redraw();
  }

  drop(id: number): void {
    this.kept = this.kept.filter((kept) => kept.id !== id);
    this.redraw();
  }

  rename(id: number, name: string): void {
    for (const kept of this.kept) {
      if (kept.id === id) Object.assign(kept, { name, document: { ...kept.document, name } });
    }
    this.redraw();
  }

  /** Another estate is open: what was said of the one before is no answer. */
  forget(): void {
    for (const kept of this.kept) Object.assign(kept, { answer: null, error: null });
  }

  /** Each is asked of it. */
  answerAll(): void {
    for (const kept of this.kept) void this.answer(kept);
  }

  /** The name under which these levers are kept, if they are. */
  nameOf(document: Scenario): string | undefined {
    return this.kept.find((kept) => workOf(kept.document) === workOf(document))?.name;
  }

  /** They are in a file now, or in the address. */
  saved(documents: Scenario[]): void {
    for (const document of documents) this.onFile.add(workOf(document));
    this.redraw();
  }

  isSaved(document: Scenario): boolean {
    return this.onFile.has(workOf(document));
  }

  private async answer(kept: Kept): Promise<void> {
    if (!this.open()) return;
    try {
      kept.answer = await this.port().scenario(kept.document, []);
      kept.error = null;
    } catch (problem) {
      kept.answer = null;
      kept.error = asError(problem);
    }
    this.redraw();
  }
}
