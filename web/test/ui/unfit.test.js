// Levers that cannot be applied: nothing else stands in for their answer, and they can be taken back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { changes, choose, demo, files, headline, picture, section, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

test("a day before the estate: the old answer goes, the page and the paper say so, nothing is handed over", async () => {
  const { page, wrong } = await browser.open();
  await demo(page);
  const base = await headline(page);
  const levers = page.locator("aside");
  await levers.getByText("Prices and licences").click();
  await changes(page, "agreement", () => levers.getByLabel("Discount off every price, %").fill("50"));
  const half = await headline(page);
  await levers.getByText("Dates", { exact: true }).click();
  await levers.getByLabel("Position taken on").fill("1999-01-01");
  await page.keyboard.press("Tab");
  const said = page.locator(".main-column .problem.unfit").first();
  await said.getByText("These levers do not fit this estate").waitFor();
  assert.match(await said.innerText(), /first deployment .* lies after the as-of date/);
  assert.deepEqual(await headline(page), base);
  assert.equal(await page.locator(".headline .against").count(), 0);
  assert.equal(await page.locator(".main-column .stale .headline").count(), 1);
  await section(page, "Hand over");
  const paper = await page.locator(".paper").innerText();
  assert.match(paper, /These levers do not fit this estate.*not those asked for/s);
  assert.doesNotMatch(paper, /as of 1999|Discount|Difference/);
  for (const name of ["Print", "Save CSV", "Save JSON"])
    assert.equal(await page.getByRole("button", { name: new RegExp(`^${name}`) }).isDisabled(), true, name);
  await page.locator("#not-out").waitFor();
  await picture(page, "unfit-desktop");
  await said.getByRole("button", { name: "Take back what does not fit" }).click();
  await said.waitFor({ state: "detached" });
  await levers.locator(".changed").getByText("1 change").waitFor();
  await page.waitForFunction(
    (half) =>
      document
        .querySelector("subcap-estimator")
        .shadowRoot.querySelector(".figure.agreement dd .money")
        .innerText.replace(/\s+/g, " ") === half,
    half.agreement,
  );
  assert.equal(await page.getByRole("button", { name: "Save CSV" }).isDisabled(), false);
  assert.deepEqual(wrong, []);
});

test("levers of another estate: said on a phone too, without a file nobody has, and only they are taken back", async () => {
  const { page } = await browser.open({ width: 390, height: 844 });
  await demo(page);
  await page.evaluate(() => {
    const element = document.querySelector("subcap-estimator");
    element.scenario = {
      discount_bp: 1000,
      evidence: { "B-01": "held" },
      products: { "IBM Db2": { list_price: "5" } },
    };
  });
  await page.getByRole("button", { name: "Change figures" }).click();
  await choose(page, files(SMALL));
  await page.locator(".summary").waitFor();
  const said = page.locator(".main-column .problem.unfit").first();
  await said.waitFor({ state: "visible" });
  await picture(page, "unfit-phone");
  for (const name of ["Position", "Evidence", "Scenarios", "Hand over"]) {
    await section(page, name);
    assert.doesNotMatch(await page.locator("main").innerText(), /scenario\.json/, name);
  }
  await said.getByRole("button", { name: "Take back what does not fit" }).click();
  await said.waitFor({ state: "detached" });
  const left = await page.evaluate(() => document.querySelector("subcap-estimator").scenario);
  assert.deepEqual(left, { discount_bp: 1000 });
});
