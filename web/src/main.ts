/** The page: starts the engine and says which one it is. */

import { Engine, EngineError } from "./engine-client/index.js";

const status = document.querySelector("#engine");

function say(text: string): void {
  if (status) status.textContent = text;
}

Engine.start().then(
  (engine) => say(`Engine ${engine.version} is ready.`),
  (error: unknown) => say(error instanceof EngineError ? `${error.message}. ${error.hint}` : String(error)),
);
