// The answer: range, products × readings, ledger with reasons, drawings with their tables.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { choose, demo, files, picture, section, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

test("products under each reading add up as the engine says, and each amount opens its reason", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  const table = page.locator('[part="products"] table');
  assert.match(await table.locator("tfoot").innerText(), /621,156\.49\s+2,497,562\.50\s+14,036,932\.00/);
  await page.getByRole("button", { name: "All readings" }).click();
  assert.equal(await table.locator("thead th").count(), 10);
  await page.getByRole("button", { name: /^IBM MQ, agreement: USD 512,568\.00/ }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(/^Sources: \d+/).waitFor();
  assert.match(await drawer.innerText(), /rule /);
  assert.match(await drawer.innerText(), /512,568\.00/);
  // Sources are numbered as they are met, and each number opens its own where it stands.
  const numbers = await drawer.locator(".cite > summary").allInnerTexts();
  assert.equal(numbers[0], "[1]");
  assert.ok(numbers.length > 1);
  await drawer.getByLabel("Source 1", { exact: true }).first().click();
  const link = drawer.locator(".cite[open] a").first();
  assert.match(await link.getAttribute("href"), /^https?:/);
  assert.equal(await link.getAttribute("rel"), "noreferrer");
  await drawer.getByText(/^Sources: \d+/).click();
  const listed = drawer.locator(".sources li");
  assert.equal(await listed.first().innerText(), await link.innerText());
  assert.ok((await listed.count()) < 52);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  // Focus is back where it was.
  assert.match(
    await page.evaluate(
      () => document.querySelector("subcap-estimator").shadowRoot.activeElement?.getAttribute("aria-label") ?? "",
    ),
    /^IBM MQ, agreement/,
  );
  assert.deepEqual(wrong, []);
  await picture(page, "position-desktop");
});

test("the quarter ledger says how each quarter stands, and why", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "Quarter ledger");
  const cell = page.getByRole("button", {
    name: /^IBM MQ, 2024-Q2: not reported: 91 days on 9 hosts, short by 11,420 PVU/,
  });
  assert.match(await cell.innerText(), /R/);
  await cell.click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Days are lost").waitFor();
  await drawer
    .getByText(/Would change with/)
    .first()
    .waitFor();
  const text = await drawer.innerText();
  assert.match(text, /rule report-due/);
  assert.match(text, /evidence\.csv, row \d+/);
  assert.match(text, /Would change with/);
  await picture(page, "ledger-reason");
  await drawer.getByRole("button", { name: "Close", exact: true }).click();
  await picture(page, "ledger-products");
  await page.getByRole("radio", { name: "Hosts" }).check();
  await page.getByLabel("Only hosts with lost days").check();
  await page.getByRole("button", { name: /^fra-mw1-esx01, 2024-Q2: not reported: 91 of 91 days/ }).waitFor();
  await page.getByLabel("Filter hosts").fill("dal-");
  await page.getByRole("button", { name: /^dal-mw1-esx01, 2025-Q1: not measured: 21 of \d+ days/ }).click();
  await drawer
    .getByText(/not measured 2025-02-03\.\.2025-02-23/)
    .first()
    .waitFor();
  assert.deepEqual(wrong, []);
  await page.keyboard.press("Escape");
  await picture(page, "ledger-hosts");
});

test("all hosts can be reached page by page", async () => {
  const { page } = await browser.open();
  await demo(page);
  await section(page, "Quarter ledger");
  await page.getByRole("radio", { name: "Hosts" }).check();
  const pager = page.locator(".pager");
  await pager.waitFor();
  const total = Number((await pager.innerText()).match(/of (\d+)/)[1]);
  const names = new Set();
  for (;;) {
    for (const name of await page.locator(".grid tbody th").allInnerTexts()) names.add(name);
    const next = pager.getByRole("button", { name: "Next" });
    if (await next.isDisabled()) break;
    await next.click();
  }
  assert.equal(names.size, total);
});

