/**
 * One estate on the desk: the position as it is, the levers as set, the scenarios kept, and the engine's answers to
 * them. Everything the page shows is read from here; every change ends in one redraw.
 */

import type { EnginePort, Opened } from "../engine-port.js";
import type { Inventory, Reading, ReadingFigures, ReadingProduct, ReadingQuarter, Report } from "../types.js";
import { Asked } from "./asked.js";
import { Comparing } from "./comparing.js";
import { Levers, STILL_MS } from "./levers.js";
import { Opening } from "./opening.js";
import { Scenarios } from "./scenarios.js";

export class Desk {
  opened: Opened | null = null;
  base: Report | null = null;
  inventory: Inventory | null = null;
  readings: Reading[] = [];
  /** The reading looked at. */
  reading = "agreement";

  readonly opening: Opening;
  readonly levers: Levers;
  readonly scenarios: Scenarios;
  /** Questions beside the answer. */
  readonly asked: Asked;
  /** Another position beside this one. */
  readonly compared: Comparing;

  private engine: EnginePort | null = null;

  constructor(
    private readonly make: () => EnginePort,
    private readonly redraw: () => void,
    /** A position is there, and not drawn yet. */
    private readonly onarrived: () => void = () => undefined,
  ) {
    const port = (): EnginePort => this.port();
    const open = (): boolean => this.base !== null;
    this.asked = new Asked(redraw);
    this.opening = new Opening({
      port,
      redraw,
      opened: () => this.opened,
      arrived: (opened, base, quietly) => this.arrived(opened, base, quietly),
      settled: (current) => this.settled(current),
      restored: () => this.restored(),
    });
    this.levers = new Levers({
      port,
      open,
      redraw,
      between: () => this.opening.between,
      reading: () => this.reading,
      moved: () => this.asked.forget(),
    });
    this.scenarios = new Scenarios(port, open, redraw);
    this.compared = new Comparing(port, () => this.opening.imports, redraw);
  }

  /** The engine, started when it is first needed. */
  port(): EnginePort {
    if (!this.engine) {
      this.engine = this.make();
      this.engine.onreplaced = (event) => {
        this.opening.replaced = event;
        if (event.reopened) this.asked.forget();
        else this.clear();
        this.redraw();
      };
    }
    return this.engine;
  }

  get inPage(): boolean {
    return this.engine?.inPage ?? false;
  }

  /** Somebody looks at the entrance: by the time something is opened the engine is warm. */
  prepare(): void {
    if (!this.engine) this.port().start();
  }

  close(): void {
    this.levers.close();
    this.engine?.close();
    this.engine = null;
  }

  private arrived(opened: Opened, base: Report, quietly: boolean): void {
    Object.assign(this, { opened, base, readings: opened.readings });
    if (!quietly) this.inventory = null;
    this.levers.forget();
    this.asked.forget();
    this.compared.forget();
    this.scenarios.forget();
    this.onarrived();
  }

  private async settled(current: () => boolean): Promise<void> {
    const engine = this.port();
    const inventory = await engine.inventory();
    if (!current()) return;
    this.inventory = inventory;
    this.askAnew();
    // All is drawn: what levers will need is worked out while they are being looked at. If that fails they say why.
    setTimeout(() => {
      if (current() && this.engine === engine) engine.leversBeforehand().catch(() => undefined);
    }, STILL_MS);
  }

  private restored(): void {
    this.asked.forget();
    this.askAnew();
  }

  private askAnew(): void {
    if (this.levers.changed) this.levers.set(this.levers.document);
    this.scenarios.answerAll();
  }

  /** Forgets the estate; scenarios stay, they may fit the next one. */
  private clear(): void {
    Object.assign(this, { opened: null, base: null, inventory: null });
    this.opening.error = null;
    this.levers.forget();
    this.asked.forget();
    this.compared.forget();
  }

  /** Another reading is looked at. */
  look(reading: string): void {
    this.reading = reading;
    this.levers.looked();
    this.redraw();
  }

  /** Whether scenarios or levers would be lost with the page. */
  get unsaved(): boolean {
    const { changed, document } = this.levers;
    const work = [...this.scenarios.kept.map((kept) => kept.document), ...(changed ? [document] : [])];
    return work.some((document) => !this.scenarios.isSaved(document));
  }

  /** The figures shown: the quick answer to the levers, or the position as it is. */
  get figures(): ReadingFigures[] {
    return this.levers.answer?.readings ?? this.base?.readings ?? [];
  }

  /** The report whose reasons are shown: that of the levers once it is there, until then that of before (`pending`). */
  private get reasons(): Report | null {
    this.levers.want();
    return (this.levers.changed ? this.levers.after : null) ?? this.base;
  }

  /** Figures with reasons. */
  get reasoned(): ReadingFigures[] {
    return this.reasons?.readings ?? [];
  }

  /** Full and sub-capacity of the products, as the levers have them. */
  get products(): Report["products"] {
    return this.reasons?.products ?? [];
  }

  of(name: string): ReadingFigures | undefined {
    return this.figures.find((figures) => figures.reading === name);
  }

  get looked(): ReadingFigures | undefined {
    const looked = this.of(this.reading) ?? this.figures[0];
    if (!looked || hasQuarters(looked)) return looked;
    // The whole report has them; until it or the next answer comes those of before stay, as reasons do (`pending`).
    const whole = (this.levers.after ?? this.base)?.readings.find(({ reading }) => reading === looked.reading);
    const quarters = ({ product }: ReadingProduct): ReadingQuarter[] =>
      whole?.products.find((one) => one.product === product)?.quarters ?? [];
    return { ...looked, products: looked.products.map((product) => ({ ...product, quarters: quarters(product) })) };
  }

  /** Whether the quarters of the reading looked at are still those of before: it was picked a moment ago. */
  get borrowed(): boolean {
    const own = this.of(this.reading);
    return this.levers.changed && !this.levers.after && !(own && hasQuarters(own));
  }
}

function hasQuarters(figures: ReadingFigures): boolean {
  return figures.products.some(({ quarters }) => quarters.length > 0);
}
