// Estate: files chosen or dropped, what was recognised, findings with file and row, errors with advice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { choose, demo, files, headline, picture, section, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

test("the demo opens and says what it is", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  assert.deepEqual(await headline(page), {
    defended: "USD 621,156.49",
    agreement: "USD 2,497,562.50",
    opening: "USD 14,036,932.00",
  });
  assert.match(
    await page.locator(".summary").innerText(),
    /Meridian Freight Group.*2025-12-31.*266 hosts.*11 products.*6 findings/s,
  );
  await page.getByRole("button", { name: "Change figures" }).click();
  await page.getByText("120 PVU per core is assumed").first().waitFor();
  assert.match(await page.locator(".findings").innerText(), /row 192, processor/);
  assert.deepEqual(wrong, []);
  await picture(page, "estate-findings");
});

test("CSV files are recognised, and a wrong row is a finding with its place", async () => {
  const { page, wrong } = await browser.open();
  const texts = { ...SMALL, "vms.csv": `${SMALL["vms.csv"]}vm-2,esx-9,4\n`, "notes.txt": "hello" };
  await choose(page, files(texts));
  await page.locator(".summary").waitFor();
  // Something is odd: totals say "at least", and the findings say why.
  await page.locator(".figure .least").first().waitFor();
  await page.getByRole("button", { name: "Change figures" }).click();
  const found = await page.locator(".findings").innerText();
  assert.match(found, /vms\.csv/);
  assert.match(found, /row 3/);
  assert.match(found, /esx-9/);
  const recognised = await page.locator(".recognised").innerText();
  assert.match(recognised, /hosts\.csv/);
  assert.match(recognised, /notes\.txt/);
  assert.deepEqual(wrong, []);
});

test("a file that is in no figure is said beside them, and on paper", async () => {
  const { page, wrong } = await browser.open();
  const { "entitlements.csv": _, ...tables } = SMALL;
  // What a workbook behind a password begins with.
  const locked = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096, 7)]);
  await choose(page, [...files(tables), { name: "entitlements.xlsx", mimeType: "", buffer: locked }, ...files({ "letter.txt": "Dear Sir" })]);
  await page.locator(".summary").getByRole("button", { name: "2 files not read" }).waitFor();
  await section(page, "Hand over");
  const paper = await page.locator(".paper").innerText();
  assert.match(paper, /entitlements\.xlsx: not read/);
  assert.match(paper, /letter\.txt: not read/);
  await section(page, "Position");
  await page.getByRole("button", { name: "2 files not read" }).click();
  await page.locator("li.unread, li", { hasText: "entitlements.xlsx" }).first().waitFor();
  assert.deepEqual(wrong, []);
});

test("a folder is dropped", async () => {
  const { page, wrong } = await browser.open();
  await page.getByText("Your estate").click();
  await page.evaluate((texts) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(texts)) transfer.items.add(new File([text], name));
    const drop = document.querySelector("subcap-estimator").shadowRoot.querySelector(".drop");
    for (const type of ["dragenter", "dragover", "drop"]) {
      drop.dispatchEvent(
        new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true }),
      );
    }
  }, SMALL);
  await page.locator(".summary").waitFor();
  // 280 PVU are held and used; 2025-Q2 lacks its report: 16 × 70 − 280 = 840 PVU × 60, and a quarter of 20 % a year.
  assert.equal((await headline(page)).agreement, "USD 52,920.00");
  assert.deepEqual(wrong, []);
});

test("an estate that cannot be read ends with an error that says where and what to do", async () => {
  const { page } = await browser.open();
  await choose(page, files({ ...SMALL, "hosts.csv": "machine,size\na,b\n" }));
  const said = page.getByRole("alert");
  await said.waitFor();
  const text = await said.innerText();
  assert.match(text, /hosts\.csv/);
  assert.match(text, /Code [a-z-]+/);
  assert.equal(await page.locator(".headline").count(), 0);
  await picture(page, "estate-error");
});

test("an estate without its day takes the day given beside it", async () => {
  const { page } = await browser.open();
  const texts = { ...SMALL, "estate.toml": 'name = "Small"\n' };
  await choose(page, files(texts));
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Day the position is taken").fill("2025-12-31");
  await page.locator(".summary").waitFor();
  assert.match(await page.locator(".summary").innerText(), /2025-12-31/);
});

test("reading shows how far it is and can be cancelled", async () => {
  const { page, wrong } = await browser.open();
  await page.getByText("Your estate").click();
  const row = (n) => `vm-${n % 5000},esx-1,4,vm,,2025-01-${String((n % 28) + 1).padStart(2, "0")},2025-02-01\n`;
  // Made in the page: browsers of tests do not take files of this size over their wire.
  await page.evaluate(async (texts) => {
    const element = document.querySelector("subcap-estimator");
    const rows = Array.from({ length: 4000 }, (_, n) => `vm-${n},esx-1,4,vm,,2025-01-01,2025-02-01\n`).join("");
    const large = new File(["vm,host,cores,mode,pool,from,to\n", ...Array(700).fill(rows)], "vms.csv");
    const list = Object.entries(texts).map(([name, text]) => ({
      name,
      data: name === "vms.csv" ? large : new File([text], name),
    }));
    void element.openFiles(list);
  }, SMALL);
  await page.locator("progress[value]").waitFor();
  await page.getByText(/% read/).waitFor();
  await picture(page, "estate-reading");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; nothing was kept.").waitFor();
  await demo(page);
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  assert.deepEqual(wrong, []);
  void row;
});

test("after a quick look the estate is still there", async () => {
  const { page } = await browser.open();
  await demo(page);
  await page.getByRole("button", { name: "Change figures" }).click();
  await page.getByText("Quick estimate").click();
  await page.getByLabel("Cores per host").waitFor();
  await page.getByText("Your estate").click();
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  await section(page, "Quarter ledger");
});
