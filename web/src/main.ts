/** The page: starts the engine in its worker and says which one it is. */

import type { FromEngine } from "./worker";

/** A worker that the browser refuses to start reports nothing, so silence has to end some time. */
const PATIENCE_MS = 10_000;

const status = document.querySelector("#engine");

function say(text: string): void {
  if (status) status.textContent = text;
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const timer = setTimeout(() => fail("it does not answer"), PATIENCE_MS);

function fail(reason: string): void {
  clearTimeout(timer);
  worker.terminate();
  say(`The engine did not start: ${reason}.`);
}

worker.addEventListener("error", (event) => fail(event.message || "its file could not be loaded"));
worker.addEventListener("message", (event: MessageEvent<FromEngine>) => {
  clearTimeout(timer);
  if ("error" in event.data) fail(event.data.error);
  else say(`Engine ${event.data.version} is ready.`);
});
