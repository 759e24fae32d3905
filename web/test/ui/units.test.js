// The small parts that need no browser: scenario documents, links, CSV, pseudonyms, the quick estimate's tables.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cell } from "../../lib/ui/export/csv.js";
import { bundleFrom, bundleOf, fragmentOf } from "../../lib/ui/export/fragment.js";
import { fileName } from "../../lib/ui/export/save.js";
import { Format } from "../../lib/ui/format.js";
import { example, formFrom, quartersBack, strip, tables, wrong } from "../../lib/ui/quick/form.js";
import { pseudonyms } from "../../lib/ui/state/pseudonyms.js";
import {
  changes,
  dayOf,
  isEmpty,
  merged,
  misfits,
  quarterSetting,
  scenarioFrom,
  tidy,
  withCell,
  withEntitlement,
  withEvidence,
  withQuarter,
} from "../../lib/ui/state/scenario.js";
import { Text } from "../../lib/ui/text/text.js";

const FULL = {
  name: "All of it",
  as_of: "2026-03-31",
  discount_bp: 1500,
  reading: { scope: "host", grace_days: 0, credit_later_purchases: true },
  readings: { agreement: { price: "list" } },
  evidence: { "R-1": "held" },
  evidence_where: [
    { kind: "report", quarter: "2025-Q1", becomes: "lost" },
    { scope: "host:a", from: "2025-01-01", becomes: "removed" },
  ],
  evidence_add: [{ id: "x", kind: "rebuilt", scope: "*", quarter: "2024-Q1" }],
  hosts: { a: { pvu_per_core: 70 } },
  products: { P: { list_price: "1.50" } },
  entitlements: [{ product: "P", quantity: 5 }],
  leave_out: [{ vm: "v", reason: "a copy" }],
};

test("every change of a document is listed, and taking them back one by one leaves nothing", () => {
  const list = changes(FULL);
  assert.equal(new Set(list.map((change) => change.key)).size, list.length);
  assert.equal(list.length, 14);
  let document = FULL;
  for (let left = list.length; left > 0; left--) {
    const [first] = changes(document);
    document = first.without;
    assert.equal(changes(document).length, left - 1, first.key);
  }
  assert.deepEqual(tidy(document), { name: "All of it" });
});

test("setting a lever and taking it back is no change", () => {
  const steps = [
    (d, on) => withCell(d, "reading", "", "grace_days", on ? 0 : undefined),
    (d, on) => withCell(d, "hosts", "h", "cores", on ? 8 : undefined),
    (d, on) => withEvidence(d, "R-1", on ? "held" : undefined),
    (d, on) => withEntitlement(d, "P", on ? 0 : undefined),
    ...["stands", "no-report", "not-measured"].map(
      (setting) => (d, on) => withQuarter(d, "2025-Q1", "*", on ? setting : ""),
    ),
  ];
  for (const step of steps) {
    assert.equal(isEmpty(step({}, true)), false);
    assert.deepEqual(step(step({}, true), false), {});
  }
  for (const setting of ["stands", "no-report", "not-measured"])
    assert.equal(quarterSetting(withQuarter({}, "2025-Q1", "*", setting), "2025-Q1", "*"), setting);
  assert.equal(changes(withQuarter({}, "2025-Q1", "*", "not-measured")).length, 1);
});

test("a document laid over another wins where both speak", () => {
  const both = merged(
    { reading: { scope: "host" }, evidence_add: [{ id: "a", kind: "report", scope: "*" }] },
    { reading: { scope: "estate", price: "list" }, evidence_add: [{ id: "a", kind: "rebuilt", scope: "*" }] },
  );
  assert.deepEqual(both, {
    reading: { scope: "estate", price: "list" },
    evidence_add: [{ id: "a", kind: "rebuilt", scope: "*" }],
  });
});

test("only documents of a scenario's form come in", () => {
  assert.deepEqual(scenarioFrom(FULL), FULL);
  assert.deepEqual(scenarioFrom({ $schema: "x", as_of: null, reading: {} }), {});
  for (const bad of [
    null,
    [],
    "x",
    { unknown: 1 },
    { reading: [] },
    { reading: { scope: {} } },
    { hosts: { a: 1 } },
    { evidence_add: {} },
    { discount_bp: "1" },
    JSON.parse('{"__proto__": {"x": 1}}'),
    { constructor: 1 },
  ]) {
    assert.equal(scenarioFrom(bad), null, JSON.stringify(bad));
  }
});

