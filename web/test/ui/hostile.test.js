// Hostile and broken: nothing runs that should not, and every failure says what to do.

import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { after, before, test } from "node:test";

import { choose, demo, files, headline, picture, section, SMALL, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

test("markup in names is text everywhere", async () => {
  const { page, wrong } = await browser.open();
  const host = "<script>window.broken=1</script>";
  const product = "<img src=x onerror=window.broken=1>";
  const texts = Object.fromEntries(
    Object.entries(SMALL).map(([name, text]) => [name, text.replaceAll("esx-1", host).replaceAll("IBM MQ", product)]),
  );
  texts["estate.toml"] = texts["estate.toml"].replace("Small", "</title><b>Small");
  await choose(page, files(texts));
  await page.locator(".summary").waitFor();
  for (const tab of ["Quarter ledger", "What moves it", "Scenarios", "Evidence", "Hand over", "Position"])
    await section(page, tab);
  await section(page, "Quarter ledger");
  await page.getByRole("radio", { name: "Hosts" }).check();
  await page.getByText(host).first().waitFor();
  await page.locator("button.square").first().click();
  await page.getByRole("dialog").locator(".step").first().waitFor();
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(
    await page.evaluate(
      () => document.querySelector("subcap-estimator").shadowRoot.querySelectorAll("script, img").length,
    ),
    0,
  );
  assert.deepEqual(wrong, []);
});

const fragment = (bundle) =>
  `#v1=${deflateRawSync(Buffer.from(typeof bundle === "string" ? bundle : JSON.stringify(bundle))).toString("base64url")}`;

test("a link that is broken, huge or of another kind is left aside with a word", async () => {
  for (const bad of [
    "#v1=AAAA",
    "#v1=%%%",
    fragment("[]"),
    fragment({ scenarios: [{ reading: [] }] }),
    fragment({ scenarios: [{ __proto__: null, evil: 1 }] }),
    fragment("0".repeat(40_000_000)),
    `#v1=${"A".repeat(90_000)}`,
  ]) {
    const { page, wrong } = await browser.open({ fragment: bad });
    await page.getByText("The link holds no scenario this page understands; it was left aside.").waitFor();
    await page.locator(".headline").waitFor();
    assert.deepEqual(wrong, [], bad.slice(0, 40));
  }
  const { page } = await browser.open({ fragment: "#somewhere-else" });
  await page.locator(".headline").waitFor();
  assert.equal(await page.locator(".toast").count(), 0);
});

test("a stale link names things the estate does not have: the scenario says so, the position stands", async () => {
  const { page, wrong } = await browser.open({
    fragment: fragment({
      scenarios: [{ name: "Old", evidence: { "R-1999": "held" } }],
      levers: { products: { "IBM Gone": { list_price: "1" } } },
    }),
  });
  await demo(page);
  await page.locator("aside").getByText("IBM Gone").first().waitFor();
  await page.locator("aside .unfit").waitFor();
  await page.locator(".unfit").and(page.getByRole("alert")).waitFor();
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  await section(page, "Scenarios");
  await page
    .locator(".named-problem")
    .getByText(/R-1999/)
    .first()
    .waitFor();
  await picture(page, "stale-link");
  await page.locator("aside").getByRole("button", { name: "Take all back" }).first().click();
  await page.locator("aside .unfit").waitFor({ state: "detached" });
  assert.equal(await page.locator(".unfit").count(), 0);
  assert.deepEqual(wrong, []);
});

/** Breaks the engine of the estate as a fault of its own would. */
const breakEngine = (page) =>
  page.evaluate(async () => {
    const engine = await document.querySelector("subcap-estimator").desks.estate.engine.started;
    engine.breakForTest();
  });

test("a worker that dies is replaced, the estate is opened again, and the page says so", async () => {
  const { page } = await browser.open();
  await demo(page);
  await breakEngine(page);
  await page.getByText(/The engine stopped and was replaced .* opened again/).waitFor();
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  await section(page, "Quarter ledger");
  await page.getByRole("button", { name: /^IBM MQ, 2024-Q2/ }).click();
  await page.getByRole("dialog").getByText("Days are lost").waitFor();
  await page.keyboard.press("Escape");
  await picture(page, "worker-replaced");
});

test("a worker that dies while it reads another estate costs nobody the one that is open", async () => {
  const { page } = await browser.open();
  await demo(page);
  await page.evaluate((texts) => {
    const rows = "vm-1,esx-1,4\n".repeat(300_000);
    const large = new File(["vm,host,cores\n", ...Array(20).fill(rows)], "vms.csv");
    const list = Object.entries({ ...texts, "vms.csv": "" }).map(([name, text]) => ({
      name,
      data: name === "vms.csv" ? large : new File([text], name),
    }));
    void document.querySelector("subcap-estimator").openFiles(list);
  }, SMALL);
  await page.locator("progress[value]").waitFor();
  await breakEngine(page);
  await page.locator(".estate .problem").waitFor();
  await page.getByText(/The engine stopped and was replaced .* opened again/).waitFor();
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  await section(page, "Quarter ledger");
  await page.getByRole("button", { name: /^IBM MQ, 2024-Q2/ }).click();
  await page.getByRole("dialog").getByText("Days are lost").waitFor();
});

test("a worker that cannot start leaves the engine to the page", async () => {
  const { page } = await browser.open({ before: (page) => page.route(/worker.*\.js$/, (route) => route.abort()) });
  await page.locator(".headline").waitFor({ timeout: 20_000 });
  await demo(page);
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
});

test("without any engine the page says what it needs", async () => {
  const { page } = await browser.open({ before: (page) => page.route(/\.wasm$/, (route) => route.abort()) });
  const said = page.getByRole("alert");
  await said.waitFor({ timeout: 30_000 });
  assert.match(await said.innerText(), /engine could not be started/);
  await picture(page, "no-engine");
});

test("where Trusted Types are required the page works, and only its worker's address is refused", async () => {
  const { page, wrong } = await browser.open({
    before: (page) =>
      page.route(/\/$/, async (route) => {
        const response = await route.fetch();
        const headers = {
          ...response.headers(),
          "content-security-policy": `${response.headers()["content-security-policy"]}; require-trusted-types-for 'script'; trusted-types lit-html`,
        };
        await route.fulfill({ response, headers });
      }),
  });
  await page.locator(".headline").waitFor();
  await demo(page);
  assert.equal((await headline(page)).agreement, "USD 2,497,562.50");
  for (const tab of ["Quarter ledger", "What moves it", "Scenarios", "Evidence", "Hand over"]) await section(page, tab);
  // Portals that require them name their own policy with `configure`; without it the engine runs in the page, which says so.
  await page.getByText("This browser started no worker").waitFor();
  assert.deepEqual(
    wrong.filter((text) => !/TrustedScriptURL/.test(text)),
    [],
  );
});

test("no element has a style attribute, and no sheet stands in the markup", async () => {
  const { page } = await browser.open();
  await demo(page);
  for (const tab of ["Quarter ledger", "What moves it", "Scenarios", "Evidence", "Hand over"]) {
    await section(page, tab);
    assert.equal(
      await page.evaluate(
        () => document.querySelector("subcap-estimator").shadowRoot.querySelectorAll("[style], style, link").length,
      ),
      0,
      tab,
    );
  }
});

test("after it has loaded the page asks for nothing, whatever is done", async () => {
  const { page, requests } = await browser.open();
  await demo(page);
  const loaded = requests.length;
  for (const tab of ["Quarter ledger", "What moves it", "Scenarios", "Evidence", "Hand over"]) await section(page, tab);
  // A second engine may be started for the second estate; it comes from where the first one did.
  const own = new URL(page.url()).origin;
  assert.ok(
    requests.slice(loaded).every((url) => url.startsWith(own) || url.startsWith("blob:")),
    requests.slice(loaded).join("\n"),
  );
});
