// The page as a person meets it: opened in a real browser, with pictures kept in target/web.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { AxeBuilder } from "@axe-core/playwright";

import { launch, picture, watched } from "../support/browser.js";
import { serve } from "../support/server.js";

export { picture };

const dist = fileURLToPath(new URL("../../dist/site/", import.meta.url));

/** Browser and server, started once for a file of tests. */
export async function started() {
  const [browser, server] = await Promise.all([launch(), serve({ "/": dist })]);
  const contexts = [];
  return {
    server,
    /** A page of its own: `fragment` and `look` (width, height, dark) as asked, from `address` if it is another one. */
    async open({ width = 1280, height = 900, dark = false, fragment = "", locale = "en-GB", address = `${server.address}/`, before } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        locale,
        acceptDownloads: true,
        reducedMotion: "reduce",
      });
      contexts.push(context);
      const one = await watched(context);
      await before?.(one.page, context);
      await one.page.goto(`${address}${fragment}`);
      return one;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await server.close();
    },
  };
}

/** Opens the invented estate. */
export async function demo(page) {
  await page.getByText("Your estate").click();
  await page.getByRole("button", { name: "Open the demo" }).click();
  await page.locator(".summary").waitFor();
}

/** Goes to a section and waits until it has its answers. */
export async function section(page, name) {
  await page.getByRole("tab", { name }).click();
  await page.waitForFunction(
    () => !document.querySelector("subcap-estimator").shadowRoot.querySelector(".panel .waiting, .panel .stale"),
  );
}

/** What the three main readings say, as shown: `{ defended: "USD 621,156.49", … }`. */
export async function headline(page) {
  const text = async (reading) => (await page.locator(`.figure.${reading} dd .money`).innerText()).replace(/\s+/g, " ");
  return { defended: await text("defended"), agreement: await text("agreement"), opening: await text("opening") };
}

/** Waits until a figure of the headline is another one. */
export async function changes(page, reading, act) {
  const figure = page.locator(`.figure.${reading} dd .money`);
  const before = await figure.innerText();
  await act();
  await page.waitForFunction(
    ([selector, was]) => {
      const now = document.querySelector("subcap-estimator").shadowRoot.querySelector(selector);
      return now && now.innerText !== was;
    },
    [`.figure.${reading} dd .money`, before],
  );
}

/** The headline once nothing is under way any more: it stays as it is for a while. */
export async function settled(page) {
  for (let shown = await headline(page); ; ) {
    await page.waitForTimeout(700);
    const now = await headline(page);
    if (JSON.stringify(now) === JSON.stringify(shown)) return now;
    shown = now;
  }
}

/** The tables of an estate in a folder, as files a person chooses. */
export function tables(folder, change = (_name, text) => text) {
  return readdirSync(folder)
    .filter((name) => /\.(csv|toml)$/.test(name))
    .map((name) => ({
      name,
      mimeType: "text/csv",
      buffer: Buffer.from(change(name, readFileSync(`${folder}/${name}`, "utf8"))),
    }));
}

/** The smallest estate that has a gap. */
export const SMALL = {
  "estate.toml": 'name = "Small"\nas_of = 2025-12-31\nfirst_deployment = 2024-01-01\n',
  "hosts.csv": "host,cores,cluster,pvu_per_core\nesx-1,16,C1,70\nesx-2,16,C1,70\n",
  "vms.csv": "vm,host,cores\nvm-1,esx-1,4\n",
  "installs.csv": "product,vm,from\nIBM MQ,vm-1,2024-01-01\n",
  "products.csv": "product,metric,list_price,contract_price\nIBM MQ,PVU,100,60\n",
  "entitlements.csv": "product,quantity\nIBM MQ,280\n",
  "evidence.csv":
    "id,kind,scope,from,to,state\nM1,measured,*,2024-01-01,,held\nR1,report,*,2024-01-01,2025-03-31,held\nR2,report,*,2025-07-01,2025-12-31,held\n",
};

export function files(texts) {
  return Object.entries(texts).map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) }));
}

/** Chooses files as the button does. */
export async function choose(page, list) {
  await page.getByText("Your estate").click();
  await page.locator('input[name="files"]').setInputFiles(list);
}

/** What a download holds. */
export async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** What axe finds. In the other colours of the same page only contrast can be otherwise. */
export async function violations(page, contrast = false) {
  const axe = new AxeBuilder({ page });
  if (contrast) axe.withRules(["color-contrast"]);
  else axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.flat().join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`)
        .join(" | ")}`,
  );
}

/** Ways to close the page as a person does, who then says to stay: `leave` tells whether it was left, `asked` what was asked. */
export function leaving(page) {
  const asked = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const leave = async () => {
    const ended = Promise.race([page.waitForEvent("dialog"), page.waitForEvent("close")]);
    await page.close({ runBeforeUnload: true });
    await ended;
    return page.isClosed();
  };
  return { leave, asked };
}
