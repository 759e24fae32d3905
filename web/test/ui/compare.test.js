// Another position beside the open one: the figures are those of `subcap compare`, and nothing else is harmed.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { commandLine, printed } from "../support/cases.js";
import { changes, choose, demo, downloaded, files, headline, picture, section, SMALL, started, tables, violations } from "./page.js";

let browser;
let folder;
/** What the page marks with unless told otherwise. */
const MARKING = "Privileged & confidential — prepared at the request of counsel";
/** What the command line says of the demo and its changed copy. */
let said;

/** Last quarter's: a report was there that is lost now, a host was not renamed yet, fewer licences, other prices. */
function changed(name, text) {
  if (name === "estate.toml") return text.replace("Meridian Freight Group (invented)", "Meridian last quarter");
  if (name === "evidence.csv") return text.replaceAll(/^R-AMER-2024-Q3.*\n/gm, "").replaceAll("M-CHI-DB1-1,", "M-OLD-7,");
  if (name === "hosts.csv") return `${text}old-dc-esx77,32,FRA-MW1,EMEA,,2,100,yes,2022-01-01,\n`;
  if (name === "vms.csv") return `${text}old-vm-9,old-dc-esx77,16,vm,,2022-01-01,\n`;
  if (name === "installs.csv") return `${text}IBM MQ,old-vm-9,,2022-01-01,\n`;
  if (name === "products.csv") return text.replace(",158.00,86.50,", ",158.00,80.25,");
  if (name === "entitlements.csv") return text.replace(/(IBM MQ,)(\d+),/, "$1100,");
  return text;
}

before(async () => {
  browser = await started();
  folder = mkdtempSync(join(tmpdir(), "subcap-compare-"));
  const [program, path] = [commandLine(), (name) => join(folder, name)];
  printed(program, ["demo", "--write", path("demo")]);
  printed(program, ["demo", "--write", path("last")]);
  for (const { name, buffer } of tables(path("demo"), changed)) writeFileSync(join(folder, "last", name), buffer);
  writeFileSync(path("last.json"), printed(program, ["estimate", path("last"), "--format", "json"]));
  const compared = (...args) => printed(program, ["compare", ...args.map(path), "--format", "json"]);
  said = {
    estates: JSON.parse(compared("last", "demo")),
    later: JSON.parse(compared("demo", "last")),
    report: JSON.parse(compared("last.json", "demo")),
    csv: printed(program, ["compare", path("last"), path("demo"), "--format", "csv"]),
  };
});
after(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

async function opened(options) {
  const one = await browser.open(options);
  await demo(one.page);
  await section(one.page, "Compare");
  return one;
}

async function give(page, list) {
  await page.locator('input[name="other-files"]').setInputFiles(list);
  await page.locator('[part="compare"] .busy').waitFor({ state: "detached" });
}

const amount = (text) => Number(text).toLocaleString("en", { minimumFractionDigits: 2 });
/** With the sign that the page writes. */
const signed = (text) => {
  const value = Number(text);
  return Math.abs(value) === 0 ? "0.00" : `${value < 0 ? "-" : "+"}${amount(text.replace("-", ""))}`;
};
const clean = (texts) => texts.map((text) => text.replace(/\s+/g, " ").trim());

/** The rows of the totals; what a reading is called beside its name is the page's own. */
function rowsOf(page) {
  return page.locator('[part="compared"] tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const copy = row.cloneNode(true);
      for (const title of copy.querySelectorAll("th small")) title.remove();
      return [...copy.cells].map((cell) => cell.textContent).join(" ");
    }),
  );
}

/** The page's totals and causes against the command line's. */
async function agrees(page, { readings }) {
  const totals = await rowsOf(page);
  const expected = readings.map(
    ({ reading, before, after, difference }) =>
      `${reading} ${amount(before.total)} ${amount(after.total)} ${signed(difference)}`,
  );
  assert.deepEqual(clean(totals).sort(), expected.sort());
  const { causes, products } = readings.find(({ reading }) => reading === "agreement");
  if (causes.length > 0) {
    // Folded: its cells are there, but not as text that is seen.
    const cells = await page.locator('[part="compared-causes"] tbody :is(th, td)').allTextContents();
    const expected = causes.flatMap(({ step, amount }) => [step, signed(amount)]);
    assert.deepEqual(clean(cells).slice(2, -2), expected);
  }
  const names = await page.locator('[part="compared-products"] tbody th').allInnerTexts();
  assert.deepEqual(names.map((text) => text.split("\n")[0].trim()), products.slice(0, 12).map(({ product }) => product));
  const money = await page.locator('[part="compared-products"] tbody td:last-child').allInnerTexts();
  assert.deepEqual(clean(money), products.slice(0, 12).map(({ difference }) => signed(difference)));
}