test("a link gives back what went in, and unpacks no more than it may", async () => {
  const bundle = { scenarios: [FULL], levers: { reading: { scope: "host" } } };
  const fragment = await fragmentOf(bundle);
  assert.match(fragment, /^#v1=[\w-]+$/);
  assert.ok(fragment.length < 700, `${fragment.length} letters`);
  assert.deepEqual(await bundleOf(fragment), bundle);
  assert.equal(await bundleOf("#elsewhere"), null);
  await assert.rejects(bundleOf("#v1=AAAA"));
  const random = () =>
    Array.from({ length: 40_000 }, (_, n) => String.fromCharCode(33 + ((n * n * 7919) % 90))).join("");
  assert.equal(
    await fragmentOf({
      scenarios: [{ name: random() + Math.random() }, { name: [...random()].sort(() => Math.random() - 0.5).join("") }],
    }),
    null,
  );
  assert.equal(bundleFrom({ scenarios: Array(51).fill({}) }), null);
});

test("what a spreadsheet would run is text; numbers are numbers", () => {
  for (const evil of ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
    assert.match(cell(evil), /^"?'/, evil);
  for (const [value, text] of [
    ["-12.50", "-12.50"],
    [7, "7"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    [null, ""],
  ])
    assert.equal(cell(value), text);
});

test("pseudonyms are one name for one thing, longer names first, and never within a word", () => {
  const inventory = {
    clusters: ["C1"],
    regions: ["EMEA", "Acme-Nord"],
    hosts: [{ host: "esx-1" }, { host: "esx-10" }],
    evidence: [{ id: "R-C1-2024" }, { id: "R" }],
  };
  const rename = pseudonyms(inventory, "Acme", ["audit_acme.zip", "hosts.csv"], new Text());
  assert.equal(
    rename("esx-10 and esx-1 in cluster:C1 of Acme; R-C1-2024; READ"),
    "host-2 and host-1 in cluster:cluster-1 of The estate; item-1; READ",
  );
  assert.equal(rename("scope region:Acme-Nord, region:EMEA"), "scope region:region-1, region:EMEA");
  assert.equal(rename("audit_acme.zip, hosts.csv, row 3"), "file-1, hosts.csv, row 3");
});

test("a remediation moves the day of the position only where it comes later", () => {
  assert.equal(dayOf({}, "2025-12-31"), "2025-12-31");
  assert.equal(dayOf({ remediation: "2025-06-01" }, "2025-12-31"), "2025-12-31");
  assert.equal(dayOf({ remediation: "2026-06-01" }, "2025-12-31"), "2026-06-01");
  assert.equal(dayOf({ as_of: "2026-09-30", remediation: "2026-06-01" }, "2025-12-31"), "2026-09-30");
});

test("exact amounts keep every digit in every language", () => {
  assert.equal(new Format("en", "USD").amount("9007199254740993.01"), "9,007,199,254,740,993.01");
  assert.equal(new Format("de", "EUR").moneyText("1234567.80"), "1.234.567,80\u00a0EUR");
  assert.equal(new Format("en", "JPY").moneyText("1234"), "JPY\u00a01,234");
  assert.equal(new Format("en", "USD").signed("-0.50"), "-0.50");
  assert.equal(new Format("en", "USD").short(11420), "11.4K");
  // No word for thousands would show that it is rounded.
  assert.equal(new Format("de", "USD").short(11420), "11.420");
  assert.equal(new Format("de", "USD").short(9880), "9.880");
  assert.match(new Format("de", "USD").short(11_420_000), /^11,4.Mio\.$/);
});

test("the quick estimate's tables say what was typed", () => {
  const form = {
    ...example(new Date(2026, 4, 4)),
    asOf: "2025-12-31",
    first: "2025-01-01",
    used: "3",
    vcpus: "8",
    product: 'a "b", c\n',
    marks: { "2025-Q2": "no-report", "2025-Q3": "not-measured" },
  };
  assert.deepEqual(wrong(form), []);
  assert.deepEqual(strip(form), ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]);
  const made = tables(form);
  assert.equal(made["vms.csv"], "vm,host,cores\nvm-1,host-1,3\nvm-2,host-2,3\nvm-3,host-3,2\n");
  assert.match(made["products.csv"], /^"a ""b"", c",PVU,61\.50,61\.50,2000$/m);
  assert.deepEqual(
    made["evidence.csv"]
      .split("\n")
      .slice(1, -1)
      .map((row) => row.split(",")[0]),
    ["measured 2025-Q1", "report 2025-Q1", "measured 2025-Q2", "report 2025-Q3", "measured 2025-Q4", "report 2025-Q4"],
  );
  assert.deepEqual(quartersBack("2025-02-28", 3), ["2024-Q3", "2024-Q4", "2025-Q1"]);
  assert.deepEqual(formFrom(form), form);
  for (const bad of [null, {}, { ...form, metric: "X" }, { ...form, cores: 4 }, { ...form, product: "x".repeat(201) }])
    assert.equal(formFrom(bad), null);
  assert.deepEqual(
    formFrom({ ...form, marks: { "2025-Q2": "no-report", evil: "stands", "2025-Q3": "constructor" } }).marks,
    { "2025-Q2": "no-report" },
  );
});

test("a text names what varies, and a gap in a translation falls back", () => {
  const text = new Text({ close: "Schließen" }, "de");
  assert.equal(text.t("close"), "Schließen");
  assert.equal(text.t("as_of", { date: "2025" }), "as of 2025");
  assert.equal(text.n("hosts", 1), "1 host");
  assert.equal(text.any("no such key", {}, "otherwise"), "otherwise");
  assert.equal(fileName("Ünïted & Co. = 1", "csv"), "united-co-1.csv");
});

test("money has the decimals it was worked out with, whatever is usual for the currency", () => {
  assert.equal(new Format("en", "IDR").moneyText("144342.24"), "IDR\u00a0144,342.24");
  assert.equal(new Format("en", "HUF").moneyText("12.50"), "HUF\u00a012.50");
});

test("a document says which of its keys no scenario has", () => {
  assert.equal(misfits({ name: "Offer", discount_bp: 1500, evidence: { R: "held" } }), "");
  assert.equal(misfits({ discuont: 1, evidence: 5, hosts: { h: 1 } }), "discuont, evidence, hosts");
  assert.equal(misfits("offer"), "string");
});
