/**
 * A scenario document (`subcap.scenario-1.schema.json`) and the small edits the levers make in it. The document is
 * the only state a lever has: what was opened from a file or a link shows on the same levers, and can be taken back
 * change by change.
 */

export type Cell = string | number | boolean;
export type Cells = Record<string, Cell>;

export interface EvidenceWhere {
  kind?: string;
  scope?: string;
  state?: string;
  quarter?: string;
  from?: string;
  to?: string;
  becomes: string;
  if_any?: boolean;
}

export interface EvidenceAdd {
  id: string;
  kind: string;
  scope: string;
  from?: string;
  to?: string;
  quarter?: string;
  made?: string;
  state?: string;
  weight?: Cell;
  note?: string;
}

export interface Entitled {
  product: string;
  quantity: Cell;
  from?: string;
  to?: string;
}

export interface LeftOut {
  product?: string;
  vm?: string;
  host?: string;
  reason: string;
}

export interface Scenario {
  name?: string;
  as_of?: string;
  first_deployment?: string;
  remediation?: string;
  discount_bp?: number;
  reading?: Cells;
  readings?: Record<string, Cells>;
  evidence?: Record<string, string>;
  evidence_where?: EvidenceWhere[];
  evidence_add?: EvidenceAdd[];
  hosts?: Record<string, Cells>;
  vms?: Record<string, Cells>;
  products?: Record<string, Cells>;
  entitlements?: Entitled[];
  leave_out?: LeftOut[];
}

/** One thing that is otherwise: where it stands in the document, and the document without it. */
export interface Change {
  key: string;
  /** Which kind of thing, for its words. */
  what: string;
  /** What it is about, and what it is set to. */
  about: string;
  value: string;
  without: Scenario;
}

const SINGLE = ["as_of", "first_deployment", "remediation", "discount_bp"] as const;
const CELLS = ["readings", "hosts", "vms", "products"] as const;
const LISTS = ["evidence_where", "evidence_add", "entitlements", "leave_out"] as const;

/** A copy in which empty parts are gone, so that no change leaves a trace. */
export function tidy(document: Scenario): Scenario {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    if (value == null || value === "") continue;
    if (Array.isArray(value)) {
      if (value.length > 0) clean[key] = value;
    } else if (typeof value === "object") {
      const entries = Object.entries(value as Record<string, unknown>).filter(([, inner]) =>
        typeof inner === "object" && inner !== null ? Object.keys(inner).length > 0 : inner != null && inner !== "",
      );
      if (entries.length > 0) clean[key] = Object.fromEntries(entries);
    } else clean[key] = value;
  }
  return clean as Scenario;
}

/** Whether it changes nothing. */
export function isEmpty(document: Scenario): boolean {
  return changes(document).length === 0;
}

/** A copy with a cell set, or taken out where the value is empty. */
export function withCell(
  document: Scenario,
  part: "reading" | "readings" | "hosts" | "vms" | "products",
  name: string,
  key: string,
  value: Cell | undefined,
): Scenario {
  const set = (cells: Cells = {}): Cells => {
    const { [key]: _gone, ...rest } = cells;
    return value === undefined || value === "" ? rest : { ...rest, [key]: value };
  };
  if (part === "reading") return tidy({ ...document, reading: set(document.reading) });
  const rows = document[part] ?? {};
  return tidy({ ...document, [part]: { ...rows, [name]: set(rows[name]) } });
}

/** A copy with the state of an item of evidence set, or as it is where nothing is given. */
export function withEvidence(document: Scenario, id: string, becomes: string | undefined): Scenario {
  const { [id]: _gone, ...rest } = document.evidence ?? {};
  return tidy({ ...document, evidence: becomes ? { ...rest, [id]: becomes } : rest });
}

/** A copy with the licences of a product set to one amount, or as they are. */
export function withEntitlement(document: Scenario, product: string, quantity: number | undefined): Scenario {
  const rest = (document.entitlements ?? []).filter((row) => row.product !== product);
  return tidy({ ...document, entitlements: quantity === undefined ? rest : [...rest, { product, quantity }] });
}

/** How the quarter lever stands: as it is, made to stand, or without report or measurement. */
export type QuarterSetting = "" | "stands" | "no-report" | "not-measured";

const added = (quarter: string, scope: string): string => `stands ${quarter} ${scope}`;

export function quarterSetting(document: Scenario, quarter: string, scope: string): QuarterSetting {
  if (document.evidence_add?.some((row) => row.id === added(quarter, scope))) return "stands";
  const lost = document.evidence_where?.filter(
    (row) => row.quarter === quarter && row.becomes === "lost" && (row.scope ?? "*") === scope,
  );
  if (lost?.some((row) => row.kind === "measured")) return "not-measured";
  return lost?.some((row) => row.kind === "report") ? "no-report" : "";
}

/** Sets a quarter. What is lost loses rebuilt figures too, or nothing would change where they are on file. */
export function withQuarter(document: Scenario, quarter: string, scope: string, setting: QuarterSetting): Scenario {
  const where = (document.evidence_where ?? []).filter(
    (row) => !(row.quarter === quarter && row.becomes === "lost" && (row.scope ?? "*") === scope && row.kind),
  );
  const add = (document.evidence_add ?? []).filter((row) => row.id !== added(quarter, scope));
  const lose = (kind: string): EvidenceWhere => ({
    kind,
    quarter,
    ...(scope === "*" ? {} : { scope }),
    becomes: "lost",
    // There may be no report of it anyway, and hardly ever are there rebuilt figures.
    if_any: true,
  });
  if (setting === "stands") add.push({ id: added(quarter, scope), kind: "rebuilt", scope, quarter });
  if (setting === "no-report") where.push(lose("report"), lose("rebuilt"));
  if (setting === "not-measured") where.push(lose("measured"), lose("rebuilt"));
  return tidy({ ...document, evidence_where: where, evidence_add: add });
}

