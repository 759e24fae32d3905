/** What goes wrong, as the page sees it: a stable code, a place, and what to do about it. */

import type { Finding } from "./answers/page.js";
import type { ExportFile } from "./exports.js";

/** A plain copy of an error: what can be sent between threads. */
export interface ErrorData {
  message: string;
  code: string;
  file: string | null;
  row: number | null;
  column: string | null;
  hint: string;
  /** Findings until then: they often show the cause. */
  findings: Finding[];
  /** What exports were taken for until then. */
  exports: ExportFile[];
}

/**
 * An error of the engine or on the way to it. Beside the codes of the command line:
 * `engine-lost` (the engine stopped; a new one is there and needs the files again) and
 * `no-engine` (none could be started).
 */
export class EngineError extends Error implements ErrorData {
  readonly code: string;
  readonly file: string | null;
  readonly row: number | null;
  readonly column: string | null;
  readonly hint: string;
  readonly findings: Finding[];
  readonly exports: ExportFile[];

  constructor(data: Partial<ErrorData> & { message: string; code: string }) {
    super(data.message);
    this.name = "EngineError";
    this.code = data.code;
    this.file = data.file ?? null;
    this.row = data.row ?? null;
    this.column = data.column ?? null;
    this.hint = data.hint ?? "";
    this.findings = data.findings ?? [];
    this.exports = data.exports ?? [];
  }

  /** A plain copy. */
  data(): ErrorData {
    const { message, code, file, row, column, hint, findings, exports } = this;
    return { message, code, file, row, column, hint, findings, exports };
  }
}

/** What the wasm boundary throws carries its findings as text. */
interface Thrown extends Omit<ErrorData, "findings" | "exports"> {
  name: string;
  findings: string | null;
}

function isThrown(error: unknown): error is Thrown {
  return error instanceof Error && error.name === "EngineError" && "code" in error;
}

/**
 * The error behind something caught. None if it is no answer of the engine: then the engine itself
 * is broken (a trap, no memory, an exhausted stack) and must not be asked again.
 */
export function known(error: unknown): EngineError | undefined {
  if (error instanceof EngineError) return error;
  if (!isThrown(error)) return undefined;
  const findings = error.findings === null ? [] : (JSON.parse(error.findings) as Finding[]);
  return new EngineError({ ...pick(error), findings });
}

function pick({ message, code, file, row, column, hint }: Thrown) {
  return { message, code, file, row, column, hint };
}

/** What a call ends with that is no longer wanted; `cause` is the caller's own reason, if it has one. */
export function aborted(message = "The call was given up.", cause?: unknown): DOMException {
  const error = new DOMException(message, "AbortError");
  return cause === undefined || isAborted(cause) ? error : Object.defineProperty(error, "cause", { value: cause, configurable: true });
}

/** A file that was there and cannot be read any more. */
export function unreadable(file: string | null, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError({ code: "input", message, file, hint: "Check that the file is still there, and choose it again." });
}

/** None could be started. */
export function noEngine(reason: string, hint = "The page must be allowed to run WebAssembly ('wasm-unsafe-eval') and to load its own files."): EngineError {
  return new EngineError({ code: "no-engine", message: `the engine could not be started: ${reason}`, hint });
}

/** Whether a call ended because nobody wants its answer any more: nothing to show. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
