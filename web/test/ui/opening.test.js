// Opening: files dropped anywhere and as real folders, what stays where that fails, what the page advises.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { SNAPSHOT } from "../support/exports.js";
import { zip } from "../support/zip.js";
import { choose, demo, files, headline, picture, section, SMALL, started, violations } from "./page.js";

const SINGLE = pathToFileURL(fileURLToPath(new URL("../../dist/subcap.html", import.meta.url))).href;
const DEMO = "USD 2,497,562.50";
/** 280 PVU are held and used; 2025-Q2 lacks its report: 16 × 70 − 280 = 840 PVU × 60, and a quarter of 20 % a year. */
const SMALL_SUM = "USD 52,920.00";

let browser;
let folder;
before(async () => {
  browser = await started();
  folder = mkdtempSync(join(tmpdir(), "subcap-opening-"));
  mkdirSync(join(folder, "small"));
  for (const [name, text] of Object.entries(SMALL)) writeFileSync(join(folder, "small", name), text);
});
after(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

/** Drops what lies on the disk, as a person does: the browser makes the events. */
async function dropReal(page, where, ...paths) {
  const cdp = await page.context().newCDPSession(page);
  await where.scrollIntoViewIfNeeded();
  const { x, y } = await where.boundingBox();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await cdp.send("Input.dispatchDragEvent", { type, x: x + 20, y: y + 10, data });
}

const fromDisk = async () => {
  const one = await browser.open({ address: SINGLE });
  await one.page.locator(".headline").waitFor();
  await one.page.getByText("Your estate").click();
  return one;
};

test("a real folder is dropped on the single file", async () => {
  const { page, wrong } = await fromDisk();
  await dropReal(page, page.locator(".drop"), join(folder, "small"));
  await page.locator(".summary", { hasText: "Small" }).waitFor();
  assert.equal((await headline(page)).agreement, SMALL_SUM);
  assert.deepEqual(wrong, []);
});

test("a folder that cannot be read is said to be none that can", async () => {
  const { page, wrong } = await fromDisk();
  await page.evaluate(() => {
    DataTransferItem.prototype.getAsFileSystemHandle = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await dropReal(page, page.locator(".drop"), join(folder, "small"));
  await page.getByText("What was dropped could not be read. Use “Choose a folder”").waitFor();
  assert.equal(await page.locator(".drop.over").count(), 0);
  assert.deepEqual(wrong, []);
});

test("of a folder of very many files it is said how many were read", async () => {
  const many = join(folder, "many");
  mkdirSync(many);
  for (let n = 0; n < 5001; n++) writeFileSync(join(many, `${n}.txt`), "");
  const { page, wrong } = await browser.open();
  await page.getByText("Your estate").click();
  await dropReal(page, page.locator(".drop"), many);
  await page.getByText("Only the first 5,000 files of this folder were read.").waitFor();
  await page.locator(".busy").waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
});

test("files dropped beside the box are opened, and compared in Compare", async () => {
  const { page, wrong } = await browser.open();
  const all = Object.keys(SMALL).map((name) => join(folder, "small", name));
  await demo(page);
  await dropReal(page, page.locator(".headline"), ...all);
  await page.locator(".summary", { hasText: "Small" }).waitFor();
  await section(page, "Compare");
  await dropReal(page, page.locator(".tabs"), ...all);
  await page.getByText("Compared: 0 of 8 totals differ.").waitFor();
  assert.match(await page.locator(".summary").innerText(), /Small/);
  // Below the last line, too.
  await page.setViewportSize({ width: 1280, height: 4000 });
  await section(page, "Scenarios");
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [join(folder, "small", "hosts.csv")], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await cdp.send("Input.dispatchDragEvent", { type, x: 600, y: 3980, data });
  await page.locator(".estate .problem").waitFor();
  assert.match(page.url(), /^http/);
  assert.deepEqual(wrong, []);
});

test("what cannot be opened costs nobody the position that is open", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "Quarter ledger");
  const broken = { name: "broken.zip", mimeType: "application/zip", buffer: Buffer.from("PK no zip at all") };
  await page.getByRole("button", { name: "Change figures" }).click();
  await page.locator('input[name="files"]').setInputFiles(broken);
  await page.locator(".estate .problem").waitFor();
  assert.equal((await headline(page)).agreement, DEMO);
  assert.equal(await page.getByRole("tab").count(), 7);
  await page.getByText("The position below is still the one that was open: Meridian Freight Group").waitFor();
  assert.equal(await page.getByText("Nothing odd was found").count(), 0);
  assert.deepEqual(await violations(page), []);
  await picture(page, "open-fails-beside");
  // It still answers.
  await page.getByRole("button", { name: /^IBM MQ, 2024-Q2/ }).click();
  await page.getByRole("dialog").getByText("Days are lost").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to it" }).click();
  assert.match(await page.locator(".summary").innerText(), /Meridian/);
  assert.equal(await page.locator(".problem").count(), 0);
  // Another one takes its place only once it is open.
  await page.getByRole("button", { name: "Change figures" }).click();
  await page.locator('input[name="files"]').setInputFiles(files(SMALL));
  await page.locator(".summary", { hasText: "Small" }).waitFor();
  assert.equal((await headline(page)).agreement, SMALL_SUM);
  assert.deepEqual(wrong, []);
});

test("what cannot be compared leaves what was compared before", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "Compare");
  const give = (texts) => page.locator('input[name="other-files"]').setInputFiles(files(texts));
  await give(SMALL);
  await page.getByText("Compared: ").waitFor();
  const compared = await page.locator('[part="compared"]').innerText();
  await give({ "broken.json": "{" });
  await page.locator('[part="compare"] .problem').waitFor();
  await page.getByText("Below is what was compared before.").waitFor();
  assert.equal(await page.locator('[part="compared"]').innerText(), compared);
  assert.doesNotMatch(await page.locator('[part="compare"] .problem').innerText(), / --/);
  await give(SMALL);
  await page.getByText("Compared: ").waitFor();
  assert.equal(await page.locator('[part="compare"] .problem').count(), 0);
  assert.deepEqual(wrong, []);
});

