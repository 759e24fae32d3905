// What if: levers beside the answer, scenarios side by side with causes, evidence by worth.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { changes, demo, headline, picture, section, settled, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

async function opened(options) {
  const one = await browser.open(options);
  await demo(one.page);
  await one.page.locator("aside .strip button").first().waitFor({ state: "attached" });
  return one;
}

test("every lever moves the answer at once, is marked, and is taken back by itself", async () => {
  const { page, wrong } = await opened();
  const base = await headline(page);
  const levers = page.locator("aside");
  await changes(page, "opening", () => levers.getByLabel("A lost day reaches").selectOption("host"));
  await levers.getByText("Prices and licences").click();
  await changes(page, "agreement", () => levers.getByLabel("Discount off every price, %").fill("15"));
  await changes(page, "agreement", () => levers.getByRole("button", { name: /^2024-Q2: as it is/ }).click());
  // The engine's own figures for these three: subcap whatif.
  await page.waitForFunction(() =>
    document.querySelector("subcap-estimator").shadowRoot.querySelector(".changed")?.innerText.includes("3 changes"),
  );
  assert.equal(await levers.locator(".lever.on").count(), 2);
  await picture(page, "levers-desktop");
  await levers.getByRole("button", { name: "Take back: A lost day reaches", exact: true }).click();
  await levers.getByRole("button", { name: /^Take back: Quarter 2024-Q2/ }).click();
  await levers.locator(".changed").getByText("1 change").waitFor();
  await changes(page, "agreement", () => levers.getByRole("button", { name: "Take all back" }).click());
  assert.deepEqual(await headline(page), base);
  assert.deepEqual(wrong, []);
});

const LEVERS = [
  ["A lost day loses", "window", "agreement"],
  ["Contestable evidence", "held", "agreement"],
  ["How a shortfall is charged", "use", null],
  ["Back support", "none", "agreement"],
  ["Credit licences bought since", "false", "agreement"],
];

test("the terms of the reading are levers", async () => {
  const { page } = await opened();
  for (const [label, value, reading] of LEVERS.filter(([, , reading]) => reading)) {
    const select = page.locator("aside").getByLabel(label, { exact: false }).first();
    await changes(page, reading, () => select.selectOption(value));
    await changes(page, reading, () => page.locator("aside").getByRole("button", { name: "Take all back" }).click());
  }
  for (const [label, value] of [
    ["Look-back, quarters", "20"],
    ["A late report counts within … days", "30"],
  ]) {
    await changes(page, "agreement", () => page.locator("aside").getByLabel(label).fill(value));
    await changes(page, "agreement", () =>
      page.locator("aside").getByRole("button", { name: "Take all back" }).click(),
    );
  }
});

test("prices, licences, rates, dates and contestable items are levers", async () => {
  const { page, wrong } = await opened();
  const levers = page.locator("aside");
  const back = () => changes(page, "agreement", () => levers.getByRole("button", { name: "Take all back" }).click());
  await levers.getByText("Prices and licences").click();
  await levers.getByRole("combobox", { name: /^Product/ }).selectOption("IBM MQ");
  await changes(page, "agreement", () => levers.getByRole("textbox", { name: "Contract price" }).fill("10"));
  await back();
  await changes(page, "agreement", () => levers.getByLabel("Held, units").fill("50000"));
  await back();
  await changes(page, "agreement", () => levers.getByLabel("Which price").selectOption("list"));
  await back();
  await levers.getByText("Hosts and rates").click();
  await changes(page, "agreement", () => levers.getByLabel("All assumed rates").selectOption("70"));
  await back();
  await levers.getByRole("combobox", { name: /^Host/ }).fill("fra-mw1-esx01");
  await changes(page, "agreement", () => levers.getByLabel("PVU per core", { exact: true }).fill("120"));
  await back();
  await levers.getByText("Dates").click();
  await changes(page, "agreement", async () => {
    await levers.getByLabel("Position taken on").fill("2026-06-30");
    await page.keyboard.press("Tab");
  });
  await back();
  await levers.locator("summary", { hasText: "Contestable evidence" }).click();
  await changes(page, "agreement", () => levers.getByLabel("B-01", { exact: false }).first().selectOption("held"));
  await back();
  assert.deepEqual(wrong, []);
});

