/* tslint:disable */
/* eslint-disable */

/**
 * Exports being read: sets of files that belong together, one after the other.
 */
export class Importer {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Begins a file of the set; `kind` is what it is, if the user says so.
     */
    beginFile(path: string, kind?: string | null): void;
    /**
     * Begins a set: an archive, the files of a folder that were exported in one go, or a file by itself.
     */
    beginSet(name: string): void;
    /**
     * Begins a set of which only the summaries are read, to say at once what it is.
     */
    beginSummaries(name: string): void;
    /**
     * The file is read.
     */
    endFile(): void;
    /**
     * All files of the set are read.
     */
    endSet(): void;
    /**
     * All sets are read: joins them. JSON of `Imported`.
     */
    finish(name: string | null | undefined, since: string | null | undefined, without_powered_off: boolean): string;
    /**
     * Nothing read yet.
     */
    constructor();
    /**
     * The next bytes of the file.
     */
    push(bytes: Uint8Array | number[]): void;
}

/**
 * The code and the name of every kind of export, as JSON.
 */
export function kinds(): string;

/**
 * What a file is, by its name and its first bytes: the code of a kind, `unknown` if none.
 */
export function tell(name: string, start: Uint8Array | number[]): string;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_importer_free: (a: number, b: number) => void;
    readonly importer_beginFile: (a: number, b: number, c: number, d: number, e: number) => void;
    readonly importer_beginSet: (a: number, b: number, c: number) => void;
    readonly importer_beginSummaries: (a: number, b: number, c: number) => void;
    readonly importer_endFile: (a: number) => void;
    readonly importer_endSet: (a: number) => void;
    readonly importer_finish: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number, number];
    readonly importer_new: () => number;
    readonly importer_push: (a: number, b: number, c: number) => void;
    readonly kinds: () => [number, number, number, number];
    readonly tell: (a: number, b: number, c: number, d: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
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