const { "estate.toml": _, ...TABLES } = SMALL;

test("tables without their day are read again once it is typed", async () => {
  const { page, wrong } = await browser.open();
  await choose(page, files(TABLES));
  const said = page.locator(".estate .problem");
  await said.waitFor();
  assert.match(await said.innerText(), /Fill in “Day the position is taken”, or give a file estate\.toml/);
  await page.getByLabel("Day the position is taken").fill("2025-12-31");
  await page.locator(".summary").waitFor();
  assert.match(await page.locator(".summary").innerText(), /2025-12-31.*2 hosts/s);
  // Packed, and beside the open position.
  await page.getByRole("button", { name: "Change figures" }).click();
  await page.locator('input[name="files"]').setInputFiles({ name: "t.zip", mimeType: "application/zip", buffer: zip(TABLES) });
  await page.locator(".summary").waitFor();
  await section(page, "Compare");
  await page.locator('input[name="other-files"]').setInputFiles(files(TABLES));
  await page.locator('[part="compare"] .problem').waitFor();
  await page.locator('[part="compare"]').getByLabel("Day the position is taken").fill("2025-09-30");
  await page.getByText("Compared: ").waitFor();
  assert.deepEqual(wrong, []);
});

test("the page advises what can be done on the page", async () => {
  const { page } = await browser.open();
  const said = page.locator(".estate .problem");
  await choose(page, files({ ...SMALL, "hosts.csv": "host,cores\nh,x\n" }));
  await page.locator(".estate .findings").waitFor();
  assert.match(await said.innerText(), /no usable row[^]*The findings say what is wrong with each row/);
  const [name] = Object.keys(SNAPSHOT).filter((name) => name.startsWith("pvu_sub"));
  await page.locator('input[name="files"]').setInputFiles(files({ "entitlements.csv": SMALL["entitlements.csv"], "hosts.csv": SMALL["hosts.csv"] }));
  await said.getByText("Fill in “Day").waitFor();
  await page.locator('input[name="files"]').setInputFiles(files({ [name]: SNAPSHOT[name] }));
  await page.locator(".busy").waitFor({ state: "detached" });
  assert.doesNotMatch(await page.locator(".estate").innerText(), / --[a-z]|`check`/);
});

test("findings are one press away, and so is the answer", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await page.locator(".summary").getByRole("button", { name: "6 findings" }).click();
  const focused = () => page.evaluate(() => document.querySelector("subcap-estimator").shadowRoot.activeElement?.id);
  await page.locator(".findings").getByText("120 PVU per core is assumed").first().waitFor();
  await page.waitForFunction(() => document.querySelector("subcap-estimator").shadowRoot.activeElement?.id === "findings-title");
  assert.ok(await page.locator("#findings-title").evaluate((title) => title.getBoundingClientRect().top < 300));
  // Exports leave the entrance open, with all that was made of them.
  const snapshot = { name: "snapshot.zip", mimeType: "application/zip", buffer: zip(SNAPSHOT) };
  await page.locator('input[name="files"]').setInputFiles(snapshot);
  await page.getByText("Exports: 4 of 4 files used").waitFor();
  await page.locator(".busy").waitFor({ state: "detached" });
  assert.deepEqual(await violations(page), []);
  await picture(page, "see-the-answer");
  await page.getByRole("button", { name: "See the answer" }).click();
  assert.equal(await focused(), "answer");
  assert.ok(await page.locator(".headline").evaluate((one) => one.getBoundingClientRect().top < 100));
  assert.deepEqual(wrong, []);
});
