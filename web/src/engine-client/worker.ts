/**
 * The engine's thread. All wasm runs here: the page stays responsive, a crash costs this worker only, and the
 * page around it needs no permission to compile wasm.
 */

import type { ToEngine } from "./protocol.js";
import { thread } from "./thread.js";

const answer = thread((message) => postMessage(message));
addEventListener("message", (event: MessageEvent<ToEngine>) => answer(event.data));
