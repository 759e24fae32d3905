/**
 * Names that would give an estate away, replaced by numbered ones: hosts, clusters, items of evidence, files and the
 * estate's own name. Only names change: figures are never touched, and the same name is the same pseudonym everywhere.
 */

import type { Text } from "../text/text.js";
import type { Finding, Inventory, Report } from "../types.js";

export type Rename = (text: string) => string;

export const asItIs: Rename = (text) => text;

/** Names of the tables themselves say nothing. */
const TABLES = /^(estate\.toml|(hosts|vms|pools|installs|products|entitlements|evidence)\.csv)$/;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What replaces names in any text. Longer names win, so that `esx-10` is never `esx-1` and a nought. */
export function pseudonyms(inventory: Inventory, estate: string, files: string[], text: Text): Rename {
  const names = new Map<string, string>();
  const number = (list: Iterable<string>, word: string): void => {
    const all = [...new Set(list)].filter((name) => name !== "" && !names.has(name));
    const digits = String(all.length).length;
    all.forEach((name, index) => names.set(name, `${word}-${String(index + 1).padStart(digits, "0")}`));
  };
  number(inventory.clusters, text.t("pseudo_cluster"));
  number(
    inventory.hosts.map((host) => host.host),
    text.t("pseudo_host"),
  );
  number(
    inventory.evidence.map((item) => item.id),
    text.t("pseudo_item"),
  );
  number(
    files.filter((file) => !TABLES.test(file)),
    text.t("pseudo_file"),
  );
  if (estate) names.set(estate, text.t("pseudo_estate"));
  if (names.size === 0) return asItIs;
  const longest = [...names.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longest.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return (from) => from.replace(any, (name) => names.get(name) ?? name);
}

/** A finding may hold anything that stood in a cell: the cell is withheld. */
export function renamedFinding(finding: Finding, rename: Rename, withheld: string): Finding {
  return {
    ...finding,
    file: rename(finding.file),
    value: finding.value === null ? null : withheld,
    message: rename(finding.message),
    advice: rename(finding.advice),
  };
}

/** A report with every name replaced and every figure as it is. */
export function renamedReport(report: Report, rename: Rename, withheld: string): Report {
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return rename(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, KEPT.has(key) ? inner : walk(inner)]));
  };
  const renamed = walk(report) as Report;
  return { ...renamed, findings: report.findings.map((finding) => renamedFinding(finding, rename, withheld)) };
}

/** Words of the engine and names of products, which a pseudonym must not touch. */
const KEPT = new Set([
  "schema",
  "as_of",
  "currency",
  "product",
  "metric",
  "quarter",
  "reading",
  "total",
  "complete",
  "title",
  "notice",
  "condition",
  "cure",
  "code",
  "severity",
]);
