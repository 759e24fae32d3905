// Numbers as people type them, key by key: what a field shows is what is used, or it says what it wants.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { demo, headline, picture, settled, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

const scenario = (page) => page.evaluate(() => document.querySelector("subcap-estimator").scenario);
const german = (page) => page.evaluate(() => (document.querySelector("subcap-estimator").locale = "de-DE"));

async function typed(page, field, text) {
  await field.click();
  await field.press("Control+a");
  await page.keyboard.type(text, { delay: 15 });
  await page.keyboard.press("Tab");
}

/** What the field shows, whether it says that this is wrong, and what describes it. */
async function state(page, field) {
  const described = await field.getAttribute("aria-describedby");
  return {
    shown: await field.inputValue(),
    invalid: (await field.getAttribute("aria-invalid")) === "true",
    wanted: described ? await page.locator(`#${described}`).innerText() : "",
  };
}

async function opened(options) {
  const one = await browser.open(options);
  await demo(one.page);
  await one.page.locator("aside .strip button").first().waitFor();
  await one.page.locator("aside details").evaluateAll((all) => all.forEach((each) => (each.open = true)));
  await one.page
    .locator("aside")
    .getByRole("combobox", { name: /^Product/ })
    .selectOption("IBM MQ");
  return one;
}

const MQ = (key, value) => ({ products: { "IBM MQ": { [key]: value } } });

/** Label, what is typed, the scenario, what is shown (null: what was typed, with what is wanted). */
const CASES = [
  ["Contract price", "50,75", MQ("contract_price", "50.75"), "50.75"],
  ["Contract price", "1,234.50", MQ("contract_price", "1234.50"), "1,234.50"],
  ["Contract price", "9.500", {}, /could be two numbers: write 9500 or 9\.5000/],
  ["Contract price", "-5", {}, /an amount such as 86\.50/],
  ["Discount off every price, %", "150", {}, /a percentage from 0 to 100/],
  ["Discount off every price, %", "12.5", { discount_bp: 1250 }, "12.5"],
  ["Held, units", "9.500", {}, /a whole number from 0 to/],
  ["Held, units", "12 000", { entitlements: [{ product: "IBM MQ", quantity: 12000 }] }, "12,000"],
  ["Look-back, quarters", "100", {}, /a whole number from 1 to 80/],
  ["Grace after first deployment, days", "5000", {}, /a whole number from 0 to 3,650/],
];

test("a lever's field and the engine hold one number, or the lever is not set and the field says what it wants", async () => {
  const { page, wrong } = await opened();
  const base = await headline(page);
  for (const [label, text, document, shows] of CASES) {
    const field = page.locator("aside").getByRole("textbox", { name: label });
    await typed(page, field, text);
    const now = await state(page, field);
    assert.deepEqual(await scenario(page), document, `${label} ${text}`);
    if (typeof shows === "string") assert.deepEqual(now, { shown: shows, invalid: false, wanted: "" }, text);
    else {
      assert.deepEqual([now.shown, now.invalid], [text, true], `${label} ${text}`);
      assert.match(now.wanted, shows);
    }
    if (text === "150") await picture(page, "levers-wanted");
    await typed(page, field, "");
    await page.keyboard.press("Shift+Tab");
    await field.press("Control+a");
    await field.press("Delete");
    assert.deepEqual(await scenario(page), {}, `${label} emptied`);
    assert.equal((await state(page, field)).invalid, false);
  }
  assert.deepEqual(await settled(page), base);
  assert.deepEqual(wrong, []);
});

test("the page's language decides what point and comma mean", async () => {
  const { page } = await opened({ locale: "de-DE" });
  await german(page);
  const held = page.locator("aside").getByRole("textbox", { name: "Held, units" });
  await typed(page, held, "9.500");
  assert.deepEqual(await scenario(page), { entitlements: [{ product: "IBM MQ", quantity: 9500 }] });
  assert.equal(await held.inputValue(), "9.500");
  const price = page.locator("aside").getByRole("textbox", { name: "Contract price" });
  await typed(page, price, "1.050,75");
  assert.equal((await scenario(page)).products["IBM MQ"].contract_price, "1050.75");
  assert.equal(await price.inputValue(), "1.050,75");
  await page.locator("aside").getByRole("button", { name: "Take all back" }).click();
  assert.equal(await price.inputValue(), "");
});

test("the quick form takes the same, and each field has its own message beside its name", async () => {
  const { page, wrong } = await browser.open();
  await page.locator(".headline").waitFor();
  const field = (name) => page.locator(`.quick input[name="${name}"]`);
  const bad = [
    ["product", "", "a name of up to 200 letters"],
    ["support", "400", /a percentage from 0 to 100/],
    ["used", "99", "no more than the 8 hosts of the cluster"],
    ["first", "2031-01-01", /a day up to the as-of day, \d{4}-\d\d-\d\d/],
    ["contract", "1.234", /could be two numbers/],
    ["currency", "eu", /three letters/],
  ];
  const before = await settled(page);
  for (const [name, text, wanted] of bad) {
    const label = await field(name).evaluate((input) => input.labels[0].innerText);
    const was = await field(name).inputValue();
    await field(name).fill(text);
    const now = await state(page, field(name));
    assert.equal(now.invalid, true, name);
    if (typeof wanted === "string") assert.equal(now.wanted, wanted);
    else assert.match(now.wanted, wanted);
    assert.equal(await field(name).evaluate((input) => input.labels[0].innerText), label);
    await field(name).fill(was);
    assert.equal((await state(page, field(name))).invalid, false, name);
  }
  assert.deepEqual(await settled(page), before);
  await typed(page, field("contract"), "1,234.50");
  assert.equal(await field("contract").inputValue(), "1,234.50");
  await typed(page, field("contract"), "61,50");
  assert.equal(await field("contract").inputValue(), "61.50");
  await typed(page, field("currency"), "eur");
  assert.equal(await field("currency").inputValue(), "EUR");
  assert.deepEqual(
    await settled(page),
    Object.fromEntries(Object.entries(before).map(([reading, amount]) => [reading, amount.replace("USD", "EUR")])),
  );
  await german(page);
  assert.equal(await field("contract").inputValue(), "61,50");
  assert.deepEqual(wrong, []);
});
