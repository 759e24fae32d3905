/** Answers requests with an engine of its own, in whatever thread it is started. */

import type { Calls, Method } from "./calls.js";
import { isAborted, known, unreadable } from "./errors.js";
import { LocalEngine, type Watch } from "./local.js";
import type { FromEngine, ToEngine } from "./protocol.js";

/** What a page asks before it shows its first answer. */
const FIRST: Method[] = ["warmUp", "estimate", "rows", "readings", "kinds"];

/** The other end of the thread: what the engine says, it says through `tell`. */
export function thread(tell: (message: FromEngine) => void): (message: ToEngine) => void {
  let engine: LocalEngine | undefined;
  const cancelled = new Set<number>();
  // One after the other: an estate is not asked while another one is read.
  let queue: Promise<void> = Promise.resolve();

  let arrived: ((message: Extract<ToEngine, { do: "importer" }>) => void) | undefined;

  /** The importers' wasm, which the page hands over when it is asked. */
  function importer(): ReturnType<LocalEngine["importers"]["parts"]> {
    return new Promise((resolve, reject) => {
      arrived = (message) => ("wasm" in message ? resolve(message) : reject(new Error(message.failed)));
      tell({ say: "wants", what: "importer" });
    });
  }

  async function start({ wasm, rest }: Extract<ToEngine, { do: "start" }>): Promise<void> {
    try {
      engine = await LocalEngine.load(wasm, rest, importer);
      tell({ say: "ready", version: engine.version });
    } catch (error) {
      tell({ say: "broken", reason: String(error), error: known(error)?.data() });
    }
  }

  function work(id: number, call: (engine: LocalEngine, watch: Watch) => Promise<string> | string): void {
    queue = queue.then(async () => {
      try {
        if (engine === undefined) return;
        if (cancelled.has(id)) tell({ say: "cancelled", id });
        else tell({ say: "answer", id, json: await call(engine, watch(id)) });
      } catch (error) {
        const told = known(error);
        if (told !== undefined) tell({ say: "error", id, error: told.data() });
        else if (isAborted(error)) tell({ say: "cancelled", id });
        // Of the browser: a file that is no longer there, for instance.
        else if (error instanceof DOMException) tell({ say: "error", id, error: unreadable(null, error).data() });
        else broken(error);
      } finally {
        cancelled.delete(id);
      }
    });
  }

  function watch(id: number): Watch {
    return {
      progress: (progress) => tell({ say: "progress", id, progress }),
      cancelled: () => cancelled.has(id),
    };
  }

  /** After a trap nothing of the engine can be trusted. */
  function broken(error: unknown): void {
    engine = undefined;
    tell({ say: "broken", reason: error instanceof Error ? error.message : String(error) });
  }

  return (message) => {
    switch (message.do) {
      case "start":
        queue = queue.then(() => start(message));
        break;
      // Not in the queue: what waits for it is at work.
      case "importer":
        arrived?.(message);
        break;
      case "open":
        work(message.id, (engine, watch) => engine.open(message.source, message.options, watch));
        queue = queue.then(() => void engine?.rest.ahead());
        break;
      case "compareWith":
        work(message.id, (engine, watch) =>
          engine.compareWith(message.source, message.estate, message.options, watch),
        );
        break;
      case "ask":
        work(message.id, async (engine) => {
          // Nobody waits for the rest who wants the first answer; all others do rather than stop for it on the way.
          if (!FIRST.includes(message.method)) await engine.rest.ahead();
          return engine.ask(message.method, message.options as Calls[Method][0]);
        });
        if (message.method === "warmUp") queue = queue.then(() => void engine?.rest.ahead());
        break;
      case "cancel":
        cancelled.add(message.id);
        break;
      case "break":
        broken(new Error("unreachable"));
        break;
    }
  };
}