test("another estate is compared as the command line does it, earlier or later", async () => {
  const { page, wrong } = await opened();
  const open = await headline(page);
  await give(page, tables(join(folder, "last")));
  await page.getByText("Compared: ").waitFor();
  await agrees(page, said.estates);
  const rows = await page.locator('[part="compared-rows"]').innerText();
  for (const { table, how, count, first } of said.estates.tables) {
    assert.ok(rows.includes(`${table}: ${count} ${how}`), `${table} ${how}`);
    for (const { name, what } of first) assert.ok(rows.includes(`${name} ${what}`.trim()), `${name} ${what}`);
  }
  const quarters = said.estates.readings.find(({ reading }) => reading === "agreement").products.flatMap((p) => p.quarters);
  await page.getByText(`1–12 of ${quarters.length}`).waitFor();
  await picture(page, "compare-desktop");
  await page.getByRole("radio", { name: "later one" }).check();
  await page.locator('[part="compared"] .sides div', { hasText: "Earlier" }).getByText("Meridian Freight").waitFor();
  await agrees(page, said.later);
  assert.deepEqual(await headline(page), open);
  assert.deepEqual(wrong, []);
});

test("a kept report is compared, the page's own as well", async () => {
  const { page, wrong } = await opened();
  const kept = { name: "last.json", mimeType: "application/json", buffer: readFileSync(join(folder, "last.json")) };
  await give(page, kept);
  await page.getByText("a kept report holds neither").waitFor();
  await agrees(page, said.report);
  assert.equal(await page.locator('[part="compared-rows"]').count(), 0);
  await section(page, "Hand over");
  const own = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  await section(page, "Compare");
  await give(page, { name: "OWN.JSON", mimeType: "application/json", buffer: Buffer.from(own.text) });
  await page.getByText("Compared: 0 of 8 totals differ.").waitFor();
  await page.getByText("Nothing differs under this reading.").waitFor();
  assert.deepEqual(wrong, []);
});

test("the comparison is saved as the command line writes it", async () => {
  const { page } = await opened();
  await give(page, tables(join(folder, "last")));
  const card = page.locator('[part="compared"]');
  const json = await downloaded(page, () => card.getByRole("button", { name: "Save JSON" }).click());
  const { marking, ...rest } = JSON.parse(json.text);
  assert.equal(marking, MARKING);
  assert.deepEqual(rest, said.estates);
  assert.equal(json.name, "meridian-freight-group-invented-compared.json");
  const csv = await downloaded(page, () => card.getByRole("button", { name: "Save CSV" }).click());
  const rows = csv.text.trimEnd().split("\r\n");
  const without = rows.map((row, at) => {
    const sides = '"Meridian last quarter, as of 2025-12-31","Meridian Freight Group (invented), as of 2025-12-31"';
    assert.ok(row.startsWith(at === 0 ? "marking,earlier,later,currency," : `${MARKING},${sides},USD,`), row);
    const last = at === 0 ? ",currency," : '",USD,';
    return row.slice(row.indexOf(last) + last.length);
  });
  assert.equal(without.join("\n"), said.csv.replaceAll("\r\n", "\n").trimEnd());
});

test("a saved comparison says of which scenario the other position is", async () => {
  const { page } = await opened();
  const levers = page.locator("aside");
  await changes(page, "opening", () => levers.getByLabel("A lost day reaches").selectOption("host"));
  await section(page, "Hand over");
  const own = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  await levers.getByRole("button", { name: "Take all back" }).click();
  await section(page, "Compare");
  await give(page, { name: "own.json", mimeType: "application/json", buffer: Buffer.from(own.text) });
  const card = page.locator('[part="compared"]');
  const json = await downloaded(page, () => card.getByRole("button", { name: "Save JSON" }).click());
  const { scenario_before } = JSON.parse(json.text);
  assert.deepEqual(scenario_before, { name: "Levers as set", changes: ["A lost day reaches: the host"] });
  const csv = await downloaded(page, () => card.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.text, /"Meridian Freight Group \(invented\), scenario “Levers as set”, as of 2025-12-31"/);
});

