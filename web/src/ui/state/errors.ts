/** What went wrong, whoever threw it. */

import type { EngineError } from "../engine-port.js";

export function asError(problem: unknown): EngineError {
  if (problem instanceof Error)
    return "code" in problem ? (problem as EngineError) : Object.assign(problem, { code: problem.name });
  return Object.assign(new Error(String(problem)), { code: "unknown" });
}

/** Whether the day of the position is what was wanting. */
export function lacksDay({ code, message }: EngineError): boolean {
  return code === "missing-as-of" || (code === "missing-table" && /estate\.toml is missing|of which day/.test(message));
}
