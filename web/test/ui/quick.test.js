// Quick estimate: a few figures, an answer while typing, no file needed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { changes, headline, leaving, picture, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

async function example(options) {
  const one = await browser.open(options);
  const { page } = one;
  await page.getByLabel("As of", { exact: true }).fill("2025-12-31");
  await page.getByLabel("First deployment").first().fill("2022-01-01");
  await page.getByRole("button", { name: "All stand" }).click();
  await page.locator(".headline").waitFor();
  return one;
}

test("what is typed is answered at once, and a missing quarter costs what the rules say", async () => {
  const { page, wrong } = await example();
  // 8 vCPUs × 70 = 560 PVU, which are held: nothing to pay while every quarter stands.
  await page.getByText("Nothing to pay in this reading.").waitFor();
  assert.equal((await headline(page)).agreement, "USD 0.00");
  const quarter = page.getByRole("button", { name: /^2025-Q2: stands$/ });
  await changes(page, "agreement", () => quarter.click());
  assert.equal(await page.getByRole("button", { name: "2025-Q2: report missing" }).count(), 1);
  // One host at full capacity: 32 × 70 − 560 = 1,680 PVU × 61.50 = 103,320; support 20 % for a quarter: 5,166.
  assert.equal((await headline(page)).agreement, "USD 108,486.00");
  // The opening takes the cluster: (8 × 32 × 70 − 560) × 61.50 × (1 + 2 × 20 %).
  assert.equal((await headline(page)).opening, "USD 1,494,696.00");
  await changes(page, "agreement", () => page.getByLabel("Entitlement, units").fill("2000"));
  await changes(page, "agreement", () => page.getByLabel("PVU per core").first().fill("100"));
  assert.deepEqual(wrong, []);
  await picture(page, "quick-desktop");
});

test("the browser asks before figures are left that were typed, unless the link has them", async () => {
  const untouched = await browser.open();
  await untouched.page.locator(".headline").waitFor();
  assert.equal(await leaving(untouched.page).leave(), true);
  const { page } = await example();
  const { leave, asked } = leaving(page);
  assert.deepEqual([await leave(), asked], [false, ["beforeunload"]]);
  await page.getByRole("tab", { name: "Scenarios" }).click();
  await page.getByRole("button", { name: "Put this into the link" }).click();
  await page.getByText(/of a quick estimate it holds what was typed/).waitFor();
  assert.deepEqual([await leave(), asked.length], [true, 1]);
});

test("a figure that cannot be keeps the last answer and says what is wanted", async () => {
  const { page, wrong } = await example();
  const shown = await headline(page);
  await page.getByLabel("Cores per host").fill("many");
  await page.getByText("a whole number from 1 to 4,096").waitFor();
  assert.deepEqual(await headline(page), shown);
  assert.equal(await page.getByLabel("Cores per host").getAttribute("aria-invalid"), "true");
  await page.getByLabel("Cores per host").fill("16");
  await page.getByText("a whole number from 1 to 4,096").waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
});

test("what is no longer what was typed says so in words, and does not leave the page", async () => {
  const { page, wrong } = await example({ before: (page, context) => context.grantPermissions(["clipboard-read", "clipboard-write"]) });
  const out = ["Print", "Save CSV", "Save JSON"].map((name) => page.getByRole("button", { name }).first());
  await page.getByRole("tab", { name: "Hand over" }).click();
  const paper = page.locator(".paper");
  // What was typed is all that the figures rest on: it is on the paper.
  for (const line of ["Cores per host: 32", "Contract price per unit: 61.50", "Entitlement, units: 560", "First deployment: 2022-01-01"])
    await paper.getByText(line).waitFor();
  for (const button of out) assert.equal(await button.isDisabled(), false);
  for (const [label, typed, right] of [
    ["Cores per host", "1e3", "32"],
    ["Currency", "ZZZ", "EUR"],
    ["Product", " ", "IBM MQ"],
  ]) {
    const field = page.getByLabel(label, { exact: true }).first();
    await field.fill(typed);
    await page.getByText("The figures shown are those of what was usable last.").first().waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true", label);
    for (const button of out) assert.equal(await button.isDisabled(), true, label);
    await page.getByText("Print, files and the link wait until every figure is usable.").waitFor();
    await page.getByRole("tab", { name: "Scenarios" }).click();
    await page.getByRole("button", { name: "Put this into the link" }).click();
    await page.locator(".toast", { hasText: "wait until every figure is usable" }).waitFor();
    await page.locator(".toast").getByRole("button").click();
    assert.equal(new URL(page.url()).hash, "");
    await page.getByRole("tab", { name: "Hand over" }).click();
    await field.fill(right);
    await page.getByText("The figures shown are those of what was usable last.").first().waitFor({ state: "detached" });
    for (const button of out) assert.equal(await button.isDisabled(), false, label);
  }
  assert.equal(await page.getByLabel("Product", { exact: true }).first().getAttribute("maxlength"), "200");
  assert.deepEqual(wrong, []);
});

