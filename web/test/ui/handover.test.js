// Hand over: print with its marking, CSV and JSON, scenarios in files and in the link, pseudonyms.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { artefacts } from "../support/browser.js";
import { commandLine, printed } from "../support/cases.js";
import { changes, choose, demo, downloaded, files, headline, leaving, picture, section, settled, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

test("the position prints as text with its marking, without any control", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "Hand over");
  await page.getByLabel("Marking").fill("Privileged — draft for counsel");
  await picture(page, "handover-desktop");
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
  mkdirSync(artefacts, { recursive: true });
  writeFileSync(join(artefacts, "position.pdf"), pdf);
  assert.ok(pdf.length > 20_000);
  await page.emulateMedia({ media: "print" });
  const shown = await page.locator("subcap-estimator").evaluate((element) => {
    const seen = [...element.shadowRoot.querySelectorAll("button, input, select, aside, .tabs")];
    return seen.filter((one) => one.checkVisibility()).length;
  });
  assert.equal(shown, 0);
  const paper = await page.locator(".paper").innerText();
  assert.equal(paper.match(/Privileged — draft for counsel/g).length, 2);
  assert.match(paper, /2,497,562\.50/);
  assert.match(paper, /IBM MQ\s+2024-Q2\s+20,920\s+9,500\s+11,420\s+not reported/);
  assert.match(paper, /not legal advice/);
  assert.deepEqual(wrong, []);
});

test("on a phone the three totals of the preview stand below each other, and paper is white", async () => {
  for (const width of [320, 390]) {
    const { page } = await browser.open({ width, height: 800 });
    await demo(page);
    await section(page, "Hand over");
    const boxes = await page.locator(".paper .figures .money").evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { left, right, top, bottom };
      }),
    );
    assert.equal(boxes.length, 3);
    boxes.forEach((box, at) => {
      assert.ok(box.right <= width && box.bottom - box.top < 40, JSON.stringify(box));
      if (at > 0) assert.ok(box.top >= boxes[at - 1].bottom - 2);
    });
    await page.locator(".paper").scrollIntoViewIfNeeded();
    await picture(page, `paper-${width}`);
    await page.emulateMedia({ media: "print" });
    const grounds = await page.evaluate(() =>
      [document.documentElement, document.querySelector("subcap-estimator")].map(
        (one) => getComputedStyle(one).backgroundColor,
      ),
    );
    assert.deepEqual(grounds, ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)"]);
  }
});

test("from any section the print is the position", async () => {
  const { page } = await browser.open();
  await demo(page);
  await section(page, "What moves it");
  await page.emulateMedia({ media: "print" });
  await page.locator(".paper").waitFor({ state: "visible" });
  assert.equal(await page.locator('[part="tornado"]').isVisible(), false);
});

test("CSV and JSON hold the figures with the levers as set", async () => {
  const { page } = await browser.open();
  await demo(page);
  await changes(page, "opening", () => page.getByLabel("A lost day reaches").selectOption("host"));
  await section(page, "Hand over");
  const json = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  const report = JSON.parse(json.text);
  assert.equal(report.schema, "subcap.report/1");
  const opening = report.readings.find((reading) => reading.reading === "opening").total;
  assert.equal(
    (await headline(page)).opening,
    `USD ${Number(opening).toLocaleString("en", { minimumFractionDigits: 2 })}`,
  );
  const csv = await downloaded(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.name, /^meridian-freight-group-invented--changed\.csv$/);
  assert.match(csv.text, new RegExp(`total,opening,.*,${opening.replace(".", "\\.")},`));
});

