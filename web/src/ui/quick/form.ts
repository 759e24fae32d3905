/** The quick estimate's figures, checked, and as the tables the engine reads. */

import { type Bounds, bounded, times100, within } from "../typed.js";

export type Mark = "stands" | "no-report" | "not-measured";

/** Everything is text until it is checked; numbers are exact text, in no language. */
export interface QuickForm {
  product: string;
  metric: "PVU" | "VPC";
  cores: string;
  hosts: string;
  used: string;
  pvu: string;
  vcpus: string;
  contract: string;
  list: string;
  support: string;
  entitled: string;
  currency: string;
  asOf: string;
  first: string;
  /** Quarters that do not stand. */
  marks: Record<string, Mark>;
}

export type Field = Exclude<keyof QuickForm, "marks">;

/** What a field takes: numbers between two bounds, days, text. */
export const FIELDS: Record<
  Field,
  ({ form: "number"; optional?: boolean } & Bounds) | { form: "day" | "text" | "code" | "choice" }
> = {
  product: { form: "text" },
  metric: { form: "choice" },
  cores: { form: "number", min: 1, max: 4096, decimals: 0 },
  hosts: { form: "number", min: 1, max: 500, decimals: 0 },
  used: { form: "number", min: 1, max: 500, decimals: 0 },
  pvu: { form: "number", min: 1, max: 1000, decimals: 0 },
  vcpus: { form: "number", min: 1, max: 100_000, decimals: 0 },
  contract: { form: "number", min: 0, max: 999_999_999, decimals: 4 },
  list: { form: "number", min: 0, max: 999_999_999, decimals: 4, optional: true },
  support: { form: "number", min: 0, max: 100, decimals: 2 },
  entitled: { form: "number", min: 0, max: 1_000_000_000, decimals: 0 },
  currency: { form: "code" },
  asOf: { form: "day" },
  first: { form: "day" },
};

/** Fields in the order in which they are asked for, with the keys of their words. */
export const LABELS = [
  ["product", "quick_product"],
  ["metric", "quick_metric"],
  ["cores", "quick_cores"],
  ["hosts", "quick_hosts"],
  ["used", "quick_used_hosts"],
  ["pvu", "quick_pvu"],
  ["vcpus", "quick_vcpus"],
  ["contract", "quick_contract"],
  ["list", "quick_list"],
  ["support", "quick_support"],
  ["entitled", "quick_entitled"],
  ["currency", "quick_currency"],
  ["asOf", "quick_as_of"],
  ["first", "quick_first"],
] as const satisfies [Field, string][];

/** Longer names are none, and would fit no link. */
export const LONGEST = 200;

/** Stands for what was typed and is no number: what it was stays on the page only. */
const NONE = "?";

/** What is typed into a field as the form holds it: numbers as exact text, currencies in capitals. */
export function understood(field: Field, text: string, locale: string): string {
  const wants = FIELDS[field];
  if (wants.form === "code") return text.trim().toUpperCase();
  return wants.form !== "number" || text.trim() === "" ? text : (bounded(text, locale, wants) ?? NONE);
}

/** An example that says something at once: eight hosts, one quarter unreported. */
export function example(today: Date): QuickForm {
  const quarter = Math.floor(today.getMonth() / 3);
  const asOf = iso(new Date(Date.UTC(today.getFullYear(), quarter * 3, 0)));
  const marks: Record<string, Mark> = {};
  const missing = quartersBack(asOf, 3).at(0);
  if (missing) marks[missing] = "no-report";
  return {
    product: "IBM MQ",
    metric: "PVU",
    cores: "32",
    hosts: "8",
    used: "1",
    pvu: "70",
    vcpus: "8",
    contract: "61.50",
    list: "",
    support: "20",
    entitled: "560",
    currency: "USD",
    asOf,
    first: `${today.getFullYear() - 4}-01-01`,
    marks,
  };
}

const iso = (date: Date): string => date.toISOString().slice(0, 10);

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(date.getTime()) && iso(date) === text && date.getUTCFullYear() >= 1990 && date.getUTCFullYear() < 2100
  );
}

/** What is wrong with a field: by itself, or beside another one. */
export type Fault = "alone" | "after-as-of" | "more-than-hosts";

/** Fields that hold nothing usable. Numbers are in exact text here, whatever the language. */
export function faults(form: QuickForm): Map<Field, Fault> {
  const bad = (field: Field): boolean => {
    const text = form[field].trim();
    const wants = FIELDS[field];
    if (wants.form === "number") return wants.optional && text === "" ? false : !within(text, wants);
    if (wants.form === "day") return !isDay(text);
    if (wants.form === "code") return !/^[A-Z]{3}$/.test(text);
    return text === "" || form[field].length > LONGEST;
  };
  const list = new Map<Field, Fault>();
  for (const field of Object.keys(FIELDS) as Field[]) if (bad(field)) list.set(field, "alone");
  if (!list.has("asOf") && !list.has("first") && form.first > form.asOf) list.set("first", "after-as-of");
  if (!list.has("used") && !list.has("hosts") && Number(form.used) > Number(form.hosts))
    list.set("used", "more-than-hosts");
  if (form.metric === "VPC") list.delete("pvu");
  return list;
}

