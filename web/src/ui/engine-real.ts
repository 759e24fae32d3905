/** The page's engine: the client of the worker, started when first needed, and opened again after a fault. */

import {
  Engine,
  type EngineConfig,
  type EstateFile,
  type LostDetail,
  type Progress,
  type TextFile,
} from "../engine-client/index.js";
import { isReport, type CompareOptions, type Comparison, type EnginePort, type PickedFile, type OpenOptions, type Opened } from "./engine-port.js";
import { asError, lacksDay } from "./state/errors.js";
import type { Scenario } from "./state/scenario.js";
import type { EvidenceItem, HostRow, Inventory } from "./types.js";

/** Rows of a table that levers are made of; a page of the engine has no more. */
const ROWS = 10_000;

const text = (document: Scenario): TextFile => ({
  file: `${document.name ?? "scenario"}.json`,
  text: JSON.stringify(document),
});
const under = (document?: Scenario): { scenario?: TextFile } => (document ? { scenario: text(document) } : {});

const given = (files: PickedFile[]): EstateFile[] => files.map(({ path, file }) => ({ name: path, data: file }));
const heard =
  (progress: OpenOptions["progress"]) =>
  (now: Progress): void =>
    progress?.(now.bytes, now.total ?? 0, now.file);

/** Tables are an estate with `estate.toml` only; where there is none, the day asked for is all that it must say. */
async function withDay<T>(files: PickedFile[], asOf: string | undefined, read: (files: PickedFile[]) => Promise<T>): Promise<T> {
  try {
    return await read(files);
  } catch (problem) {
    if (!asOf || !lacksDay(asError(problem))) throw problem;
    const [folder, ...others] = new Set(files.map(({ path }) => path.slice(0, path.indexOf("/") + 1)));
    const path = `${others.length === 0 ? (folder ?? "") : ""}estate.toml`;
    return read([...files, { path, file: new File([`as_of = ${asOf}\n`], "estate.toml") }]);
  }
}

/** Makes engines that are started in one way. */
export function engines(config: EngineConfig = {}): () => EnginePort {
  return () => new RealEngine(config);
}

type Opening = (engine: Engine) => Promise<Opened>;

class RealEngine implements EnginePort {
  onreplaced: EnginePort["onreplaced"] = null;
  private started: Promise<Engine> | null = null;
  /** What is open, so that it can be opened again. */
  private last: Opening | null = null;
  /** Questions wait while an estate is opened again. */
  private again: Promise<void> | null = null;
  private findings: Opened["findings"] = [];
  inPage = false;

  constructor(private readonly config: EngineConfig) {}

  private engine(): Promise<Engine> {
    this.started ??= Engine.start(this.config).then((engine) => {
      this.inPage = engine.runs === "page";
      engine.addEventListener("lost", (event) => this.lost(engine, (event as CustomEvent<LostDetail>).detail));
      return engine;
    });
    // A start that failed may be tried again.
    this.started.catch(() => (this.started = null));
    return this.started;
  }

  private lost(engine: Engine, { reason, replaced }: LostDetail): void {
    const opening = this.last;
    // What broke the engine may break it again: it is opened again once, and only from rest.
    this.last = null;
    const tell = (reopened: boolean): void => this.onreplaced?.({ reason, reopened });
    if (!replaced || !opening || this.again) return tell(false);
    this.again = opening(engine).then(
      () => {
        this.last = opening;
        this.again = null;
        tell(true);
      },
      () => {
        this.again = null;
        tell(false);
      },
    );
  }

  private async open(opening: Opening): Promise<Opened> {
    const engine = await this.engine();
    await this.again;
    // Until it is open, what was open before is what would be opened again.
    const opened = await opening(engine);
    this.last = opening;
    this.findings = opened.findings;
    return opened;
  }

  private async ready(): Promise<Engine> {
    const engine = await this.engine();
    await this.again;
    return engine;
  }

  start(): void {
    // Beside the page it would be the page that does not answer meanwhile.
    this.engine().then((engine) => (engine.runs === "worker" ? engine.warmUp() : undefined)).catch(() => undefined);
  }

  openDemo(): Promise<Opened> {
    return this.open((engine) => engine.openDemo() as Promise<Opened>);
  }

  openTables(tables: Record<string, string>): Promise<Opened> {
    return this.open(async (engine) => {
      const opened = (await engine.openTables(tables)) as Opened;
      // Figures typed once may stand in hundreds of rows: what is odd in them is said once.
      const first = ({ code, column }: Opened["findings"][number], at: number): boolean =>
        opened.findings.findIndex((one) => one.code === code && one.column === column) === at;
      return { ...opened, findings: opened.findings.filter(first) };
    });
  }

  openFiles(files: PickedFile[], options: OpenOptions): Promise<Opened> {
    const { asOf, imports = {} } = options;
    const estate = { ...(asOf ? { asOf } : {}), imports };
    let control: OpenOptions = options;
    return this.open((engine) => {
      const { signal, progress, glimpse } = control;
      control = {};
      const onProgress = (now: Progress): void => {
        heard(progress)(now);
        if (now.glimpse) glimpse?.(now.glimpse);
      };
      return withDay(files, asOf, (all) => engine.open(given(all), estate, { signal, onProgress }) as Promise<Opened>);
    });
  }