test("what leaves the page says its marking and what is changed, and is known again in Compare", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "Hand over");
  const plain = await downloaded(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.equal(plain.name, "meridian-freight-group-invented.csv");
  const [head, first] = plain.text.split("\r\n");
  // The heading is the first line, and what the figures are about stands in every row.
  assert.match(head, /^marking,estate,as_of,currency,scenario,changed,row,reading,product,metric,/);
  assert.match(first, /^Privileged & confidential[^,]*,Meridian Freight Group \(invented\),2025-12-31,USD,,,quarter,defended,/);
  assert.match(plain.text, /not reported: \d+ days on 2 hosts/);
  assert.doesNotMatch(plain.text, /host\(s\)/);
  await changes(page, "opening", () => page.getByLabel("A lost day reaches").selectOption("host"));
  await page.locator("aside").getByLabel("Scenario name").fill("Host by host");
  await page.locator("aside").getByRole("button", { name: "Keep as scenario" }).click();
  const csv = await downloaded(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.equal(csv.name, "meridian-freight-group-invented--host-by-host.csv");
  assert.match(csv.text.split("\r\n")[1], /,USD,Host by host,A lost day reaches: the host,quarter,defended,/);
  const json = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  assert.equal(json.name, "meridian-freight-group-invented--host-by-host.json");
  const { schema, marking, scenario } = JSON.parse(json.text);
  assert.equal(schema, "subcap.report/1");
  assert.match(marking, /^Privileged/);
  assert.deepEqual(scenario, { name: "Host by host", changes: ["A lost day reaches: the host"] });
  await section(page, "Compare");
  await page
    .locator('.panel input[type="file"]')
    .first()
    .setInputFiles({ name: "kept.json", mimeType: "application/json", buffer: Buffer.from(json.text) });
  await page.locator(".sides").getByText("scenario “Host by host”").waitFor();
  assert.equal(await page.locator(".sides").getByText(/scenario/).count(), 1);
  // Real names in scenario files are said where names are replaced everywhere else.
  await section(page, "Scenarios");
  assert.equal(await page.getByText(/hold the real names/).count(), 0);
  await section(page, "Hand over");
  await page.getByLabel(/Replace names/).check();
  await section(page, "Scenarios");
  await page.getByText(/hold the real names/).waitFor();
  assert.deepEqual(wrong, []);
});

