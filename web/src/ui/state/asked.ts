/** Answers that are asked for when they are first shown, and kept until the figures change. */

import type { EngineError } from "../engine-port.js";
import { asError } from "./errors.js";

export interface Answered<T> {
  value: T | null;
  error: EngineError | null;
}

const NOTHING: Answered<never> = { value: null, error: null };

export class Asked {
  private kept = new Map<string, Answered<unknown>>();
  /** The last answers, shown dimmed until the new ones are there, so that nothing jumps. */
  private before = new Map<string, Answered<unknown>>();
  private turn = 0;

  constructor(private readonly redraw: () => void) {}

  forget(): void {
    this.turn += 1;
    for (const [key, answered] of this.kept) if (answered.value !== null) this.before.set(key, answered);
    this.kept = new Map();
  }

  /** The answer under a key; asks if there is none. */
  get<T>(key: string, ask: () => Promise<T>): Answered<T> & { fresh: boolean } {
    const found = this.kept.get(key) as Answered<T> | undefined;
    if (found && (found.value !== null || found.error !== null)) return { ...found, fresh: true };
    if (!found) {
      this.kept.set(key, NOTHING);
      const turn = this.turn;
      // After the redraw that asks: a redraw changes nothing while it runs.
      queueMicrotask(() => {
        ask().then(
          (value) => this.put(turn, key, { value, error: null }),
          (problem: unknown) => this.put(turn, key, { value: null, error: asError(problem) }),
        );
      });
    }
    const before = (this.before.get(key) as Answered<T> | undefined) ?? NOTHING;
    return { value: before.value, error: null, fresh: false };
  }

  /** The answer if it is there. */
  peek<T>(key: string): T | null {
    return (this.kept.get(key) as Answered<T> | undefined)?.value ?? null;
  }

  private put(turn: number, key: string, answered: Answered<unknown>): void {
    if (turn !== this.turn) return;
    this.kept.set(key, answered);
    this.redraw();
  }
}