test("drawings have a title, a description and their figures as a table", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  await section(page, "What moves it");
  for (const title of [
    "What the total is made of",
    "Required and held, quarter by quarter",
    "Which lever moves the total most",
    "What waiting costs",
  ]) {
    const chart = page.getByRole("img", { name: new RegExp(`^${title}`) });
    assert.equal(await chart.count(), 1, title);
    assert.ok(((await chart.locator("desc").textContent()) ?? "").length > 30, title);
  }
  const tornado = page.locator('[part="tornado"]');
  await tornado.getByText("As a table").click();
  assert.match(await tornado.innerText(), /How far a lost day reaches/);
  await page.locator('[part="quarters"] select').selectOption("IBM MQ");
  await page.locator('[part="quarters"]').getByText("As a table").click();
  assert.match(
    await page.locator('[part="quarters"] tbody').innerText(),
    /2024-Q2\s+[\d,]+\s+8,880\s+20,920\s+9,500\s+11,420/,
  );
  assert.deepEqual(wrong, []);
  await picture(page, "charts-desktop");
});

test("on a phone labels stand clear of lines, words are whole, and a table that goes on says so", async () => {
  const { page } = await browser.open({ width: 320, height: 700 });
  await demo(page);
  // A shadow stands at the side where a table goes on.
  const goesOn = await page.locator('[part="products"] .scroll').evaluate((element) => ({
    more: element.scrollWidth > element.clientWidth,
    shadow: getComputedStyle(element).backgroundAttachment,
    named: element.tabIndex === 0 && element.getAttribute("aria-labelledby"),
  }));
  assert.deepEqual(goesOn, { more: true, shadow: "local, local, scroll, scroll, scroll", named: "products-title" });
  await section(page, "Evidence");
  await picture(page, "evidence-320");
  await section(page, "What moves it");
  const halo = (element) => getComputedStyle(element).paintOrder;
  assert.match(await page.locator('[part="tornado"] text.label').first().evaluate(halo), /^stroke/);
  // The line in the middle is drawn before the words.
  const after = await page.locator('[part="tornado"] svg').evaluate((drawn) => {
    const [line, label] = [drawn.querySelector(".middle"), drawn.querySelector(".label")];
    return Boolean(line.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(after);
  await picture(page, "moves-320");
  await section(page, "Quarter ledger");
  await picture(page, "ledger-320");
  const wraps = await page.locator(".grid th[scope=row]").first().evaluate((head) => getComputedStyle(head).overflowWrap);
  assert.equal(wraps, "break-word");
});

test("a short name is whole beside its bar", async () => {
  const { page } = await browser.open();
  const { choose, files, SMALL } = await import("./page.js");
  await choose(page, files(SMALL));
  await page.locator(".summary").waitFor();
  assert.deepEqual(await page.locator('[part="waterfall"] text.label').allTextContents(), ["IBM MQ", "Total"]);
});

test("a setting of the tornado is tried on the levers", async () => {
  const { page } = await browser.open();
  await demo(page);
  await section(page, "What moves it");
  await page.locator('[part="tornado"]').getByText("As a table").click();
  await page.getByRole("button", { name: /^Set Discount off every price to: 25/ }).click();
  await page.locator(".changed").getByText("Discount: 25%").waitFor();
  // Three quarters of every price.
  await page.getByText("USD 1,873,171").first().waitFor();
});

test("missing prices and rows make every total say at least", async () => {
  const { page } = await browser.open();
  const { choose, files, SMALL } = await import("./page.js");
  await choose(page, files({ ...SMALL, "products.csv": "product,metric\nIBM MQ,PVU\n" }));
  await page.locator(".summary").waitFor();
  assert.match(await page.locator(".figure.agreement dd").first().innerText(), /^≥/);
  await page.locator('[part="products"]').getByText("unknown").first().waitFor();
  await picture(page, "at-least");
});

test("a missing price is nowhere taken for nothing, and can be given from where it is missed", async () => {
  const { page, wrong } = await browser.open();
  const { choose, files, SMALL } = await import("./page.js");
  await choose(page, files({ ...SMALL, "products.csv": "product,metric\nIBM MQ,PVU\n" }));
  await page.locator(".summary").waitFor();
  const panel = page.locator(".panel");
  const no = /Nothing to pay|No lever moves the total|adds nothing by itself|(?<!least )USD\s0\.00(?! with every gap)/;
  for (const tab of ["Position", "What moves it", "Evidence"]) {
    await section(page, tab);
    const said = await panel.innerText();
    assert.doesNotMatch(said, no, tab);
    assert.match(said, /A price is missing for 1 product: IBM MQ\./, tab);
  }
  assert.match(await panel.innerText(), /at least USD\s0\.00 as it is, USD\s0\.00 with every gap closed/);
  assert.match(await panel.locator('[part="evidence"] tbody tr').first().innerText(), /\? 0\.00\s+\? 0\.00\s+\? 0\.00/);
  await picture(page, "price-missing");
  await panel.getByRole("button", { name: "Give prices" }).first().click();
  const price = page.locator('aside input[name="contract_price"]');
  await page.waitForFunction(
    () => document.querySelector("subcap-estimator").shadowRoot.activeElement?.name === "contract_price",
  );
  await price.fill("60");
  await page.waitForFunction(() =>
    /^USD\s[1-9]/.test(
      document.querySelector("subcap-estimator").shadowRoot.querySelector(".figure.agreement dd").innerText,
    ),
  );
  assert.equal(await panel.getByText(/A price is missing/).count(), 0);
  assert.deepEqual(wrong, []);
});

test("of many products a page is shown, the total is of all, and the smallest bars of the waterfall are one", async () => {
  const { page, wrong } = await browser.open();
  const names = Array.from({ length: 34 }, (_, at) => `Program ${String(at).padStart(2, "0")}`);
  const many = {
    ...SMALL,
    "products.csv": `product,metric,list_price\n${names.map((name, at) => `${name},PVU,${100 + at}`).join("\n")}\n`,
    "installs.csv": `product,vm,from\n${names.map((name) => `${name},vm-1,2024-01-01`).join("\n")}\n`,
    "entitlements.csv": "product,quantity\nProgram 00,280\n",
  };
  await choose(page, files(many));
  const table = page.locator('[part="products"]');
  await table.getByText("1–30 of 34").waitFor();
  assert.equal(await table.locator("tbody tr").count(), 30);
  await table.locator("tfoot").getByText("Total of all 34").waitFor();
  await table.getByRole("button", { name: "Next" }).click();
  await table.getByText("31–34 of 34").waitFor();
  assert.deepEqual(await table.locator("tbody th").allInnerTexts(), names.slice(30));
  const waterfall = page.locator('[part="waterfall"]');
  await waterfall.scrollIntoViewIfNeeded();
  await waterfall.locator("svg").getByText("14 others").waitFor();
  await waterfall.getByText("As a table").click();
  assert.equal(await waterfall.locator("tbody tr").count(), 35);
  await page.getByRole("tab", { name: "Quarter ledger" }).click();
  await page.locator(".panel .pager").getByText("1–30 of 34").waitFor();
  assert.deepEqual(wrong, []);
});

test("what the engine says is said in the words given, with names and figures in their places", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  const words = {
    "Total of {1}": "Summe von {1}",
    "Reading {1}: {2}": "Lesart {1}: {2}",
    "The agreement as IBM's pages and counsel report it": "Die Vereinbarung, wie berichtet",
    "Owed anyway, were every day evidenced (highest shortfall {1})": "Ohnehin geschuldet (höchstens {1})",
  };
  await page.evaluate((words) => (document.querySelector("subcap-estimator").words = words), words);
  await page.locator(".headline select option", { hasText: "agreement — Die Vereinbarung, wie berichtet" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: /^IBM MQ, agreement: USD 512,568\.00/ }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Summe von IBM MQ").first().waitFor();
  const said = await drawer.innerText();
  for (const german of ["Lesart agreement: Die Vereinbarung, wie berichtet", "Ohnehin geschuldet (höchstens 0)"]) assert.ok(said.includes(german), german);
  assert.doesNotMatch(said, /Total of IBM MQ|Owed anyway/);
  // What nobody said in other words stays.
  assert.match(said, /First deployment 2021-03-15/);
  assert.deepEqual(wrong, []);
});