test("what cannot be compared says so and harms nothing", async () => {
  const { page, wrong } = await opened();
  const open = await headline(page);
  const text = (name, content) => files({ [name]: content });
  const euros = { ...SMALL, "estate.toml": `${SMALL["estate.toml"]}currency = "EUR"\n` };
  const cases = [
    [text("letter.json", '{"dear": "Sir"}'), "not-a-report", /kept|report/],
    [text("broken.json", "{"), "not-a-report", /report/],
    [text("letter.txt", "Dear Sir"), "", /./],
    [files(euros), "not-comparable", /currency/],
    [text("hosts.csv", "host,cores\nh,x\n"), "", /./],
  ];
  for (const [list, code, hint] of cases) {
    await give(page, list);
    const problem = page.locator('[part="compare"] .problem');
    const shown = await problem.innerText();
    assert.match(shown, /Code [a-z-]+$/);
    if (code) assert.ok(shown.endsWith(`Code ${code}`), shown);
    assert.match(shown, hint);
    assert.equal(await page.locator('[part="compared"]').count(), 0);
    assert.deepEqual(await headline(page), open);
  }
  await give(page, tables(join(folder, "last")));
  await agrees(page, said.estates);
  assert.equal(await page.locator('[part="compare"] .problem').count(), 0);
  assert.deepEqual(wrong, []);
});

test("what is unknown is said to be at least or unknown", async () => {
  const { page, wrong } = await browser.open();
  await choose(page, files(SMALL));
  await page.locator(".summary", { hasText: "Small" }).waitFor();
  await section(page, "Compare");
  const free = SMALL["products.csv"].replace(",100,60", ",,");
  await give(page, files({ ...SMALL, "products.csv": free }));
  const row = page.locator('[part="compared"] tr.looked');
  assert.match(await row.innerText(), /^agreement [^\t]+\t≥ 0\.00\t[\d,.]+\t/);
  await page.getByText("Where a total is “at least”").waitFor();
  assert.match(await page.locator('[part="compared-products"]').innerText(), /unknown\s+[\d,.]+\s+unknown/);
  await page.getByText(/Priced in one position only: \+/).waitFor();
  assert.deepEqual(wrong, []);
});

test("it can be cancelled, and opening another estate forgets it", async () => {
  const { page, wrong } = await opened();
  const large = `vm,host,cores\n${"vm-1,esx-1,4\n".repeat(3_000_000)}`;
  await page.locator('input[name="other-files"]').setInputFiles(files({ ...SMALL, "vms.csv": large }));
  await page.locator('[part="compare"] .busy').getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; nothing was kept.").waitFor();
  await give(page, files(SMALL));
  await page.locator('[part="compared"]').waitFor();
  await page.getByRole("button", { name: "Change figures" }).click();
  await choose(page, files(SMALL));
  await page.locator(".summary", { hasText: "Small" }).waitFor();
  assert.equal(await page.locator('[part="compared"]').count(), 0);
  assert.deepEqual(wrong, []);
});

test("pseudonyms hide the other position's names, too", async () => {
  const { page } = await opened();
  const names = /esx77|old-dc|old-vm|M-OLD|CHI-DB1|M-CHI|FRA-MW1|Meridian|fra-|dal-/g;
  await give(page, tables(join(folder, "last")));
  assert.match(await page.locator(".panel").innerText(), /old-dc-esx77/);
  await section(page, "Hand over");
  await page.getByLabel(/Replace names/).check();
  await section(page, "Compare");
  const shown = await page.locator(".panel").innerText();
  assert.deepEqual(shown.match(names), null);
  assert.match(shown, /The other estate/);
  assert.match(shown, /IBM MQ on machine-1/);
  await agrees(page, said.estates);
  const card = page.locator('[part="compared"]');
  for (const form of ["Save JSON", "Save CSV"]) {
    const { text } = await downloaded(page, () => card.getByRole("button", { name: form }).click());
    assert.deepEqual(text.match(names), null, form);
  }
});

const LOOKS = [{ width: 1280, height: 900 }, { width: 390, height: 844, dark: true }, { width: 320, height: 700 }];

for (const look of LOOKS) {
  test(`a comparison fits and axe finds nothing at ${look.width}`, async () => {
    const { page, wrong } = await opened(look);
    assert.deepEqual(await violations(page), [], "nothing given");
    await give(page, files({ "letter.json": "{}" }));
    assert.deepEqual(await violations(page), [], "an error");
    await give(page, tables(join(folder, "last")));
    await page.locator('[part="compared-rows"]').waitFor();
    await page.locator(".panel details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    assert.deepEqual(await violations(page), [], "compared");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= look.width, `${wide} px`);
    await picture(page, `compare-${look.width}${look.dark ? "-dark" : ""}`);
    assert.deepEqual(wrong, []);
  });
}

test("a comparison with the keyboard alone", async () => {
  const { page } = await opened();
  await page.getByRole("tab", { name: "Compare" }).focus();
  const reached = async () =>
    page.evaluate(() => document.querySelector("subcap-estimator").shadowRoot.activeElement?.name ?? "");
  const seen = [];
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press("Tab");
    seen.push(await reached());
  }
  assert.ok(seen.includes("compare-when") && seen.includes("other-files") && seen.includes("other-folder"), String(seen));
});
