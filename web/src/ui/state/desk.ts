/**
 * One estate on the desk: the position as it is, the levers as set, the scenarios kept, and the engine's answers to
 * them. Everything the page shows is read from here; every change ends in one redraw.
 */

import type { EngineError, EnginePort, EstateFile, ExportFile, Glimpse, ImportOptions, Opened, QuarterOnFile } from "../engine-port.js";
import type { Answer, Inventory, Reading, ReadingFigures, ReadingProduct, ReadingQuarter, Report, ScenarioReport } from "../types.js";
import { Asked } from "./asked.js";
import { Comparing } from "./comparing.js";
import { fitting } from "./fitting.js";
import { type Scenario, isEmpty, tidy } from "./scenario.js";

/** A scenario kept under a name, with the engine's answer to it once it is there. */
export interface Kept {
  id: number;
  name: string;
  document: Scenario;
  answer: Answer | null;
  error: EngineError | null;
}

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
  files: EstateFile[];
  asOf?: string | undefined;
  imports: ImportOptions;
  /** There were more files than were taken. */
  more?: boolean;
}

/** What a scenario changes, whatever it is called. */
const workOf = ({ name: _, ...document }: Scenario): string => JSON.stringify(document);

const NOTHING: Given = { files: [], imports: {} };

/**
 * The whole report of a scenario takes the engine longer than its figures, and no lever is answered meanwhile: it is
 * asked for only where it is shown, and once the levers have been still for so long.
 */
const STILL_MS = 250;

/** Levers are drawn with the answer they lead to, once: without it only if it takes longer than anyone would notice. */
const UNNOTICED_MS = 60;

export class Desk {
  busy: Busy | null = null;
  error: EngineError | null = null;
  replaced: { reason: string; reopened: boolean } | null = null;
  cancelled = false;
  opened: Opened | null = null;
  /** What exports are by their summaries, while the rest of them is read. */
  glimpse: Glimpse | null = null;
  /** Code and name of what an export can be; there once an export was given. */
  kinds: [code: string, name: string][] = [];
  base: Report | null = null;
  inventory: Inventory | null = null;
  readings: Reading[] = [];
  /** The reading looked at. */
  reading = "agreement";
  document: Scenario = {};
  /** The quick answer to the levers as set; null where nothing is changed. */
  answer: Answer | null = null;
  answerError: EngineError | null = null;
  /** The whole report of the levers as set, with causes; null until it is there. */
  after: ScenarioReport | null = null;
  kept: Kept[] = [];
  readonly asked: Asked;
  /** Another position beside this one. */
  readonly compared: Comparing;

  private engine: EnginePort | null = null;
  private opening = 0;
  private underWay: AbortController | null = null;
  /** What was given last, and what the open position was made of: not the same where the last could not be opened. */
  private given: Given = NOTHING;
  private behind: Given = NOTHING;
  private waiting: Scenario | null = null;
  private asking = false;
  private between = false;
  private wanted: Scenario | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private undrawn: ReturnType<typeof setTimeout> | undefined;
  private nextId = 1;
  /** Scenarios and settings of levers that are in a file or in the address. */
  private onFile = new Set<string>();

  constructor(
    private readonly make: () => EnginePort,
    private readonly redraw: () => void,
  ) {
    this.asked = new Asked(redraw);
    this.compared = new Comparing(
      () => this.port(),
      () => this.imports,
      redraw,
    );
  }

  /** The engine, started when it is first needed. */
  port(): EnginePort {
    if (!this.engine) {
      this.engine = this.make();
      this.engine.onreplaced = (event) => {
        this.replaced = event;
        if (!event.reopened) this.clear();
        else this.asked.forget();
        this.redraw();
      };
    }
    return this.engine;
  }