test("the strip marks the quarters of the position that is shown", async () => {
  const { page, wrong } = await opened();
  const levers = page.locator("aside");
  const marked = () => levers.locator(".strip .fallen").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label").slice(0, 7)));
  const until = (expected) =>
    page.waitForFunction((expected) => {
      const all = [...document.querySelector("subcap-estimator").shadowRoot.querySelectorAll("aside .strip .fallen")];
      return JSON.stringify(all.map((one) => one.getAttribute("aria-label").slice(0, 7))) === JSON.stringify(expected);
    }, expected);
  assert.deepEqual(await marked(), ["2024-Q2", "2024-Q3", "2025-Q1", "2025-Q2"]);
  // No records are on file for the days after: the two new quarters are lost, those that left the look-back are gone.
  await levers.locator("summary", { hasText: "Dates" }).click();
  const day = levers.getByLabel("Position taken on");
  await day.fill("2026-06-30");
  await page.keyboard.press("Tab");
  await until(["2024-Q3", "2025-Q1", "2025-Q2", "2026-Q1", "2026-Q2"]);
  await levers.getByText("No records are on file after 2025-12-31").waitFor();
  // With measuring and reporting going on it is what waiting costs, on the other section.
  const shown = await headline(page);
  await changes(page, "agreement", async () => {
    await levers.getByLabel("Everything evidenced from").fill("2026-01-01");
    await page.keyboard.press("Tab");
  });
  await until(["2024-Q3", "2025-Q1", "2025-Q2"]);
  const going = (await headline(page)).agreement.replace("USD ", "");
  assert.notEqual(shown.agreement, `USD ${going}`);
  await levers.getByRole("button", { name: "Take all back" }).click();
  await section(page, "What moves it");
  const delay = page.locator('[part="delay"]');
  await delay.getByText("As a table").click();
  await delay.getByText("Whoever measures and reports on 2025-12-31 is taken to go on doing so.").waitFor();
  const row = delay.locator("tbody tr", { hasText: "2026-Q2" });
  assert.ok((await row.innerText()).includes(going), going);
  assert.deepEqual(wrong, []);
});

test("a day that cannot be is said, and sets nothing", async () => {
  const { page } = await opened();
  const levers = page.locator("aside");
  await levers.locator("summary", { hasText: "Dates" }).click();
  const day = levers.locator('.lever input[type="date"]').first();
  await day.fill("2999-06-30");
  await day.blur();
  await levers.getByText("A day from 1990 to 2099.").waitFor();
  assert.equal(await day.getAttribute("aria-invalid"), "true");
  assert.equal(await levers.getByText("Nothing is changed.").count(), 1);
  await changes(page, "agreement", async () => {
    await day.fill("2026-06-30");
    await day.blur();
  });
  assert.equal(await day.getAttribute("aria-invalid"), "false");
});

test("a day can be typed", async () => {
  const { page } = await opened();
  const levers = page.locator("aside");
  await levers.locator("summary", { hasText: "Dates" }).click();
  const day = levers.locator('.lever input[type="date"]').first();
  await changes(page, "agreement", async () => {
    await day.focus();
    await page.keyboard.type("06302026", { delay: 40 });
  });
  assert.equal(await day.inputValue(), "2026-06-30");
  await levers.getByText("Position taken on: 2026-06-30").waitFor();
});

test("every quarter clicks through its settings, whatever evidence there is", async () => {
  const { page } = await opened();
  const strip = page.locator("aside .strip .quarter");
  const count = await strip.count();
  await changes(page, "agreement", async () => {
    for (let at = 0; at < count; at++) {
      await strip.nth(at).click();
      await strip.nth(at).click();
    }
  });
  await strip.nth(3).click();
  await page.locator("aside .strip .not-measured").waitFor();
  await settled(page);
  assert.equal(await page.getByText("do not fit this estate").count(), 0);
  assert.equal(await page.locator("aside .strip .no-report").count(), count - 1);
  assert.equal(await page.locator("aside .strip .not-measured").count(), 1);
});

