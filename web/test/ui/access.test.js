// Everybody can use it: axe finds nothing in any section, everything can be reached by keyboard, and it fits.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { demo, picture, section, started, violations } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

const SECTIONS = ["Position", "Quarter ledger", "What moves it", "Scenarios", "Compare", "Evidence", "Hand over"];

const LOOKS = [
  { width: 1280, height: 900 },
  { width: 1280, height: 900, dark: true, contrast: true },
  { width: 390, height: 844, contrast: true },
  { width: 390, height: 844, dark: true },
];

for (const { contrast = false, ...look } of LOOKS) {
  const named = `${look.width}${look.dark ? " dark" : ""}`;
  test(`axe finds nothing at ${named}`, async () => {
    const { page, wrong } = await browser.open(look);
    await page.locator(".headline").waitFor();
    assert.deepEqual(await violations(page, contrast), [], "quick estimate");
    await demo(page);
    await page.locator("aside .strip button").first().waitFor({ state: "attached" });
    if (look.width < 1000) await page.getByRole("button", { name: "Levers" }).click();
    await page.locator("aside details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    await page.locator("aside").getByLabel("A lost day reaches").selectOption("largest");
    await page.locator("aside .changed").waitFor();
    await page.locator(".panel .stale").waitFor({ state: "detached" });
    assert.deepEqual(await violations(page, contrast), [], "levers");
    if (look.width < 1000) await page.locator("aside").getByRole("button", { name: "Close", exact: true }).click();
    for (const name of SECTIONS) {
      await section(page, name);
      await page.locator(".panel details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      assert.deepEqual(await violations(page, contrast), [], name);
      await picture(page, `${name.toLowerCase().replaceAll(" ", "-")}-${named.replace(" ", "-")}`);
    }
    await section(page, "Quarter ledger");
    await page.getByRole("radio", { name: "Hosts" }).check();
    await page.locator(".grid tbody th").first().waitFor();
    assert.deepEqual(await violations(page, contrast), [], "hosts");
    await page.locator("button.square").first().click();
    await page.getByRole("dialog").locator(".step").first().waitFor();
    assert.deepEqual(await violations(page, contrast), [], "reason");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Change figures" }).click();
    assert.deepEqual(await violations(page, contrast), [], "findings");
    assert.deepEqual(wrong, []);
  });
}

test("nothing is wider than the screen, from 320 pixels to 4K", async () => {
  for (const width of [320, 390, 768, 1024, 1280, 1920, 3840]) {
    const { page } = await browser.open({ width, height: 900 });
    await demo(page);
    for (const name of SECTIONS) {
      await section(page, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name} at ${width}: ${wide} px`);
    }
    if (width === 320 || width === 3840) await picture(page, `handover-${width}`);
    await section(page, "Position");
    await picture(page, `position-${width}`);
  }
});

/** What has the focus, as a reader would name it. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.querySelector("subcap-estimator").shadowRoot.activeElement;
    return element
      ? (element.getAttribute("aria-label") ?? element.closest("label")?.innerText ?? element.innerText ?? "").trim()
      : "";
  });

async function tabTo(page, wanted, most = 120) {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press("Tab");
    if (wanted.test(await focused(page))) return;
  }
  assert.fail(`${wanted} was not reached`);
}

test("from start to print with the keyboard alone", async () => {
  const { page, wrong } = await browser.open();
  await page.locator(".headline").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the answer");
  await tabTo(page, /Quick estimate/);
  await page.keyboard.press("ArrowRight");
  await tabTo(page, /^Open the demo$/);
  await page.keyboard.press("Enter");
  await page.locator(".summary").waitFor();
  // Focus is lost with the button that was pressed; it starts again at the top.
  await tabTo(page, /^Position$/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "Quarter ledger");
  await tabTo(page, /^IBM Cloud Pak for Integration, 2024-Q1/);
  for (const key of ["ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
  assert.match(await focused(page), /^IBM Cognos Analytics, 2024-Q2/);
  await page.keyboard.press("End");
  assert.match(await focused(page), /^IBM Cognos Analytics, 2025-Q4/);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await drawer.locator(".step").first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  assert.match(await focused(page), /^IBM Cognos Analytics, 2025-Q4/);
  await tabTo(page, /^2024-Q2: as it is/);
  await page.keyboard.press("Space");
  await page.locator(".changed").waitFor();
  await page.keyboard.press("Shift+Tab");
  await tabTo(page, /^Take back: Quarter 2024-Q2/, 400);
  await page.keyboard.press("Enter");
  await page.locator(".changed").waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
});