export function wrong(form: QuickForm): Field[] {
  return [...faults(form).keys()];
}

/** A form from outside, or null if it is none: every field short text, marks of quarters only. */
export function formFrom(value: unknown): QuickForm | null {
  if (typeof value !== "object" || value === null || !("marks" in value)) return null;
  const given = value as Record<string, unknown>;
  const fields = (Object.keys(FIELDS) as Field[]).map((field) => [field, given[field]] as const);
  if (fields.some(([, text]) => typeof text !== "string" || text.length > LONGEST)) return null;
  if (given["metric"] !== "PVU" && given["metric"] !== "VPC") return null;
  if (typeof given["marks"] !== "object" || given["marks"] === null) return null;
  const marks = Object.entries(given["marks"]).filter(
    ([quarter, mark]) => /^\d{4}-Q[1-4]$/.test(quarter) && Object.hasOwn(AFTER_CLICK, String(mark)),
  );
  return { ...Object.fromEntries(fields), marks: Object.fromEntries(marks) } as unknown as QuickForm;
}

/** Quarter names, oldest first, ending with the one that holds the day. */
export function quartersBack(day: string, count: number): string[] {
  const year = Number(day.slice(0, 4));
  const last = year * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, index) => {
    const at = last - count + 1 + index;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
}

/** The longest look-back of the readings, from the first deployment on: what the strip shows. */
export function strip(form: QuickForm): string[] {
  if (!isDay(form.asOf)) return [];
  const all = quartersBack(form.asOf, 20);
  const first = isDay(form.first) ? quartersBack(form.first, 1)[0] : undefined;
  return first ? all.filter((quarter) => quarter >= first) : all;
}

export const AFTER_CLICK: Record<Mark, Mark> = {
  stands: "no-report",
  "no-report": "not-measured",
  "not-measured": "stands",
};

const days = (quarter: string): [string, string] => {
  const year = Number(quarter.slice(0, 4));
  const number = Number(quarter.slice(6));
  return [iso(new Date(Date.UTC(year, number * 3 - 3, 1))), iso(new Date(Date.UTC(year, number * 3, 0)))];
};

const quoted = (value: string | number): string =>
  typeof value === "string" && /[",;\n\r\t]/.test(value) ? `"${value.replace(/"/g, '""')}"` : String(value);

const table = (columns: string, rows: (string | number)[][]): string =>
  `${[columns, ...rows.map((row) => row.map(quoted).join(","))].join("\n")}\n`;

/** The tables: one cluster, machines spread over the hosts in use, evidence quarter by quarter. */
export function tables(form: QuickForm): Record<string, string> {
  const [count, used] = [Number(form.hosts), Number(form.used)];
  const hosts = Array.from({ length: count }, (_, index) => [
    `host-${index + 1}`,
    Number(form.cores),
    "cluster-1",
    form.metric === "PVU" ? Number(form.pvu) : "",
  ]);
  const [each, more] = [Math.floor(Number(form.vcpus) / used), Number(form.vcpus) % used];
  const machines = Array.from({ length: used }, (_, index) => ({
    name: `vm-${index + 1}`,
    host: `host-${index + 1}`,
    cores: each + (index < more ? 1 : 0),
  }));
  const running = machines.filter((machine) => machine.cores > 0);
  const evidence: (string | number)[][] = [];
  for (const quarter of strip(form)) {
    const mark = form.marks[quarter] ?? "stands";
    const [from, to] = days(quarter);
    if (mark !== "not-measured") evidence.push([`measured ${quarter}`, "measured", "*", from, to]);
    if (mark !== "no-report") evidence.push([`report ${quarter}`, "report", "*", from, to]);
  }
  const support = times100(form.support.trim());
  // TOML takes JSON's escapes for a string.
  const estate = [
    `name = ${JSON.stringify(plain(form.product))}`,
    `as_of = ${form.asOf}`,
    `currency = "${form.currency}"`,
    `first_deployment = ${form.first}`,
  ];
  return {
    "estate.toml": `${estate.join("\n")}\n`,
    "hosts.csv": table("host,cores,cluster,pvu_per_core", hosts),
    "vms.csv": table(
      "vm,host,cores",
      running.map((machine) => [machine.name, machine.host, machine.cores]),
    ),
    "installs.csv": table(
      "product,vm,from",
      running.map((machine) => [plain(form.product), machine.name, form.first]),
    ),
    "products.csv": table("product,metric,list_price,contract_price,support_bp", [
      [plain(form.product), form.metric, form.list.trim() || form.contract.trim(), form.contract.trim(), support],
    ]),
    "entitlements.csv": table("product,quantity", [[plain(form.product), Number(form.entitled)]]),
    "evidence.csv": table("id,kind,scope,from,to", evidence),
  };
}

/** A product's name as a table takes it: trimmed, on one line. */
const plain = (name: string): string => name.replace(/[\s\p{Cc}]+/gu, " ").trim();