test("the same pressed twice is kept once", async () => {
  const { page } = await opened();
  const levers = page.locator("aside");
  await changes(page, "opening", () => levers.getByLabel("A lost day reaches").selectOption("host"));
  await levers.getByLabel("Scenario name").fill("Ours");
  await levers.getByRole("button", { name: "Keep as scenario" }).click();
  await levers.getByLabel("Scenario name").fill("Ours");
  await levers.getByRole("button", { name: "Keep as scenario" }).click();
  await section(page, "Scenarios");
  await page.getByRole("button", { name: "Remove: Ours" }).click();
  assert.equal(await page.getByRole("button", { name: "Remove: Ours" }).count(), 0);
  // What had the focus is gone: it is on the section.
  assert.equal(await page.evaluate(() => document.querySelector("subcap-estimator").shadowRoot.activeElement?.id), "panel");
});

test("a weight moves the odds", async () => {
  const { page } = await opened();
  await section(page, "Evidence");
  const expected = page.locator('[part="odds"] tr.looked td').first();
  const before = await expected.innerText();
  const levers = page.locator("aside");
  await levers.locator("summary", { hasText: "Contestable evidence" }).click();
  const weight = levers.getByLabel("Chance that it stands, %").first();
  await weight.fill("1");
  await weight.press("Tab");
  await page.waitForFunction((was) => {
    const cell = document.querySelector("subcap-estimator").shadowRoot.querySelector('[part="odds"] tr.looked td');
    return cell && !cell.closest(".stale") && cell.innerText !== was;
  }, before);
});

test("scenarios are kept side by side, compared, and their causes add up", async () => {
  const { page, wrong } = await opened();
  const levers = page.locator("aside");
  await changes(page, "opening", () => levers.getByLabel("A lost day reaches").selectOption("largest"));
  await levers.getByLabel("Scenario name").fill("Largest host");
  await levers.getByRole("button", { name: "Keep as scenario" }).click();
  await changes(page, "agreement", () => levers.getByRole("button", { name: /^2025-Q2: as it is/ }).click());
  await levers.getByLabel("Scenario name").fill("Q2 turns up");
  await levers.getByRole("button", { name: "Keep as scenario" }).click();
  await section(page, "Scenarios");
  const table = page.locator(".side-by-side");
  await table.getByText("3,084,701.50").first().waitFor();
  // Under the largest host the agreement is the reading `largest`.
  assert.match(
    await table.locator("tr", { hasText: /^\s*agreement\s/ }).innerText(),
    /2,497,562\.50\s+3,084,701\.50\s+\+587,139\.00/,
  );
  await page.locator('[part="causes"] select').first().selectOption({ label: "Q2 turns up" });
  const causes = page.locator('[part="causes"]');
  await causes.getByText("As a table").click();
  await causes.locator("tbody").getByText("A lost day reaches: the largest host").waitFor();
  // Another question has another table, which is closed.
  const asTable = async (row) => {
    await causes.locator("tbody", { hasText: row }).waitFor({ state: "attached" });
    if (!(await causes.locator("tbody").isVisible())) await causes.getByText("As a table").click();
    await causes.locator("tbody").getByText(row).waitFor();
  };
  const addUp = async () => {
    const [from, ...rest] = (await causes.locator("tbody td:last-child").allInnerTexts()).map((text) =>
      Math.round(Number(text.replace(/[,\u2212]/g, (c) => (c === "," ? "" : "-"))) * 100),
    );
    const to = rest.pop();
    assert.equal(from + rest.reduce((sum, step) => sum + step, 0), to);
  };
  await addUp();
  // From one scenario to the other: what both change is no step, what only the first one changes is taken back.
  await causes.getByLabel("Compared with").selectOption({ label: "Largest host" });
  await asTable("From Largest host");
  assert.equal(await causes.locator("tbody").getByText("A lost day reaches").count(), 0);
  await addUp();
  await picture(page, "scenarios-between-desktop");
  // The other way round: they change places, and the pickers say what the figures are of.
  await causes.locator("select").first().selectOption({ label: "Largest host" });
  assert.equal(await causes.getByLabel("Compared with").locator("option:checked").innerText(), "Q2 turns up");
  await asTable("From Q2 turns up");
  await causes.locator("tbody").getByText(/without: /).first().waitFor();
  await addUp();
  await causes.locator("select").first().selectOption({ label: "Q2 turns up" });
  assert.equal(await causes.getByLabel("Compared with").locator("option:checked").innerText(), "Largest host");
  await causes.getByLabel("Compared with").selectOption({ label: "As it is" });
  await asTable("A lost day reaches: the largest host");
  await page.getByRole("button", { name: "Remove: Largest host" }).click();
  // The levers as set are the scenario that is kept.
  assert.equal(await table.locator("thead th").count(), 3);
  await changes(page, "agreement", () => levers.getByRole("button", { name: /^2024-Q2: as it is/ }).click());
  await page.getByRole("button", { name: "Set levers to this: Q2 turns up" }).click();
  await page.getByText("The levers that were set are kept as “Levers of before”.").waitFor();
  await page.getByRole("button", { name: "Remove: Levers of before" }).waitFor();
  assert.deepEqual(wrong, []);
  await picture(page, "scenarios-desktop");
});

