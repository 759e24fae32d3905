// Where the focus goes, that it can be seen, and what the system's own colours leave to see.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { demo, picture, section, started, violations } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

/** The focused element, as it is called and where it stands. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.querySelector("subcap-estimator").shadowRoot.activeElement;
    const box = element?.getBoundingClientRect();
    return {
      name: (element?.getAttribute("aria-label") ?? element?.labels?.[0]?.innerText ?? element?.innerText ?? "").trim(),
      inSheet: Boolean(element?.closest(".levers")),
      top: box?.top,
      bottom: box?.bottom,
    };
  });

async function opened(options) {
  const one = await browser.open(options);
  await demo(one.page);
  await one.page.locator("aside .strip button").first().waitFor({ state: "attached" });
  return one;
}

test("taking a lever back leaves the focus on it, and the last change on the heading", async () => {
  const { page, wrong } = await opened();
  const levers = page.locator("aside");
  await levers.getByLabel("A lost day reaches").selectOption("host");
  await levers.getByRole("button", { name: "Take back: A lost day reaches", exact: true }).focus();
  await page.keyboard.press("Enter");
  await levers.locator(".changed").waitFor({ state: "detached" });
  assert.match((await focused(page)).name, /^A lost day reaches/);
  await levers.getByLabel("A lost day reaches").selectOption("host");
  await levers.getByLabel("A lost day loses").selectOption("window");
  await levers.locator(".changed li").nth(1).waitFor();
  for (const left of ["Take back: A lost day reaches: the host", "What if"]) {
    await levers.locator(".changed .revert").last().press("Enter");
    await page.waitForFunction(
      (left) => {
        const element = document.querySelector("subcap-estimator").shadowRoot.activeElement;
        return (element?.getAttribute("aria-label") ?? element?.innerText) === left;
      },
      left,
      { timeout: 5000 },
    );
  }
  assert.deepEqual(wrong, []);
});

test("what goes with a press leaves the focus where it leads to", async () => {
  const { page, wrong } = await browser.open();
  const at = () => page.evaluate(() => {
    const { activeElement } = document.querySelector("subcap-estimator").shadowRoot;
    return activeElement?.id || activeElement?.name;
  });
  await page.getByText("Your estate").click();
  await page.getByRole("button", { name: "Open the demo" }).press("Enter");
  await page.locator(".summary").waitFor();
  assert.equal(await at(), "answer");
  await page.getByRole("button", { name: "Change figures" }).press("Enter");
  await page.locator(".source").waitFor();
  assert.equal(await at(), "source");
  await section(page, "Scenarios");
  await page.locator('input[accept*="json"]').setInputFiles({ name: "x.json", mimeType: "", buffer: Buffer.from("{") });
  await page.locator(".toast").getByRole("button", { name: "Close" }).press("Enter");
  await page.locator(".toast").waitFor({ state: "detached" });
  assert.equal(await at(), "answer");
  assert.deepEqual(wrong, []);
});

test("the sheet of levers on a phone is a dialog: Tab stays in it, Escape and Close lead back to its button", async () => {
  const { page, wrong } = await opened({ width: 390, height: 844 });
  const button = page.locator("div.bar button");
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  for (const close of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Close" }).press("Enter"),
  ]) {
    await button.press("Enter");
    const sheet = page.getByRole("dialog", { name: "What if" });
    await sheet.waitFor();
    assert.equal((await focused(page)).name, "Which quarters stand");
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let step = 0; step < 45; step++) {
        await page.keyboard.press(key);
        assert.equal((await focused(page)).inSheet, true, `${key} ${step}`);
      }
    }
    assert.deepEqual(await violations(page), []);
    await close();
    await sheet.waitFor({ state: "detached" });
    assert.match((await focused(page)).name, /^Levers/);
  }
  assert.deepEqual(wrong, []);
});

test("what has the focus on a small screen is not under the bar, and nothing to press is too small", async () => {
  const { page } = await opened({ width: 320, height: 640 });
  for (const name of ["Evidence", "Position", "Hand over"]) {
    await section(page, name);
    await page.getByRole("tab", { name }).focus();
    const bar = (await page.locator("div.bar").boundingBox()).y;
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(() => {
        const element = document.querySelector("subcap-estimator").shadowRoot.activeElement;
        if (!element || element.closest("div.bar, aside")) return null;
        const { top, height } = element.getBoundingClientRect();
        return { top, height, name: element.getAttribute("aria-label") ?? element.innerText };
      });
      if (now) assert.ok(now.top < bar, `${name}: ${now.name} at ${now.top}, the bar at ${bar}`);
    }
    const small = await page.locator("subcap-estimator").evaluate((element) =>
      [...element.shadowRoot.querySelectorAll("main :is(button, summary)")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.innerText, one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 23.99 || height < 23.99)
        .map(([text, { width, height }]) => `${text} ${width} × ${height}`),
    );
    assert.deepEqual(small, [], name);
  }
});

test("in the system's own colours it can be seen what is chosen and what is changed", async () => {
  const { page } = await opened();
  await page.emulateMedia({ forcedColors: "active" });
  const levers = page.locator("aside");
  await levers.getByLabel("A lost day reaches").selectOption("host");
  await section(page, "Quarter ledger");
  const colour = (locator, key) => locator.evaluate((element, key) => getComputedStyle(element)[key], key);
  const [on, off] = [levers.locator(".lever.on").first(), levers.locator(".lever:not(.on)").first()];
  const ground = await colour(page.locator(".levers"), "backgroundColor");
  assert.equal(await colour(off, "borderLeftColor"), ground);
  assert.notEqual(await colour(on, "borderLeftColor"), ground);
  const chosen = page.locator(".segments label:has(:checked)");
  const other = page.locator(".segments label:not(:has(:checked))");
  assert.notEqual(await colour(chosen, "backgroundColor"), await colour(other, "backgroundColor"));
  const tab = (selected) => page.locator(`[role=tab][aria-selected=${selected}]`).first();
  assert.notEqual(await colour(tab(true), "backgroundColor"), await colour(tab(false), "backgroundColor"));
  assert.notEqual(await colour(page.locator(".dot").first(), "backgroundColor"), ground);
  await picture(page, "forced-colours");
});
