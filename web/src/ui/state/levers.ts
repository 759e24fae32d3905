/** The levers as set, and the engine's answers to them: figures at once, the whole report where reasons are shown. */

import type { EngineError, EnginePort } from "../engine-port.js";
import type { Answer, Report } from "../types.js";
import { asError } from "./errors.js";
import { fitting } from "./fitting.js";
import { type Scenario, isEmpty, tidy } from "./scenario.js";

/**
 * The whole report of a scenario takes the engine longer than its figures, and no lever is answered meanwhile: it is
 * asked for only where it is shown, and once the levers have been still for so long.
 */
export const STILL_MS = 250;

/** Levers are drawn with the answer they lead to, once: without it only if it takes longer than anyone would notice. */
const UNNOTICED_MS = 60;

/** The position they are asked of. */
export interface Asking {
  port: () => EnginePort;
  /** Whether there is a position to ask of. */
  open: () => boolean;
  /** The engine answers about the next estate already, and the page still shows the one before. */
  between: () => boolean;
  /** The reading whose quarters are looked at. */
  reading: () => string;
  /** The levers are others: what was asked beside them is no more. */
  moved: () => void;
  redraw: () => void;
}

export class Levers {
  document: Scenario = {};
  /** The quick answer to the levers as set; null where nothing is changed. */
  answer: Answer | null = null;
  error: EngineError | null = null;
  /** The whole report of the levers as set; null until it is there. */
  after: Report | null = null;

  /** What the answer is to. */
  private answerTo: Scenario | null = null;
  private waiting: Scenario | null = null;
  private asking = false;
  private wanted: Scenario | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private undrawn: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly of: Asking) {}

  get changed(): boolean {
    return !isEmpty(this.document);
  }

  /** Whether the figures are those of the levers as set. */
  get answered(): boolean {
    return !this.changed || this.answerTo === this.document;
  }

  /** Whether reasons are still those of before. */
  get pending(): boolean {
    return this.changed && !this.after && !this.error;
  }

  /** The scenario for questions beside the answer; none where nothing is changed. */
  get scenario(): { scenario?: Scenario } {
    return this.changed ? { scenario: this.document } : {};
  }

  /** Sets the levers. The quick answer is asked for at once, the whole report when the levers are still. */
  set(document: Scenario): void {
    this.document = tidy(document);
    this.after = null;
    this.of.moved();
    clearTimeout(this.timer);
    if (this.changed) {
      this.askFor(this.document);
      this.undrawn ??= setTimeout(() => this.drawn(), UNNOTICED_MS);
    } else {
      this.waiting = null;
      this.forget();
      this.drawn();
    }
  }

  /** The quick answer has the quarters of one reading: of another one it is asked for again. */
  looked(): void {
    if (this.pending) this.askFor(this.document);
  }

  /** The answers are about another estate, or about none. */
  forget(): void {
    Object.assign(this, { answer: null, answerTo: null, error: null, after: null });
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.undrawn);
  }

  /** The whole report of the levers as set is wanted: what shows reasons calls this. */
  want(): void {
    if (!this.changed || this.after || this.wanted === this.document) return;
    this.wanted = this.document;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.askWhole(this.document), STILL_MS);
  }

  /** Takes back those levers that make it fail, and no others. */
  async takeBackUnfit(): Promise<void> {
    const document = this.document;
    const left = await fitting(document, (one) => this.of.port().scenario(one, []));
    if (document === this.document) this.set(left);
  }

  private askFor(document: Scenario): void {
    this.waiting = document;
    void this.ask();
  }

  private drawn(): void {
    clearTimeout(this.undrawn);
    this.undrawn = undefined;
    this.of.redraw();
  }

  /** One question at a time, and only the newest of those that came meanwhile. */
  private async ask(): Promise<void> {
    if (this.asking || !this.of.open()) return;
    this.asking = true;
    while (this.waiting) {
      const [document, reading]: [Scenario, string] = [this.waiting, this.of.reading()];
      this.waiting = null;
      // An answer to other levers than are set by now, or about an estate that is not shown yet, is none.
      const wanted = (): boolean => document === this.document && !this.of.between();
      try {
        const answer = await this.of.port().scenario(document, [reading]);
        if (wanted()) Object.assign(this, { answer, answerTo: document, error: null });
      } catch (problem) {
        if (wanted()) this.unanswered(problem);
      }
      if (!wanted()) continue;
      // Another reading is looked at by now: its quarters are wanting.
      if (reading !== this.of.reading() && !this.error) this.waiting ??= document;
      this.drawn();
    }
    this.asking = false;
  }

  private async askWhole(document: Scenario): Promise<void> {
    if (this.error) return;
    const wanted = (): boolean => document === this.document && !this.of.between();
    try {
      const whole = await this.of.port().reportOf(document);
      if (wanted()) this.after = whole;
    } catch (problem) {
      if (wanted()) this.unanswered(problem);
    }
    this.of.redraw();
  }

  /** The levers cannot be applied: no answer to others may stand in for theirs. */
  private unanswered(problem: unknown): void {
    Object.assign(this, { answer: null, after: null, error: asError(problem) });
  }
}
