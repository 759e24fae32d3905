/* tslint:disable */
/* eslint-disable */

/** What the engine throws. */
export interface EngineError extends Error {
    name: "EngineError";
    /** Stable code, such as `missing-table`; `bad-option` if a call was made wrongly. */
    code: string;
    /** File, as it was named. */
    file: string | null;
    /** Line of the file on which the row starts; the header is on line 1. */
    row: number | null;
    column: string | null;
    /** What to do about it. */
    hint: string;
    /** JSON text of what was found until then, a list of findings; null if nothing was read. */
    findings: string | null;
}


/**
 * A page of a table as read.
 */
export interface RowsOptions {
    /**
     * `hosts.csv` and so on.
     */
    table?: string;
    /**
     * The first row wanted, from 0.
     */
    from?: number;
    /**
     * How many at most; 100 if absent.
     */
    count?: number;
}

/**
 * A small text file: a scenario, further readings, a kept report.
 */
export interface TextFile {
    /**
     * How errors call it; a scenario without a name of its own has this one, without its ending.
     */
    file: string;
    /**
     * What it says.
     */
    text: string;
}

/**
 * Expected value and percentiles by the weights of contestable evidence.
 */
export interface OddsOptions {
    /**
     * Only these readings; else all.
     */
    readings?: string[];
    /**
     * Under this scenario.
     */
    scenario?: TextFile;
}

/**
 * Figures of a scenario: quick enough for every move of a slider.
 */
export interface ScenarioOptions {
    /**
     * The scenario; absent: the position as it is.
     */
    scenario?: TextFile;
    /**
     * Also the causes of the difference, step by step.
     */
    causes?: boolean;
    /**
     * The causes go from this scenario, in place of the position as it is.
     */
    against?: TextFile;
    /**
     * Readings whose quarters come along; absent: all. None at all is quickest: a large estate has thousands.
     */
    quarters?: string[];
}

/**
 * How an estate is read.
 */
export interface EstateOptions {
    /**
     * Take the position on this day (`YYYY-MM-DD`) instead of the one in estate.toml.
     */
    asOf?: string;
    /**
     * Text of a PVU table to use instead of the embedded one.
     */
    pvuTable?: string;
    /**
     * Text of a file of further readings (TOML); one of a known name takes its place.
     */
    readingsFile?: TextFile;
}

/**
 * How the hosts stand, quarter by quarter.
 */
export interface StandingOptions {
    /**
     * The reading to ask under; `agreement` if absent.
     */
    reading?: string;
    /**
     * Only where this product or bundle is; else all.
     */
    product?: string;
    /**
     * Under this scenario.
     */
    scenario?: TextFile;
}

/**
 * Scenarios side by side, with whole reports.
 */
export interface WhatIfOptions {
    /**
     * The scenarios.
     */
    scenarios?: TextFile[];
    /**
     * The causes go from this scenario, in place of the position as it is.
     */
    against?: TextFile;
    /**
     * Only these readings; else all.
     */
    readings?: string[];
}

/**
 * The worth of evidence.
 */
export interface EvidenceOptions {
    /**
     * The reading to ask under; `agreement` if absent.
     */
    reading?: string;
    /**
     * Also find the smallest set of gaps that brings the total below this amount.
     */
    target?: string;
    /**
     * Orders to draw where shares cannot be exact.
     */
    orders?: number;
    /**
     * Under this scenario.
     */
    scenario?: TextFile;
}

/**
 * Tornado, delay curve and what stands beside the claim.
 */
export interface SensitivityOptions {
    /**
     * Only these readings; `agreement` if absent.
     */
    readings?: string[];
    /**
     * How many quarters the delay curve goes on; 8 if absent.
     */
    quarters?: number;
    /**
     * Years of support to follow, after the one that a price includes.
     */
    years?: number;
    /**
     * By how much that support rises each year, in basis points.
     */
    upliftBp?: number;
    /**
     * Under this scenario.
     */
    scenario?: TextFile;
}

/**
 * Two estates, or an estate and a kept report.
 */
export interface CompareOptions {
    /**
     * Only these readings; else all.
     */
    readings?: string[];
    /**
     * The other one comes before this estate; else after it. Differences are later − earlier.
     */
    before?: boolean;
}

/**
 * What to estimate.
 */
export interface EstimateOptions {
    /**
     * Only these readings; else all.
     */
    readings?: string[];
    /**
     * Under this scenario (TOML or JSON text).
     */
    scenario?: TextFile;
}

/**
 * What to unfold; nothing given: the totals.
 */
export interface ExplainOptions {
    /**
     * Product or bundle.
     */
    product?: string;
    /**
     * A quarter of it, such as `2025-Q3`.
     */
    quarter?: string;
    /**
     * Only this host, in the quarter.
     */
    host?: string;
    /**
     * Only these readings; else all.
     */
    readings?: string[];
    /**
     * Under this scenario.
     */
    scenario?: TextFile;
}


/**
 * One estate: its files are pushed in slices; once they are finished, it answers.
 */
