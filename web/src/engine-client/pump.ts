/** Bytes on their way into wasm: in slices, with progress told and messages let in between. */

import { aborted, known, unreadable } from "./errors.js";
import type { Glimpse } from "./exports.js";
import type { Progress } from "./inputs.js";

/** Progress is told this often, and other messages are let in. */
const BREATH_MS = 50;

/** How the reading is watched and ended. */
export interface Watch {
  progress?: (progress: Progress) => void;
  cancelled?: () => boolean;
}

/** All bytes of one estate. */
export class Pump {
  #bytes = 0;
  /** When it was told last; time begins with the first bytes. */
  #told = 0;

  constructor(
    readonly total: number | null,
    readonly watch: Watch,
    /** Rows of tables read so far. */
    readonly rows: () => number,
  ) {}

  /** Pushes a file. `scale` makes unpacked bytes packed ones, so that progress counts what was given. */
  async push(name: string, stream: ReadableStream<Uint8Array<ArrayBuffer>>, scale: number, into: (bytes: Uint8Array) => void): Promise<void> {
    const reader = stream.getReader();
    this.#told ||= performance.now();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw known(error) ?? unreadable(name, error);
      });
      if (done) return;
      try {
        into(value);
      } catch (error) {
        await reader.cancel().catch(() => undefined);
        throw error;
      }
      this.#bytes += value.byteLength * scale;
      if (performance.now() - this.#told > BREATH_MS) await this.#breathe(name, reader);
    }
  }

  /** Says how far it is. */
  tell(file: string): void {
    this.#told = performance.now();
    this.watch.progress?.({ bytes: this.#read(), total: this.total, rows: this.rows(), file });
  }

  /** What packed files have unpacked to is a guess: never more than there is. */
  #read(): number {
    return Math.min(Math.round(this.#bytes), this.total ?? Infinity);
  }

  /** Says what exports are, and lets messages in: what follows takes long. */
  async glimpse(glimpse: Glimpse): Promise<void> {
    this.watch.progress?.({ bytes: this.#read(), total: this.total, rows: this.rows(), file: "", glimpse });
    await new Promise((resolve) => setTimeout(resolve));
  }

  async #breathe(name: string, reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.tell(name);
    // Messages that wait, such as the one that cancels, come in between two tasks.
    await new Promise((resolve) => setTimeout(resolve));
    if (this.watch.cancelled?.() === true) {
      await reader.cancel().catch(() => undefined);
      throw aborted();
    }
  }
}
