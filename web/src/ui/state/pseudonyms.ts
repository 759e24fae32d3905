/**
 * Names that would give an estate away, replaced by numbered ones: hosts, clusters, regions, items of evidence, files
 * and the estate's own name. Only names change: figures are never touched, and the same name is the same pseudonym everywhere.
 */

import type { Text } from "../text/text.js";
import type { Finding, Inventory, Report } from "../types.js";

export type Rename = (text: string) => string;

export const asItIs: Rename = (text) => text;

/** Names of the tables themselves say nothing. */
const TABLES = /^(estate\.toml|(hosts|vms|pools|installs|products|entitlements|evidence)\.csv)$/;

/** Nor do the usual names of regions. */
const REGIONS = /^(americas?|amer|namer|latam|na|emea|eu|europe|middle east|africa|apac|asia([ /-]pacific)?|anz|global)$/i;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names that are in no table of the open estate: another position's. */
export interface Further {
  estates?: string[];
  hosts?: string[];
  machines?: string[];
  pools?: string[];
  items?: string[];
  files?: string[];
}

/** What replaces names in any text. Longer names win, so that `esx-10` is never `esx-1` and a nought. */
export function pseudonyms(inventory: Inventory, estate: string, files: string[], text: Text, further: Further = {}): Rename {
  const names = new Map<string, string>();
  /** Further ones come after, so that nothing gets another number by them. */
  const number = (list: string[], word: string, more: string[] = []): void => {
    const fresh = (some: string[]): string[] => [...new Set(some)].filter((name) => name !== "" && !names.has(name));
    const all = fresh(list);
    const digits = String(all.length).length;
    [...new Set([...all, ...fresh(more)])].forEach((name, index) =>
      names.set(name, `${word}-${String(index + 1).padStart(digits, "0")}`),
    );
  };
  number(inventory.clusters, text.t("pseudo_cluster"));
  number(
    inventory.regions.filter((region) => !REGIONS.test(region)),
    text.t("pseudo_region"),
  );
  number(
    inventory.hosts.map((host) => host.host),
    text.t("pseudo_host"),
    further.hosts,
  );
  number(
    inventory.evidence.map((item) => item.id),
    text.t("pseudo_item"),
    further.items,
  );
  number(further.machines ?? [], text.t("pseudo_machine"));
  number(further.pools ?? [], text.t("pseudo_pool"));
  const telling = (some: string[]): string[] => some.filter((file) => !TABLES.test(file));
  number(telling(files), text.t("pseudo_file"), telling(further.files ?? []));
  for (const other of further.estates ?? []) if (other) names.set(other, text.t("pseudo_other"));
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
