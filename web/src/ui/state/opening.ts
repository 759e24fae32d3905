/** How an estate comes to be open: what was given, how far reading is, what was recognised, what went wrong. */

import type { EngineError, EnginePort, PickedFile, ExportFile, Glimpse, ImportOptions, Opened, QuarterOnFile } from "../engine-port.js";
import type { Report } from "../types.js";
import { asError, lacksDay } from "./errors.js";

/** What is going on that somebody waits for. */
export interface Busy {
  what: "starting" | "reading" | "opening";
  path: string;
  /** Share read, if known. */
  share: number | null;
  cancel: (() => void) | null;
}

/** Files of an estate, and how they are read. */
interface Given {
  files: PickedFile[];
  asOf?: string | undefined;
  imports: ImportOptions;
  /** There were more files than were taken. */
  more?: boolean;
}

const NOTHING: Given = { files: [], imports: {} };

/** Whom it is opened for. */
export interface Opener {
  port: () => EnginePort;
  /** The estate that is open now. */
  opened: () => Opened | null;
  /** It is there, with its first answer. `quietly`: it takes the place of one that is being typed. */
  arrived: (opened: Opened, base: Report, quietly: boolean) => void;
  /** It is drawn: what nobody waits for follows. `current` is false once something else is being opened. */
  settled: (current: () => boolean) => Promise<void>;
  /** The engine is back with the estate that is shown: what was asked meanwhile was of another one. */
  restored: () => void;
  redraw: () => void;
}

type Opens = (engine: EnginePort) => Promise<Opened>;

export class Opening {
  busy: Busy | null = null;
  error: EngineError | null = null;
  cancelled = false;
  /** The engine had to be started again since. */
  replaced: { reason: string; reopened: boolean } | null = null;
  /** The engine answers about another estate than the page shows: the next one, or one that was never shown. */
  between = false;
  /** Code and name of what an export can be; there once an export was given. */
  kinds: [code: string, name: string][] = [];

  private turn = 0;
  private underWay: AbortController | null = null;
  /** How the estate that is shown is opened. */
  private shown: Opens | null = null;
  /** What exports are by their summaries, while the rest of them is read. */
  private glimpse: Glimpse | null = null;
  /** What was given last, and what the open position was made of: not the same where the last could not be opened. */
  private given: Given = NOTHING;
  private behind: Given = NOTHING;

  constructor(private readonly of: Opener) {}

  demo(): Promise<void> {
    return this.open(NOTHING, (engine) => engine.openDemo());
  }

  /** While somebody types the last answer stays where it is. */
  tables(tables: Record<string, string>): Promise<void> {
    return this.open(NOTHING, (engine) => engine.openTables(tables), true);
  }

  files(files: PickedFile[], asOf: string | undefined, more = false): Promise<void> {
    return this.read({ files, asOf, imports: {}, more });
  }

  /** Reads the files that could not be opened again, now with that day. */
  on(asOf: string): Promise<void> {
    return this.read({ ...this.given, asOf }, true);
  }

  /** Reads the same files otherwise; what was said stays if that is given up. */
  async again(change: { [Key in keyof ImportOptions]: ImportOptions[Key] | undefined }): Promise<void> {
    const wanted = Object.entries({ ...this.imports, ...change }).filter(([, value]) => value !== undefined);
    await this.read({ ...this.given, imports: Object.fromEntries(wanted) as ImportOptions }, true);
    this.of.redraw();
  }

  /** Leaves aside what could not be opened: the position that stayed is looked at again. */
  dismiss(): void {
    this.error = null;
    this.given = this.behind;
    this.of.redraw();
  }

  /** Whether a day is all that was wanting, or the one given was none. */
  get wantsDay(): boolean {
    return this.error !== null && this.given.files.length > 0 && (lacksDay(this.error) || this.error.code === "bad-option");
  }

  /** How exports among the files are read. */
  get imports(): ImportOptions {
    return this.given.imports;
  }

  /** A folder had more files than were read. */
  get cutOff(): boolean {
    return this.given.more ?? false;
  }

  /** What the files that are being read are by their summaries. */
  get glimpsed(): Glimpse | null {
    return this.busy ? this.glimpse : null;
  }

  /** Exports as they were recognised, also where no estate came of them. */
  get exports(): ExportFile[] {
    if (this.error) return this.error.exports ?? [];
    return this.glimpsed?.files ?? this.of.opened()?.exports ?? [];
  }

  /** Which quarters their reports cover. */
  get quarters(): QuarterOnFile[] {
    if (this.error) return [];
    return this.glimpsed?.quarters ?? this.of.opened()?.quarters ?? [];
  }

  private read(given: Given, again = false): Promise<void> {
    const { files, asOf, imports } = given;
    const abort = new AbortController();
    return this.open(given, (engine) => {
      const turn = this.turn;
      this.underWay = abort;
      this.busy = { what: "reading", path: "", share: 0, cancel: () => abort.abort() };
      return engine.openFiles(files, {
        ...(asOf ? { asOf } : {}),
        imports,
        signal: abort.signal,
        progress: (read, total, path) => {
          if (turn !== this.turn || !this.busy) return;
          const share = total > 0 ? read / total : null;
          this.busy = { ...this.busy, what: share === 1 ? "opening" : "reading", path, share };
          this.of.redraw();
        },
        glimpse: (glimpse) => {
          if (turn === this.turn && this.busy && !again) this.glimpse = glimpse;
        },
      });
    }, again);
  }

  /** What is open stays until something else is: a file that cannot be read costs nobody their position. */
  private async open(given: Given, how: Opens, quietly = false): Promise<void> {
    const turn = ++this.turn;
    // What is still being read is not wanted any more.
    this.underWay?.abort();
    this.underWay = null;
    const current = (): boolean => turn === this.turn;
    const before = quietly ? this.given : this.behind;
    Object.assign(this, { given, cancelled: false, replaced: null, glimpse: null });
    if (!quietly) {
      this.error = null;
      this.busy = { what: "starting", path: "", share: null, cancel: null };
    }
    this.of.redraw();
    try {
      const engine = this.of.port();
      const opened = await how(engine);
      this.between = true;
      if (opened.exports.length > 0) this.kinds = await engine.kinds();
      if (!current()) return;
      const base = await engine.estimate();
      if (!current()) return;
      Object.assign(this, { behind: given, shown: how, underWay: null, error: null, busy: null, between: false });
      this.of.arrived(opened, base, quietly);
      this.of.redraw();
      await this.of.settled(current);
    } catch (problem) {
      if (!current()) return;
      Object.assign(this, { busy: null, underWay: null });
      const error = asError(problem);
      if (error.name === "AbortError") Object.assign(this, { cancelled: true, glimpse: null, given: before });
      else {
        this.error = error;
        if (error.exports?.length) this.kinds = await this.of.port().kinds().catch(() => []);
      }
      await this.restore(current);
    }
    this.of.redraw();
  }

  /** The page shows what it showed; the engine may have gone on to an estate that is not shown after all. */
  private async restore(current: () => boolean): Promise<void> {
    if (!this.between || !current()) return;
    try {
      await this.shown?.(this.of.port());
      if (!current()) return;
      this.between = false;
      this.of.restored();
    } catch (problem) {
      if (current()) this.error ??= asError(problem);
    }
  }
}