  /** Somebody looks at the entrance: by the time something is opened the engine is warm. */
  prepare(): void {
    if (!this.engine) this.port().start();
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.undrawn);
    this.engine?.close();
    this.engine = null;
  }

  openDemo(): Promise<void> {
    return this.open(NOTHING, (engine) => engine.openDemo());
  }

  /** While somebody types the last answer stays where it is. */
  openTables(tables: Record<string, string>): Promise<void> {
    return this.open(NOTHING, (engine) => engine.openTables(tables), true);
  }

  openFiles(files: EstateFile[], asOf: string | undefined, more = false): Promise<void> {
    return this.read({ files, asOf, imports: {}, more });
  }

  /** Reads the files that could not be opened again, now with that day. */
  openOn(asOf: string): Promise<void> {
    return this.read({ ...this.given, asOf }, true);
  }

  /** Whether a day is all that was wanting, or the one given was none. */
  get wantsDay(): boolean {
    return this.error !== null && this.given.files.length > 0 && (lacksDay(this.error) || this.error.code === "bad-option");
  }

  /** Leaves aside what could not be opened: the position that stayed is looked at again. */
  dismiss(): void {
    this.error = null;
    this.given = this.behind;
    this.redraw();
  }

  /** Reads the same files otherwise; what was said stays if that is given up. */
  async readAgain(change: { [Key in keyof ImportOptions]: ImportOptions[Key] | undefined }): Promise<void> {
    const wanted = Object.entries({ ...this.imports, ...change }).filter(([, value]) => value !== undefined);
    await this.read({ ...this.given, imports: Object.fromEntries(wanted) as ImportOptions }, true);
    this.redraw();
  }

  /** How exports among the files are read. */
  get imports(): ImportOptions {
    return this.given.imports;
  }

  /** A folder had more files than were read. */
  get cutOff(): boolean {
    return this.given.more ?? false;
  }

  private read(given: Given, again = false): Promise<void> {
    const { files, asOf, imports } = given;
    const abort = new AbortController();
    // What is still being read is not wanted any more.
    this.underWay?.abort();
    this.underWay = abort;
    return this.open(given, (engine) => {
      const turn = this.opening;
      this.busy = { what: "reading", path: "", share: 0, cancel: () => abort.abort() };
      return engine.openFiles(files, {
        ...(asOf ? { asOf } : {}),
        imports,
        signal: abort.signal,
        progress: (read, total, path) => {
          if (turn !== this.opening || !this.busy) return;
          const share = total > 0 ? read / total : null;
          this.busy = { ...this.busy, what: share === 1 ? "opening" : "reading", path, share };
          this.redraw();
        },
        glimpse: (glimpse) => {
          if (turn === this.opening && this.busy && !again) this.glimpse = glimpse;
        },
      });
    }, again);
  }

  /** What is open stays until something else is: a file that cannot be read costs nobody their position. */
  private async open(given: Given, how: (engine: EnginePort) => Promise<Opened>, quietly = false): Promise<void> {
    const turn = ++this.opening;
    const before = quietly ? this.given : this.behind;
    this.given = given;
    this.cancelled = false;
    this.replaced = null;
    this.glimpse = null;
    if (!quietly) {
      this.error = null;
      this.busy = { what: "starting", path: "", share: null, cancel: null };
    }
    this.redraw();
    try {
      const engine = this.port();
      const opened = await how(engine);
      // From here on the engine answers about the new estate, and the page still shows the old one.
      if (turn === this.opening) this.between = true;
      if (opened.exports.length > 0) this.kinds = await engine.kinds();
      if (turn !== this.opening) return;
      const base = await engine.estimate();
      if (turn !== this.opening) return;
      Object.assign(this, { opened, base, readings: opened.readings, behind: given });
      if (!quietly) this.inventory = null;
      Object.assign(this, { error: null, answer: null, answerError: null, after: null });
      this.asked.forget();
      this.compared.forget();
      this.busy = null;
      this.between = false;
      this.redraw();
      const inventory = await engine.inventory();
      if (turn !== this.opening) return;
      this.inventory = inventory;
      if (!isEmpty(this.document)) this.set(this.document);
      for (const kept of this.kept) void this.answerKept(kept);
      this.ready(turn, engine);
    } catch (problem) {
      if (turn !== this.opening) return;
      this.busy = null;
      this.between = false;
      const error = asError(problem);
      if (error.name === "AbortError") {
        this.cancelled = true;
        this.glimpse = null;
        this.given = before;
      } else {
        this.error = error;
        if (error.exports?.length) this.kinds = await this.port().kinds().catch(() => []);
      }
    }
    this.redraw();
  }

  /** All is drawn: what levers will need is worked out while they are being looked at. If that fails they say why. */
  private ready(turn: number, engine: EnginePort): void {
    const go = (): void => {
      if (turn === this.opening && this.engine === engine) engine.leversBeforehand().catch(() => undefined);
    };
    setTimeout(go, STILL_MS);
  }

  /** Forgets the estate; scenarios stay, they may fit the next one. */
  private clear(): void {
    Object.assign(this, {
      opened: null,
      base: null,
      inventory: null,
      answer: null,
      answerError: null,
      after: null,
      error: null,
    });
    this.asked.forget();
    this.compared.forget();
  }

  /** Sets the levers. The quick answer is asked for at once, the whole report when the levers are still. */
  set(document: Scenario): void {
    this.document = tidy(document);
    this.after = null;
    this.asked.forget();
    clearTimeout(this.timer);
    if (isEmpty(this.document)) {
      this.waiting = null;
      Object.assign(this, { answer: null, answerError: null, after: null });
      this.drawn();
    } else {
      this.waiting = this.document;
      void this.ask();
      this.undrawn ??= setTimeout(() => this.drawn(), UNNOTICED_MS);
    }
  }

  private drawn(): void {
    clearTimeout(this.undrawn);
    this.undrawn = undefined;
    this.redraw();
  }

  /** One question at a time, and only the newest of those that came meanwhile. */
  private async ask(): Promise<void> {
    if (this.asking || !this.base) return;
    this.asking = true;
    while (this.waiting) {
      const [document, reading]: [Scenario, string] = [this.waiting, this.reading];
      this.waiting = null;
      // An answer to other levers than are set by now, or about an estate that is not shown yet, is none.
      const wanted = (): boolean => document === this.document && !this.between;
      try {
        const answer = await this.port().scenario(document, [reading]);
        if (wanted()) Object.assign(this, { answer, answerError: null });
      } catch (problem) {
        if (wanted()) this.unanswered(problem);
      }
      if (!wanted()) continue;
      // Another reading is looked at by now: its quarters are wanting.
      if (reading !== this.reading && !this.answerError) this.waiting ??= document;
      this.drawn();
    }
    this.asking = false;
  }

  /** The whole report of the levers as set is wanted: what shows reasons calls this. */
  private want(): void {
    if (!this.changed || this.after || this.wanted === this.document) return;
    this.wanted = this.document;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.askWhole(this.document), STILL_MS);
  }

  private async askWhole(document: Scenario): Promise<void> {
    if (this.answerError) return;
    try {
      const [whole] = await this.port().whatif([document]);
      if (document === this.document) this.after = whole ?? null;
    } catch (problem) {
      if (document === this.document) this.unanswered(problem);
    }
    this.redraw();
  }

  /** The levers cannot be applied: no answer to others may stand in for theirs. */
  private unanswered(problem: unknown): void {
    Object.assign(this, { answer: null, after: null, answerError: asError(problem) });
  }

  /** Takes back those levers that make it fail, and no others. */
  async takeBackUnfit(): Promise<void> {
    const document = this.document;
    const left = await fitting(document, (one) => this.port().scenario(one, []));
    if (document === this.document) this.set(left);
  }

  /** Keeps the levers as a scenario of its own. */
  keep(name: string, document: Scenario = this.document): void {
    const kept: Kept = { id: this.nextId++, name, document: { ...document, name }, answer: null, error: null };
    this.kept = [...this.kept, kept];
    this.asked.forget();
    void this.answerKept(kept);
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

  private async answerKept(kept: Kept): Promise<void> {
    if (!this.base) return;
    try {
      kept.answer = await this.port().scenario(kept.document, []);
      kept.error = null;
    } catch (problem) {
      kept.answer = null;
      kept.error = asError(problem);
    }
    this.redraw();
  }

  /** Exports as they were recognised, also where no estate came of them. */
  get exports(): ExportFile[] {
    if (this.error) return this.error.exports ?? [];
    return this.glimpsed?.files ?? this.opened?.exports ?? [];
  }

  /** Which quarters their reports cover. */
  get quarters(): QuarterOnFile[] {
    if (this.error) return [];
    return this.glimpsed?.quarters ?? this.opened?.quarters ?? [];
  }

  /** What the files that are being read are by their summaries. */
  get glimpsed(): Glimpse | null {
    return this.busy ? this.glimpse : null;
  }

  /** The quick answer to levers has the quarters of one reading: of another one it is asked for again. */
  look(reading: string): void {
    this.reading = reading;
    if (this.changed && !this.after && !this.answerError) {
      this.waiting = this.document;
      void this.ask();
    }
    this.redraw();
  }

  /** Whether scenarios or levers would be lost with the page. */
  get unsaved(): boolean {
    const work = [...this.kept.map((kept) => kept.document), ...(this.changed ? [this.document] : [])];
    return work.some((document) => !this.onFile.has(workOf(document)));
  }

  /** They are in a file now, or in the address. */
  saved(documents: Scenario[]): void {
    for (const document of documents) this.onFile.add(workOf(document));
    this.redraw();
  }

  get changed(): boolean {
    return !isEmpty(this.document);
  }

  /** The figures shown: the quick answer to the levers, or the position as it is. */
  get figures(): ReadingFigures[] {
    return this.answer?.readings ?? this.base?.readings ?? [];
  }

  /** Figures with reasons: those of the scenario once they are there, until then those of before (`pending`). */
  get reasoned(): ReadingFigures[] {
    this.want();
    return (this.changed ? this.after?.report.readings : null) ?? this.base?.readings ?? [];
  }

  /** Full and sub-capacity of the products, as the levers have them. */
  get products(): Report["products"] {
    this.want();
    return (this.changed ? this.after?.report.products : null) ?? this.base?.products ?? [];
  }

  /** Whether reasons are still those of before. */
  get pending(): boolean {
    return this.changed && !this.after && !this.answerError;
  }

  of(name: string): ReadingFigures | undefined {
    return this.figures.find((figures) => figures.reading === name);
  }

  get looked(): ReadingFigures | undefined {
    const looked = this.of(this.reading) ?? this.figures[0];
    if (!looked || looked.products.some(({ quarters }) => quarters.length > 0)) return looked;
    // The whole report has them; until it or the next answer comes those of before stay, as reasons do (`pending`).
    const whole = (this.after?.report ?? this.base)?.readings.find(({ reading }) => reading === looked.reading);
    const quarters = ({ product }: ReadingProduct): ReadingQuarter[] =>
      whole?.products.find((one) => one.product === product)?.quarters ?? [];
    return { ...looked, products: looked.products.map((product) => ({ ...product, quarters: quarters(product) })) };
  }

  /** Whether the quarters of the reading looked at are still those of before: it was picked a moment ago. */
  get borrowed(): boolean {
    const own = this.of(this.reading)?.products.some(({ quarters }) => quarters.length > 0);
    return this.changed && !this.after && !own;
  }

  /** The name under which the levers as set are kept, if they are. */
  get scenarioName(): string | undefined {
    const same = ({ name: _, ...document }: Scenario): string => JSON.stringify(document);
    return this.kept.find((kept) => same(kept.document) === same(this.document))?.name;
  }

  /** The scenario for questions beside the answer; none where nothing is changed. */
  get scenario(): { scenario?: Scenario } {
    return this.changed ? { scenario: this.document } : {};
  }
}

/** Whether the day of the position is what was wanting. */
export function lacksDay({ code, message }: EngineError): boolean {
  return code === "missing-as-of" || (code === "missing-table" && /estate\.toml is missing|of which day/.test(message));
}

export function asError(problem: unknown): EngineError {
  if (problem instanceof Error)
    return "code" in problem ? (problem as EngineError) : Object.assign(problem, { code: problem.name });
  return Object.assign(new Error(String(problem)), { code: "unknown" });
}