/** Lays one document over another; lists add up, rows of the same id or product are replaced. */
export function merged(under: Scenario, over: Scenario): Scenario {
  const result: Scenario = { ...under, ...over };
  if (under.name) result.name = under.name;
  result.reading = { ...under.reading, ...over.reading };
  result.evidence = { ...under.evidence, ...over.evidence };
  for (const part of CELLS) {
    const rows: Record<string, Cells> = { ...under[part] };
    for (const [name, cells] of Object.entries(over[part] ?? {})) rows[name] = { ...rows[name], ...cells };
    result[part] = rows;
  }
  const ids = new Set(over.evidence_add?.map((row) => row.id));
  result.evidence_add = [...(under.evidence_add ?? []).filter((row) => !ids.has(row.id)), ...(over.evidence_add ?? [])];
  result.evidence_where = [...(under.evidence_where ?? []), ...(over.evidence_where ?? [])];
  const products = new Set(over.entitlements?.map((row) => row.product));
  result.entitlements = [
    ...(under.entitlements ?? []).filter((row) => !products.has(row.product)),
    ...(over.entitlements ?? []),
  ];
  result.leave_out = [...(under.leave_out ?? []), ...(over.leave_out ?? [])];
  return tidy(result);
}

const words = (row: object): string =>
  Object.entries(row)
    .filter(([key]) => !["becomes", "reason", "if_any"].includes(key))
    .map(([, value]) => String(value))
    .join(" ");

/** The day the position is of: a remediation moves it only where it comes later. */
export function dayOf({ as_of, remediation }: Scenario, usual: string): string {
  const day = as_of ?? usual;
  return remediation && remediation > day ? remediation : day;
}

/** Everything the document changes, one by one, each with the document without it. */
export function changes(document: Scenario): Change[] {
  const list: Change[] = [];
  const push = (what: string, about: string, value: unknown, without: Scenario): void => {
    list.push({ key: `${what} ${about}`, what, about, value: String(value), without: tidy(without) });
  };
  for (const key of SINGLE) {
    const { [key]: value, ...rest } = document;
    if (value !== undefined) push(key, "", value, rest);
  }
  for (const [key, value] of Object.entries(document.reading ?? {})) {
    push("reading", key, value, withCell(document, "reading", "", key, undefined));
  }
  for (const part of CELLS) {
    for (const [name, cells] of Object.entries(document[part] ?? {})) {
      for (const [key, value] of Object.entries(cells)) {
        push(part, `${name} ${key}`, value, withCell(document, part, name, key, undefined));
      }
    }
  }
  for (const [id, becomes] of Object.entries(document.evidence ?? {})) {
    push("evidence", id, becomes, withEvidence(document, id, undefined));
  }
  const seen = new Set<string>();
  for (const part of LISTS) {
    const rows = (document[part] ?? []) as (EvidenceWhere & EvidenceAdd & Entitled & LeftOut)[];
    rows.forEach((row, index) => {
      if (part === "evidence_where" && row.quarter && row.becomes === "lost" && row.kind) {
        const scope = row.scope ?? "*";
        const setting = quarterSetting(document, row.quarter, scope);
        const about = `${row.quarter} ${scope}`;
        if (seen.has(about) || setting === "") return;
        seen.add(about);
        push("quarter", about, setting, withQuarter(document, row.quarter, scope, ""));
      } else if (part === "evidence_add" && row.quarter && row.id === added(row.quarter, row.scope)) {
        push("quarter", `${row.quarter} ${row.scope}`, "stands", withQuarter(document, row.quarter, row.scope, ""));
      } else {
        const value =
          part === "entitlements" ? row.quantity : part === "leave_out" ? row.reason : (row.becomes ?? row.kind);
        const about = part === "entitlements" ? row.product : part === "evidence_add" ? row.id : words(row);
        push(part, about, value, { ...document, [part]: rows.filter((_, at) => at !== index) });
      }
    });
  }
  return list;
}

const PARTS: Record<string, "text" | "number" | "cells" | "rows" | "list"> = {
  name: "text",
  as_of: "text",
  first_deployment: "text",
  remediation: "text",
  discount_bp: "number",
  reading: "cells",
  evidence: "cells",
  readings: "rows",
  hosts: "rows",
  vms: "rows",
  products: "rows",
  evidence_where: "list",
  evidence_add: "list",
  entitlements: "list",
  leave_out: "list",
};

const isCell = (value: unknown): value is Cell => ["string", "number", "boolean"].includes(typeof value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCells = (value: unknown): boolean => isObject(value) && Object.values(value).every(isCell);

function fits(key: string, part: unknown): boolean {
  const form = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
  return (
    part == null ||
    key === "$schema" ||
    (form === "text" && typeof part === "string") ||
    (form === "number" && typeof part === "number") ||
    (form === "cells" && isCells(part)) ||
    (form === "rows" && isObject(part) && Object.values(part).every(isCells)) ||
    (form === "list" && Array.isArray(part) && part.every(isCells))
  );
}

/** Its keys that no scenario has, or not in that form. */
export function misfits(value: unknown): string {
  if (!isObject(value)) return typeof value;
  return Object.entries(value).flatMap(([key, part]) => (fits(key, part) ? [] : [key])).join(", ");
}

/**
 * A document from outside, or null if it is none: only known keys of the right form. What the values mean is the
 * engine's to judge; this keeps anything else than data of a scenario off the page.
 */
export function scenarioFrom(value: unknown): Scenario | null {
  if (!isObject(value) || misfits(value) !== "") return null;
  const { $schema: _, ...document } = value;
  return tidy(document as Scenario);
}