export class Session {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Until `endImported`, files are tables made out of exports: tables given beside them lie over them.
     * `findings` is what the import found, and what it hands on to the tables, as the importers' module gave it.
     */
    beginImported(findings: string): void;
    /**
     * Opens the next file; the last part of its name says which table it is.
     */
    begin(file: string): void;
    /**
     * `subcap compare --format json` with a kept report.
     */
    compareReport(report: TextFile, options: CompareOptions): string;
    /**
     * `subcap compare --format json` with another estate.
     */
    compare(other: Session, options: CompareOptions): string;
    /**
     * All tables made out of exports are read.
     */
    endImported(): void;
    /**
     * Closes the open file.
     */
    end(): void;
    /**
     * `subcap estimate --format json`.
     */
    estimate(options: EstimateOptions): string;
    /**
     * `subcap evidence --format json`.
     */
    evidence(options: EvidenceOptions): string;
    /**
     * `subcap explain --format json`.
     */
    explain(options: ExplainOptions): string;
    /**
     * All files are read: works out the position. JSON of `Opened`.
     */
    finish(options: EstateOptions): string;
    /**
     * Works out every scope and granularity now, so that no lever of a reading waits for it later: about as long
     * as opening took. Without it the answers are the same, the first of a kind slower.
     */
    leversBeforehand(): void;
    /**
     * An estate without files.
     */
    constructor();
    /**
     * `subcap odds --format json`.
     */
    odds(options: OddsOptions): string;
    /**
     * The next bytes of the open file.
     */
    push(bytes: Uint8Array | number[]): void;
    /**
     * Reads the tables of the invented estate.
     */
    readDemo(): void;
    /**
     * A page of a table as read. JSON of `Rows`.
     */
    rows(options: RowsOptions): string;
    /**
     * Figures of a scenario, quickly. JSON of `ScenarioFigures` in one line: it is asked for with every move.
     */
    scenario(options: ScenarioOptions): string;
    /**
     * `subcap sensitivity --format json`.
     */
    sensitivity(options: SensitivityOptions): string;
    /**
     * Hosts by quarters under one reading. JSON of `Standing`.
     */
    standing(options: StandingOptions): string;
    /**
     * `subcap whatif --format json`.
     */
    whatif(options: WhatIfOptions): string;
    /**
     * Rows read so far.
     */
    readonly rowsRead: number;
}

/**
 * The tables of the invented estate, as JSON ([`answers::TableText`], a list).
 */
export function demoTables(): string;

/**
 * Whether a file bears the name of a table, or of `estate.toml`.
 */
export function isTable(file: string): boolean;

/**
 * Whether a file bears the name of a table and begins without its columns: another tool's, perhaps.
 */
export function lacksColumns(file: string, start: Uint8Array | number[]): boolean;

/**
 * The built-in readings and those of a TOML text: the JSON of `subcap readings --format json`.
 */
export function readings(further?: string | null): string;

/**
 * A scenario's document, TOML or JSON, as JSON in one line; or the document of several that the page saves.
 */
export function scenarioDocument(file: string, text: string): string;

/**
 * Rules and published sources, as JSON ([`answers::Sources`]).
 */
export function sources(): string;

/**
 * The version of the engine, as every result and the command line name it.
 */
export function version(): string;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_session_free: (a: number, b: number) => void;
    readonly demoTables: () => [number, number, number, number];
    readonly isTable: (a: number, b: number) => number;
    readonly lacksColumns: (a: number, b: number, c: number, d: number) => number;
    readonly readings: (a: number, b: number) => [number, number, number, number];
    readonly scenarioDocument: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly session_begin: (a: number, b: number, c: number) => [number, number];
    readonly session_beginImported: (a: number, b: number, c: number) => [number, number];
    readonly session_compare: (a: number, b: number, c: any) => [number, number, number, number];
    readonly session_compareReport: (a: number, b: any, c: any) => [number, number, number, number];
    readonly session_end: (a: number) => [number, number];
    readonly session_endImported: (a: number) => [number, number];
    readonly session_estimate: (a: number, b: any) => [number, number, number, number];
    readonly session_evidence: (a: number, b: any) => [number, number, number, number];
    readonly session_explain: (a: number, b: any) => [number, number, number, number];
    readonly session_finish: (a: number, b: any) => [number, number, number, number];
    readonly session_leversBeforehand: (a: number) => [number, number];
    readonly session_new: () => number;
    readonly session_odds: (a: number, b: any) => [number, number, number, number];
    readonly session_push: (a: number, b: number, c: number) => [number, number];
    readonly session_readDemo: (a: number) => [number, number];
    readonly session_rows: (a: number, b: any) => [number, number, number, number];
    readonly session_rowsRead: (a: number) => number;
    readonly session_scenario: (a: number, b: any) => [number, number, number, number];
    readonly session_sensitivity: (a: number, b: any) => [number, number, number, number];
    readonly session_standing: (a: number, b: any) => [number, number, number, number];
    readonly session_whatif: (a: number, b: any) => [number, number, number, number];
    readonly sources: () => [number, number, number, number];
    readonly version: () => [number, number];
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

/** What loads the rest of the module: it is called where that is needed and is not there. */
export function onRest(load: () => void): void;
