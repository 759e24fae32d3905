// Exports of other tools dropped on the page: what they were taken for, overruled, mixed, saved as tables.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { entriesOf } from "../../lib/engine-client/zip.js";
import { RVTOOLS, SNAPSHOT } from "../support/exports.js";
import { zip } from "../support/zip.js";
import { choose, downloaded, files, picture, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

const PRICES = "product,metric,list_price\nIBM MQ,PVU,50\n";
const snapshot = { name: "snapshot.zip", mimeType: "application/zip", buffer: zip(SNAPSHOT) };

/** The rows of the list of exports: file, kind shown, detail, rows, used. */
const rows = (page) =>
  page.locator(".exports tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => (cell.querySelector("select")?.selectedOptions[0].text ?? cell.innerText).trim())),
  );

const importers = (requests) => requests.filter((url) => /importer.*\.wasm$/.test(url));

test("tables alone do not load the importers", async () => {
  const { page, requests } = await browser.open();
  await choose(page, files(SMALL));
  await page.locator(".summary").waitFor();
  assert.deepEqual(importers(requests), []);
  assert.equal(await page.locator(".exports").count(), 0);
});

test("a snapshot with prices beside it is an estate, and says what each file is", async () => {
  const { page, wrong, requests } = await browser.open();
  await choose(page, [snapshot, ...files({ "products.csv": PRICES })]);
  await page.locator(".headline").waitFor();
  assert.equal(importers(requests).filter((url) => url.includes("importer_bg")).length, 1);
  const found = await rows(page);
  assert.deepEqual(found.map(([file, kind]) => [file, kind]), [
    ["snapshot.zip/audit_snapshot_summary.csv", "summary of an audit snapshot"],
    ["snapshot.zip/data_condition.txt", "data condition of an audit snapshot"],
    ["snapshot.zip/products_daily_2025-04-01_2025-04-03_here.csv", "daily quantities of products"],
    ["snapshot.zip/pvu_sub_capacity.csv", "sub-capacity report of an audit snapshot"],
  ]);
  assert.match(found[3][2], /1 of 1 products agree, 420 PVU/);
  assert.ok(found.every((row) => row[4] === "yes"), JSON.stringify(found));
  assert.match(await page.locator(".recognised").innerText(), /products\.csv/);
  await picture(page, "exports");
  await page.getByRole("button", { name: "Done" }).click();
  assert.match(await page.locator(".summary").innerText(), /1 host.*1 product/s);
  assert.deepEqual(wrong, []);
});

test("what the summaries of a large snapshot say stands there while the rest is read", async () => {
  const { page, wrong } = await browser.open();
  // Rows of nothing that is counted: what takes long here is that they are many.
  const [header, row] = SNAPSHOT["pvu_sub_capacity.csv"].split("\r\n");
  const large = `${header}\r\n${`${row.replace('"IBM MQ"', '"Another"')}\r\n`.repeat(200_000)}`;
  const buffer = zip({ ...SNAPSHOT, "pvu_sub_capacity.csv": large });
  await choose(page, [{ name: "large.zip", mimeType: "application/zip", buffer }]);
  await page.locator(".exports").getByText("This is what the summaries say").waitFor();
  const found = await rows(page);
  assert.equal(found.length, 3);
  assert.match(found[1][2], /not verified yet/);
  assert.match(await page.locator(".exports details").innerText(), /quarter by quarter/);
  await picture(page, "exports-glimpse");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; nothing was kept").waitFor();
  assert.equal(await page.locator(".exports").count(), 0);
  assert.deepEqual(wrong, []);
});

test("axe finds nothing in the list of exports, and it fits a small screen", async () => {
  for (const width of [1280, 390]) {
    const { page } = await browser.open({ width, height: 844 });
    await choose(page, [snapshot, ...files({ "notes.txt": "to do\n" })]);
    await page.locator(".headline").waitFor();
    await page.locator("progress").waitFor({ state: "detached" });
    const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
    const { violations } = await axe.analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.flat().join(" ")}`), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    await picture(page, `exports-${width}`);
  }
});

test("a file that is not known is said to be none, and can be overruled by keyboard", async () => {
  const { page, wrong } = await browser.open();
  await choose(page, files({ "notes.txt": "to do\n" }));
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /nothing that is given is recognised[^]*notes\.txt[^]*Code not-an-estate/);
  const [[file, kind, , , used]] = await rows(page);
  assert.deepEqual([file, kind], ["notes.txt", "not recognised"]);
  assert.match(used, /^no: its columns are those of no known export: to do/);
  // Daily quantities that are overruled are not used; taken back, they are.
  const [name] = Object.keys(SNAPSHOT).filter((name) => name.startsWith("products_daily"));
  await page.locator('input[name="files"]').setInputFiles(files({ [name]: SNAPSHOT[name], "hosts.csv": SMALL["hosts.csv"], "notes.txt": "to do\n" }));
  await page.locator(".exports").getByText("1 of 2 files used").waitFor();
  const select = page.getByLabel(`What ${name} is`);
  await select.focus();
  await select.selectOption("entitlements");
  await page.locator(".exports").getByText("0 of 2 files used").waitFor();
  assert.equal((await rows(page)).find(([file]) => file === name)[1], "entitlements");
  await select.selectOption("");
  await page.locator(".exports").getByText("1 of 2 files used").waitFor();
  assert.deepEqual(wrong, []);
});

test("machines that were off are left out on request", async () => {
  const { page } = await browser.open();
  await choose(page, [snapshot, ...files({ ...RVTOOLS, "products.csv": PRICES })]);
  await page.locator(".headline").waitFor();
  const machines = async () => {
    const { text } = await downloaded(page, () => page.getByRole("button", { name: "Save the tables made of them" }).click());
    return text.match(/^app2,/m) !== null;
  };
  assert.equal(await machines(), true);
  await page.getByLabel("Without machines that were off").check();
  await page.locator(".busy").waitFor({ state: "detached" });
  assert.equal(await machines(), false);
});

test("the tables made of exports are saved as a zip that opens as the same estate", async () => {
  const { page } = await browser.open();
  await choose(page, [snapshot]);
  await page.locator(".headline").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the tables made of them" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "snapshot.zip");
  const { readFile } = await import("node:fs/promises");
  const bytes = await readFile(await download.path());
  const entries = await entriesOf("snapshot.zip", new Blob([bytes]));
  assert.ok(entries.some(({ name }) => name === "hosts.csv") && entries.some(({ name }) => name === "evidence.csv"), entries.map(({ name }) => name).join());
  const before = await page.locator(".headline").innerText();
  await page.locator('input[name="files"]').setInputFiles([{ name: "tables.zip", mimeType: "application/zip", buffer: bytes }]);
  await page.locator(".exports").waitFor({ state: "detached" });
  await page.locator(".summary").waitFor();
  assert.equal(await page.locator(".headline").innerText(), before);
});