test("what a spreadsheet would run is text in the CSV", async () => {
  const { page } = await browser.open();
  const evil = "=cmd|' /C calc'!A0";
  const texts = Object.fromEntries(
    Object.entries(SMALL).map(([name, text]) => [name, text.replaceAll("IBM MQ", evil)]),
  );
  await choose(page, files(texts));
  await page.locator(".summary").waitFor();
  await section(page, "Hand over");
  const csv = await downloaded(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.ok(csv.text.includes(`'${evil}`));
  for (const line of csv.text.split("\r\n")) for (const cell of line.split(",")) assert.doesNotMatch(cell, /^"?[=+@]/);
});

test("pseudonyms hide every name and change no figure", async () => {
  const { page } = await browser.open();
  await demo(page);
  const before = await headline(page);
  await section(page, "Hand over");
  const plain = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  await page.getByLabel(/Replace names/).check();
  assert.deepEqual(await headline(page), before);
  const paper = await page.locator(".paper").innerText();
  const names = /esx0|fra-|dal-|FRA-|EMEA-2024|Meridian|lon-s924/g;
  const none = (text, where) => assert.deepEqual(text.match(names), null, where);
  none(paper, "paper");
  assert.match(paper, /host-\d+/);
  const hidden = await downloaded(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  none(hidden.text, "JSON");
  // The same report but for names: every number is the same.
  const figures = (text) =>
    JSON.stringify(JSON.parse(text), (key, value) =>
      ["first_hosts", "refused", "name", "findings"].includes(key) ? undefined : value,
    );
  assert.equal(figures(hidden.text), figures(plain.text));
  none((await downloaded(page, () => page.getByRole("button", { name: "Save CSV" }).click())).text, "CSV");
  for (const tab of ["Quarter ledger", "Evidence", "Scenarios"]) {
    await section(page, tab);
    none(await page.locator(".panel").innerText(), tab);
  }
  await section(page, "Quarter ledger");
  await page.getByRole("radio", { name: "Hosts" }).check();
  await page.locator(".grid tbody th").first().waitFor();
  none(await page.locator(".panel").innerText(), "hosts");
  await page.locator("button.square.not-reported").first().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Days are lost").waitFor();
  none(await drawer.innerText(), "reason");
});

test("under pseudonyms what could not be opened tells no name either", async () => {
  const { page } = await browser.open();
  await demo(page);
  await section(page, "Hand over");
  await page.getByLabel(/Replace names/).check();
  await page.getByRole("button", { name: "Change figures" }).click();
  const secret = "Borealis";
  await page.locator('input[name="files"]').setInputFiles(
    files({
      "estate.toml": 'name = "Borealis"\nas_of = 2025-12-31\n',
      "hosts.csv": "host,cores,cluster,pvu_per_core\nBorealis-1,many,Borealis-C,70\nBorealis-1,16,Borealis-C,70\nBorealis-1,32,Borealis-C,70\n",
      "products.csv": "product,metric\nIBM MQ,PVU\n",
      "installs.csv": "product,host,from\nIBM MQ,Borealis-9,2024-01-01\n",
      "Borealis plan.csv": "x,y\n1,2\n",
    }),
  );
  const silent = async () => {
    await page.locator(".estate .problem").waitFor();
    await page.getByText("(withheld: names in what could not be opened").first().waitFor();
    assert.doesNotMatch(await page.evaluate(() => document.querySelector("subcap-estimator").shadowRoot.textContent), new RegExp(secret));
  };
  await silent();
  // Advice that names a host.
  await page.locator('input[name="files"]').setInputFiles(
    files({
      ...SMALL,
      "estate.toml": 'name = "Small"\nas_of = 2025-12-31\nfirst_deployment = 2024-01-01\n',
      "hosts.csv": "host,cores,cluster,pvu_per_core\nBorealis-01,16,C1,70\n",
      "vms.csv": "vm,host,cores\nvm-1,Borealis-O1,4\n",
    }),
  );
  await page.locator(".estate .problem .code").getByText("no-usable-row").waitFor();
  await silent();
  // Back to what is open, and its names.
  await page.getByRole("button", { name: "Back to it" }).click();
  await section(page, "Hand over");
  await page.getByLabel(/Replace names/).uncheck();
  await page.getByText("Meridian").first().waitFor();
});

test("scenarios go into a file and come back", async () => {
  const { page } = await browser.open();
  await demo(page);
  await changes(page, "opening", () => page.getByLabel("A lost day reaches").selectOption("largest"));
  await page.locator("aside").getByLabel("Scenario name").fill("Ours");
  await page.locator("aside").getByRole("button", { name: "Keep as scenario" }).click();
  await section(page, "Scenarios");
  const one = await downloaded(page, () => page.getByRole("button", { name: "Save: Ours" }).click());
  // A document as the command line reads it.
  assert.deepEqual(JSON.parse(one.text), { reading: { scope: "largest" }, name: "Ours" });
  const all = await downloaded(page, () => page.getByRole("button", { name: "Save scenarios" }).click());
  // All of them are one file that the command line reads, too.
  const folder = mkdtempSync(join(tmpdir(), "subcap-"));
  writeFileSync(join(folder, "all.json"), all.text);
  const program = commandLine();
  printed(program, ["demo", "--write", join(folder, "demo")]);
  const said = JSON.parse(printed(program, ["whatif", join(folder, "demo"), "--scenario", join(folder, "all.json"), "--format", "json"]));
  rmSync(folder, { recursive: true });
  assert.deepEqual(
    said.scenarios.map(({ name }) => name),
    ["Ours", "levers"],
  );
  const other = await browser.open();
  await demo(other.page);
  await section(other.page, "Scenarios");
  await other.page
    .locator('input[accept*="json"]')
    .setInputFiles({ name: "all.json", mimeType: "application/json", buffer: Buffer.from(all.text) });
  await other.page.getByText("1 scenario opened. The levers are set.").waitFor();
  await other.page.locator(".side-by-side").getByText("3,084,701.50").first().waitFor();
  // A document of the command line's, as it may be written there.
  const offer = 'discount_bp = 1500\n\n[evidence]\n"R-EMEA-2024-Q2" = "held"\n';
  await other.page.locator('input[accept*="json"]').setInputFiles({ name: "offer.toml", mimeType: "", buffer: Buffer.from(offer) });
  const saved = await downloaded(other.page, () => other.page.getByRole("button", { name: "Save: offer" }).click());
  assert.deepEqual(JSON.parse(saved.text), { discount_bp: 1500, evidence: { "R-EMEA-2024-Q2": "held" }, name: "offer" });
  await other.page.locator('input[accept*="json"]').setInputFiles({ name: "broken.toml", mimeType: "", buffer: Buffer.from("discount_bp = \n") });
  await other.page.getByText(/broken\.toml holds no scenario/).waitFor();
  // Levers somebody has set stay: those of the file come beside them.
  const reach = other.page.locator("aside select", { has: other.page.getByText("the largest host") }).first();
  await reach.selectOption("host");
  await other.page
    .locator('input[accept*="json"]')
    .setInputFiles({ name: "all.json", mimeType: "application/json", buffer: Buffer.from(all.text) });
  await other.page.getByText("1 scenario opened. Other levers are set: those of the file are kept as “Levers of a file”.").waitFor();
  assert.equal(await reach.inputValue(), "host");
  await other.page.getByRole("button", { name: "Save: Levers of a file" }).waitFor();
  await other.page
    .locator('input[accept*="json"]')
    .setInputFiles({
      name: "bad.json",
      mimeType: "application/json",
      buffer: Buffer.from('{"reading": {"scope": {"x": 1}}}'),
    });
  await other.page.getByText(/bad\.json holds no scenario/).waitFor();
});

test("the browser asks before levers are left that are saved nowhere, and not else", async () => {
  const { page } = await browser.open();
  await demo(page);
  const { leave, asked } = leaving(page);
  await changes(page, "opening", () => page.locator("aside").getByLabel("A lost day reaches").selectOption("host"));
  assert.deepEqual([await leave(), asked], [false, ["beforeunload"]]);
  await section(page, "Scenarios");
  await downloaded(page, () => page.getByRole("button", { name: "Save scenarios" }).click());
  // Taken back and set again they are still in the file.
  await page.locator("aside").getByRole("button", { name: "Take all back" }).click();
  await page.locator("aside").getByLabel("A lost day reaches").selectOption("host");
  await page.locator("aside .changed").waitFor();
  assert.deepEqual([await leave(), asked.length], [true, 1]);
});

test("scenarios go into the link's fragment and come back, and nothing is sent", async () => {
  const { page, requests } = await browser.open();
  await demo(page);
  await changes(page, "opening", () => page.getByLabel("A lost day reaches").selectOption("largest"));
  await section(page, "Scenarios");
  const sent = requests.length;
  await page.getByRole("button", { name: "Put this into the link" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#v1="));
  assert.equal(requests.length, sent);
  const fragment = new URL(page.url()).hash;
  const other = await browser.open({ fragment });
  await other.page.getByText("The levers are set. Open the estate they belong to.").waitFor();
  await demo(other.page);
  await other.page.locator(".changed").waitFor();
});

test("a quick estimate goes into the link with what was typed", async () => {
  const { page } = await browser.open();
  await page.locator(".headline").waitFor();
  await page.getByLabel("Cores per host").fill("48");
  await changes(page, "agreement", () => page.getByRole("button", { name: "None reported" }).click());
  const shown = await settled(page);
  await section(page, "Scenarios");
  const linked = page.waitForFunction(() => location.hash.startsWith("#v1="));
  // On a busy machine the answer may be drawn anew between the press and the release of a click, which then is none.
  const click = () => page.getByRole("button", { name: "Put this into the link" }).click();
  const again = setInterval(() => void click().catch(() => undefined), 5000);
  await click();
  await linked.finally(() => clearInterval(again));
  const other = await browser.open({ fragment: new URL(page.url()).hash });
  await other.page.getByText("The quick estimate of the link is set.").waitFor();
  await other.page.waitForFunction(
    (text) =>
      document.querySelector("subcap-estimator").shadowRoot.querySelector(".figure.agreement dd .money")?.innerText ===
      text,
    shown.agreement.replace("USD ", "USD\u00a0"),
  );
});