test("quarters go through their marks, and the whole strip at once", async () => {
  const { page } = await example();
  const at = (state) => page.getByRole("button", { name: `2024-Q3: ${state}` });
  await at("stands").click();
  await at("report missing").click();
  await at("not measured").click();
  await at("stands").waitFor();
  // The answer to the mark before may still be on its way.
  await page.getByText("Nothing to pay in this reading.").waitFor();
  await changes(page, "opening", () => page.getByRole("button", { name: "None reported" }).click());
  assert.equal(await page.locator(".marks .quarter.no-report").count(), 16);
});

test("a product's name is only a name, whatever it holds", async () => {
  const { page, wrong } = await example();
  const odd = '=HYPERLINK("x"), <img src=x onerror=alert(1)> "q"';
  await page.getByLabel("Product", { exact: true }).first().fill(odd);
  await page.locator(".panel").getByText(odd).first().waitFor();
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(wrong, []);
});

test("another currency and another language set their own figures", async () => {
  const { page } = await example({ locale: "de-DE" });
  await page.getByLabel("Currency").fill("EUR");
  await page.evaluate(() => (document.querySelector("subcap-estimator").locale = "de-DE"));
  await page.getByRole("button", { name: "2025-Q2: stands" }).click();
  await page.waitForFunction(() =>
    document
      .querySelector("subcap-estimator")
      .shadowRoot.querySelector(".figure.agreement dd")
      .innerText.includes("108.486"),
  );
  assert.match((await headline(page)).agreement, /^108\.486,00 EUR$/);
});

test("on a phone it fits", async () => {
  const { page } = await example({ width: 320, height: 700, dark: true });
  await page.getByRole("button", { name: "2025-Q2: stands" }).click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${wide} px`);
  await picture(page, "quick-phone-320-dark");
});

test("figures follow the browser's language, the words given ones at any time", async () => {
  const { page, wrong } = await example({ locale: "de-DE" });
  await page.getByRole("button", { name: "2025-Q2: stands" }).click();
  const agreement = page.locator(".figure.agreement dd .money");
  await page.waitForFunction(() =>
    document
      .querySelector("subcap-estimator")
      .shadowRoot.querySelector(".figure.agreement dd")
      .innerText.includes("108.486"),
  );
  assert.match(await agreement.innerText(), /^108\.486,00\sUSD$/);
  await page.locator('[part="products"] tfoot button.open').first().click();
  const drawer = page.getByRole("dialog");
  await drawer.locator(".step-value").first().waitFor();
  const values = (await drawer.locator(".step-value").allInnerTexts()).join(" ");
  assert.match(values, /\d{1,3}\.\d{3},\d\d/);
  assert.doesNotMatch(values, /\d{4}|\d\.\d\d(?!\d)/);
  await page.keyboard.press("Escape");
  const words = { defended: "Verteidigt", privilege_default: "Vertraulich", hosts_one: "{n} Rechner" };
  await page.evaluate((given) => (document.querySelector("subcap-estimator").words = given), words);
  await page.locator(".figure.defended").getByText("Verteidigt").waitFor();
  await page.getByRole("tab", { name: "Hand over" }).click();
  assert.equal(await page.getByLabel("Marking").inputValue(), "Vertraulich");
  // What somebody wrote stays.
  await page.getByLabel("Marking").fill("Entwurf");
  await page.evaluate(() => (document.querySelector("subcap-estimator").words = undefined));
  await page.locator(".figure.defended").getByText("Defended").waitFor();
  assert.equal(await page.getByLabel("Marking").inputValue(), "Entwurf");
  assert.deepEqual(wrong, []);
});