test("evidence is ranked by worth; a gap can be closed, and a target finds the smallest set", async () => {
  const { page, wrong } = await opened();
  await section(page, "Evidence");
  const rows = page.locator('[part="evidence"] tbody tr');
  assert.equal(await rows.count(), 11);
  assert.match(
    await rows.first().innerText(),
    /2024-Q2, not reported, region EMEA.*207,745\.50\s+1,869,727\.50\s+968,364\.09/s,
  );
  await page.getByLabel("Bring the total below").fill("500000");
  await page.getByRole("button", { name: "Find the smallest set" }).click();
  await page.getByText("6 documents are enough: USD 469,668.00 remains.").waitFor();
  await picture(page, "evidence-desktop");
  await changes(page, "agreement", () => page.getByRole("button", { name: "Close these" }).click());
  assert.equal((await headline(page)).agreement, "USD 469,668.00");
  // What was closed is said in words, in the list of changes and of what can be set.
  const levers = page.locator("aside");
  assert.match(await levers.locator(".changed").innerText(), /Gap closed: 2024-Q2, not reported, region EMEA\s/);
  assert.match(await levers.locator(".changed").innerText(), /2025-Q1, not measured, cluster DAL-MW1, 2025-02-03 to/);
  assert.match(await levers.locator("select").first().innerText(), /region EMEA[\s\S]*cluster CHI-DB1/);
  await section(page, "Scenarios");
  const causes = page.locator('[part="causes"]');
  await causes.getByText("As a table").click();
  await causes.locator("tbody").getByText("Gap closed: 2024-Q2, not reported, region EMEA").waitFor();
  const said = `${await levers.locator(".changed").innerText()} ${await page.locator(".panel").innerText()}`;
  assert.doesNotMatch(said, /cure |not-reported|not-measured|region:|cluster:/);
  await page.locator(".side-by-side").getByText("records cannot show the duration").waitFor();
  assert.deepEqual(wrong, []);
});

test("an alternative named in a reason is tried on the levers", async () => {
  const { page } = await opened();
  await section(page, "Quarter ledger");
  await page.getByRole("button", { name: /^IBM MQ, 2024-Q2/ }).click();
  const drawer = page.getByRole("dialog");
  await changes(page, "agreement", () =>
    drawer
      .getByRole("button", { name: /^Try: R-EMEA-2024-Q2 found again/ })
      .first()
      .click(),
  );
  await page.locator(".changed").getByText("Evidence R-EMEA-2024-Q2: accepted").waitFor();
});

test("on a phone the levers come up under the range", async () => {
  const { page, wrong } = await opened({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Levers" }).click();
  await changes(page, "agreement", () =>
    page
      .locator("aside")
      .getByRole("button", { name: /^2024-Q2/ })
      .click(),
  );
  const figure = await page.locator(".figure.agreement").boundingBox();
  assert.ok(figure.y >= 0 && figure.y < 844 * 0.42, `the range is in sight (${figure.y})`);
  await picture(page, "levers-phone");
  await page.locator("aside").getByRole("button", { name: "Close", exact: true }).click();
  assert.deepEqual(wrong, []);
});
