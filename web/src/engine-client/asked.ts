/**
 * What a caller hands over, looked at before it is sent: the engine never sees what would break it, and what is open
 * stays open.
 */

import { METHODS } from "./calls.js";
import { EngineError } from "./errors.js";
import type { EstateFile, SentFile } from "./inputs.js";

/** What is a file; anything else is refused with it. */
const FILES = "Give files as an input or a drop has them, or { name, data } with text, bytes, a blob or a stream of bytes.";

export function refused(message: string, hint: string): EngineError {
  return new EngineError({ code: "bad-option", message, hint });
}

/** Files in the one form in which they are sent. */
export function filesOf(files: unknown): SentFile[] {
  // By its length, so that the list of an input will do.
  if (!isObject(files) || typeof files["length"] !== "number") throw refused("the files are no list", FILES);
  return Array.from(files as unknown as ArrayLike<unknown>, fileOf);
}

function fileOf(file: unknown, at: number): SentFile {
  const { name, data } = isA("File", file) ? { name: file["webkitRelativePath"] || file["name"], data: file } : isObject(file) ? file : {};
  if (typeof name !== "string" || name === "") throw refused(`file ${at + 1} of those given is no file with a name`, FILES);
  return { name, data: sendable(name, data) };
}

/** By what it calls itself: the files of a frame are of classes of its own. */
function sendable(name: string, data: unknown): SentFile["data"] {
  if (typeof data === "string") return data;
  if (isA("Blob", data) || isA("File", data)) return data as unknown as Blob;
  if (isA("ReadableStream", data)) {
    if (data["locked"] === true) throw refused(`${name}: somebody else reads this stream`, "Give a stream that nobody reads.");
    return data as unknown as ReadableStream<Uint8Array>;
  }
  if (isA("ArrayBuffer", data)) return own(name, data as unknown as ArrayBuffer);
  if (isA("Uint8Array", data)) return own(name, data as unknown as Uint8Array);
  throw refused(`${name}: its data is none that can be read`, FILES);
}

/** A part of a larger memory would take the whole of it along, and shared memory cannot be sent. */
function own(name: string, data: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    const bytes = "buffer" in data ? data : new Uint8Array(data);
    const whole = isA("ArrayBuffer", bytes.buffer) && bytes.byteLength === bytes.buffer.byteLength;
    // Bytes that were given away have no length, and no copy.
    return whole && bytes.byteLength > 0 ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  } catch {
    throw refused(`${name}: its bytes were given away`, "Give a copy of them.");
  }
}

/** Name of a question, and its options. */
export function checkQuestion(method: unknown, options: unknown): void {
  if (typeof method !== "string" || !Object.hasOwn(METHODS, method)) {
    throw refused(`there is no question ${String(method)}`, `The questions are ${Object.keys(METHODS).join(", ")}.`);
  }
  const { further, file, text } = checkOptions(options);
  if (method === "readings") checkText("further", further);
  if (method === "scenarioDocument" && (typeof file !== "string" || typeof text !== "string"))
    throw refused("a scenario's file has a name and a text", "Give { file, text }.");
}

export function checkOptions(options: unknown): Record<string, unknown> {
  if (!isObject(options) || Array.isArray(options)) throw refused("the options are no object", "Leave them out, or give {}.");
  return options;
}

/** How exports are read; the engine checks all other options itself. */
export function checkImports(imports: unknown): void {
  const { kinds = {}, since, withoutPoweredOff = false } = checkOptions(imports);
  for (const [path, kind] of Object.entries(checkOptions(kinds))) checkText(path, kind);
  checkText("since", since);
  if (typeof withoutPoweredOff !== "boolean") throw refused("withoutPoweredOff is neither true nor false", "Leave it out, or give true.");
}

/** How a call is watched. */
export function checkControl(control: unknown): void {
  const { signal, onProgress, slot } = checkOptions(control);
  if (signal !== undefined && signal !== null && !isA("AbortSignal", signal)) throw refused("signal is no AbortSignal", "Give the signal of an AbortController.");
  if (onProgress !== undefined && typeof onProgress !== "function") throw refused("onProgress is no function", "Leave it out, or give a function.");
  checkText("slot", slot);
}

function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "string") throw refused(`${name} is no text`, "Leave it out, or give a string.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isA(name: string, value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.prototype.toString.call(value) === `[object ${name}]`;
}
