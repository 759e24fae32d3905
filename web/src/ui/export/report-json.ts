/**
 * The report as JSON, as `subcap estimate` writes it, and beside it what the page knows and the engine does not: the
 * marking and the scenario. Readers of `subcap.report/1` ignore fields they do not know, `subcap compare` among them.
 */

import type { Report } from "../types.js";

/** What is changed against the figures as they are. */
export interface Changed {
  name: string;
  changes: string[];
}

/** What goes with figures that leave the page. */
export interface About {
  marking: string;
  /** None where the figures are as they are. */
  scenario: Changed | null;
}

/** A report larger than this is compared without its scenario's name. */
const LARGEST = 64 * 1024 * 1024;
const LONGEST = 200;

export function reportJson(report: Report, { marking, scenario }: About): string {
  return beside(report, { ...(marking ? { marking } : {}), ...(scenario ? { scenario } : {}) });
}

/** What the engine said, with what the page says of it right behind the schema's name. */
export function beside({ schema, ...said }: { schema: string }, more: object): string {
  return `${JSON.stringify({ schema, ...more, ...said }, null, 2)}\n`;
}

/** The scenario a kept report is of; anybody's file, so nothing but short text gets through. */
export async function scenarioIn(file: File): Promise<Changed | null> {
  if (file.size > LARGEST) return null;
  try {
    const { scenario } = JSON.parse(await file.text()) as { scenario?: unknown };
    if (typeof scenario !== "object" || scenario === null) return null;
    const { name, changes } = scenario as Record<string, unknown>;
    if (typeof name !== "string" || !Array.isArray(changes)) return null;
    const said = changes.filter((change) => typeof change === "string").map((change) => change.slice(0, LONGEST));
    return { name: name.slice(0, LONGEST), changes: said };
  } catch {
    // No report: the engine says so.
    return null;
  }
}
