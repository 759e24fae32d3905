// The types of the engine's glue as they are published: without what is its own affair, which needs more of a project
// that uses them (`Symbol.dispose`) and is not typed to the end (the wasm's own functions).

/** Written by wasm-bindgen, from here on for itself. */
const OWN = "export type InitInput";

const STARTS = `export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export type SyncInitInput = BufferSource | WebAssembly.Module;

/** Starts the module at once. */
export function initSync(module: { module: SyncInitInput }): WebAssembly.Exports;

/** Starts the module: from its address, or from its bytes. */
export default function init(from: { module_or_path: InitInput | Promise<InitInput> }): Promise<WebAssembly.Exports>;

/** What loads the rest of the module: it is called where that is needed and is not there. */
export function onRest(load: () => void): void;
`;

/** `text`: what wasm-bindgen wrote. */
export function published(text) {
  const end = text.indexOf(OWN);
  if (end < 0) throw new Error("the types of the glue are not as wasm-bindgen wrote them when this was made");
  return text.slice(0, end).replace(/^ *\[Symbol\.dispose\]\(\): void;\n/gm, "") + STARTS;
}