  async leversBeforehand() {
    await (await this.ready()).leversBeforehand();
  }

  async kinds() {
    return (await this.ready()).kinds();
  }

  async convertedTables() {
    return (await this.ready()).convertedTables();
  }

  async estimate() {
    return (await this.ready()).estimate() as ReturnType<EnginePort["estimate"]>;
  }

  async scenario(document: Scenario, quarters: string[]) {
    return (await this.ready()).scenario({ scenario: text(document), quarters }) as ReturnType<EnginePort["scenario"]>;
  }

  async readScenario(file: string, text: string): Promise<unknown> {
    return (await this.ready()).scenarioDocument({ file, text });
  }

  async reportOf(document: Scenario) {
    return (await this.ready()).estimate({ scenario: text(document) }) as ReturnType<EnginePort["reportOf"]>;
  }

  async causes(from: Scenario | null, to: Scenario) {
    const against = from ? { against: text(from) } : {};
    const { causes } = await (await this.ready()).scenario({ scenario: text(to), ...against, causes: true, quarters: [] });
    return causes;
  }

  async standing({ scenario, ...of }: Parameters<EnginePort["standing"]>[0]) {
    return (await this.ready()).standing({ ...of, ...under(scenario) }) as ReturnType<EnginePort["standing"]>;
  }

  async explain({ scenario, reading, ...of }: Parameters<EnginePort["explain"]>[0]) {
    const readings = reading ? { readings: [reading] } : {};
    return (await this.ready()).explain({ ...of, ...readings, ...under(scenario) }) as ReturnType<
      EnginePort["explain"]
    >;
  }

  async evidence({ scenario, ...of }: Parameters<EnginePort["evidence"]>[0]) {
    return (await this.ready()).evidence({ ...of, ...under(scenario) }) as ReturnType<EnginePort["evidence"]>;
  }

  async odds({ scenario }: Parameters<EnginePort["odds"]>[0]) {
    return (await this.ready()).odds(under(scenario)) as ReturnType<EnginePort["odds"]>;
  }

  async sensitivity({ scenario, reading }: Parameters<EnginePort["sensitivity"]>[0]) {
    return (await this.ready()).sensitivity({ readings: [reading], ...under(scenario) }) as ReturnType<
      EnginePort["sensitivity"]
    >;
  }

  async compare(files: PickedFile[], { before, asOf, imports = {}, signal, progress }: CompareOptions): Promise<Comparison> {
    const engine = await this.ready();
    const [only] = files;
    if (only && isReport(files)) {
      const report = { file: only.path, text: await only.file.text() };
      return engine.compareReport(report, { before }, { signal });
    }
    const estate = { ...(asOf ? { asOf } : {}), imports };
    const control = { signal, onProgress: heard(progress) };
    return withDay(files, asOf, (all) => engine.compareFiles(given(all), { before, estate }, control));
  }

  async inventory(): Promise<Inventory> {
    const engine = await this.ready();
    const table = async (name: string): Promise<Row[]> => {
      const { columns, rows } = await engine.rows({ table: name, count: ROWS });
      return rows.map(({ file, row, cells }) => ({
        file,
        row,
        cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""])),
      }));
    };
    const [products, entitlements, evidence, hosts] = (await Promise.all(
      ["products.csv", "entitlements.csv", "evidence.csv", "hosts.csv"].map(table),
    )) as [Row[], Row[], Row[], Row[]];
    const assumed = new Set(
      this.findings.filter((finding) => finding.code === "rate-assumed").map(({ file, row }) => `${file} ${row}`),
    );
    const last = new Map<string, HostRow>();
    for (const { file, row, cells } of hosts) {
      const { host = "", cluster = "", cores = "", pvu_per_core = "" } = cells;
      last.set(host, { host, cluster, cores, pvu_per_core, assumed: assumed.has(`${file} ${row}`) });
    }
    const distinct = (column: string): string[] =>
      [...new Set(hosts.map(({ cells }) => cells[column] ?? ""))].filter(Boolean).sort();
    return {
      regions: distinct("region"),
      clusters: distinct("cluster"),
      products: products.map(({ cells }) => {
        const { product = "", metric = "", list_price = "", contract_price = "", support_bp = "" } = cells;
        const held = entitlements.filter((row) => row.cells["product"] === product);
        const entitled = held.map(({ cells: { quantity = "", from = "", to = "" } }) => ({ quantity, from, to }));
        return { product, metric, list_price, contract_price, support_bp, entitlements: entitled };
      }),
      evidence: evidence.map(({ cells }) => cells as unknown as EvidenceItem),
      hosts: [...last.values()],
    };
  }

  close(): void {
    void this.started?.then(
      (engine) => engine.close(),
      () => undefined,
    );
    this.started = null;
  }
}

interface Row {
  file: string;
  row: number;
  cells: Record<string, string>;
}
