/** Another position beside the open one: what was given for it, how far it is, and what came of it. */

import { isReport, type Comparison, type EngineError, type EnginePort, type PickedFile, type ImportOptions } from "../engine-port.js";
import { type Changed, scenarioIn } from "../export/report-json.js";
import { asError } from "./errors.js";
import type { Busy } from "./opening.js";

export class Comparing {
  files: PickedFile[] = [];
  /** There were more of them than were read. */
  cutOff = false;
  /** The other position is the later one. */
  later = false;
  /** Day of the other position where its tables do not say. */
  asOf = "";
  dragging = false;
  busy: Busy | null = null;
  cancelled = false;
  error: EngineError | null = null;
  found: Comparison | null = null;
  /** What was found is of these files, on that side; others may have been given since. */
  of: { files: PickedFile[]; later: boolean } = { files: [], later: false };
  /** What a kept report is of, where it is not of the figures as they are. */
  scenario: Changed | null = null;
  private turn = 0;
  private underWay: AbortController | null = null;

  constructor(
    private readonly port: () => EnginePort,
    /** How exports of the open estate were read: the other one's are read alike. */
    private readonly imports: () => ImportOptions,
    private readonly redraw: () => void,
  ) {}

  /** Another estate is open: what was compared is no more. */
  forget(): void {
    this.turn += 1;
    this.underWay?.abort();
    Object.assign(this, { files: [], cutOff: false, busy: null, cancelled: false, error: null, found: null, scenario: null });
  }

  /** The other one is a kept report: one file of JSON, as on the command line. */
  get ofReport(): boolean {
    return isReport(this.of.files);
  }

  drag(on: boolean): void {
    this.dragging = on;
    this.redraw();
  }

  open(files: PickedFile[], cutOff = false): Promise<void> {
    Object.assign(this, { files, cutOff });
    return this.ask();
  }

  /** Compares the same files otherwise. */
  otherwise(change: { later?: boolean; asOf?: string }): void {
    Object.assign(this, change);
    if (this.files.length > 0) void this.ask();
    else this.redraw();
  }

  private async ask(): Promise<void> {
    const turn = ++this.turn;
    const abort = new AbortController();
    this.underWay?.abort();
    this.underWay = abort;
    const busy: Busy = { what: "starting", path: "", share: null, cancel: () => abort.abort() };
    // What was compared before stays until something else is.
    Object.assign(this, { busy, cancelled: false, error: null });
    this.redraw();
    // What was said of single files, by name, was said of the open estate's.
    const { kinds: _, ...imports } = this.imports();
    const { files, later, asOf } = this;
    try {
      const found = await this.port().compare(files, {
        before: !later,
        ...(asOf ? { asOf } : {}),
        imports,
        signal: abort.signal,
        progress: (read, total, path) => {
          if (turn !== this.turn || !this.busy) return;
          const share = total > 0 ? read / total : null;
          this.busy = { ...this.busy, what: share === 1 ? "opening" : "reading", path, share };
          this.redraw();
        },
      });
      const [file] = files;
      const scenario = file && isReport(files) ? await scenarioIn(file.file) : null;
      if (turn === this.turn) Object.assign(this, { found, scenario, of: { files, later } });
    } catch (problem) {
      if (turn === this.turn) {
        const error = asError(problem);
        if (error.name === "AbortError") this.cancelled = true;
        else this.error = error;
      }
    }
    if (turn !== this.turn) return;
    this.busy = null;
    this.redraw();
  }
}
