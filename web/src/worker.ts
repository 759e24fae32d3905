/**
 * The engine's thread. All wasm runs here: the page stays responsive, a crash costs this worker only, and the
 * page around it needs no permission to compile wasm.
 */

import init, { version } from "./engine/engine.js";
import wasm from "./engine/engine_bg.wasm?url";

/** What the page hears from here. */
export type FromEngine = { version: string } | { error: string };

function tell(message: FromEngine): void {
  postMessage(message);
}

init({ module_or_path: new URL(wasm, import.meta.url) })
  .then(() => tell({ version: version() }))
  .catch((error: unknown) => tell({ error: String(error) }));
