// The element as a host page has it: made before it is defined, moved, told things that are wrong, listened to.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SMALL, choose, demo, files, headline, section, settled, started } from "./page.js";

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

/** Collects what the element tells; a delay makes the engine's answers slower than the redraw that does not wait. */
function listening(page, delays = {}) {
  return page.addInitScript((delays) => {
    window.told = [];
    window.delays = delays;
    for (const type of ["subcap-estimate", "subcap-error"])
      addEventListener(type, ({ detail }) => window.told.push({ type, ...detail }));
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
      const late = window.delays[message.method] ?? 0;
      if (late) setTimeout(() => postMessage.call(this, message, ...rest), late);
      else postMessage.call(this, message, ...rest);
    };
  }, delays);
}

const element = "subcap-estimator";
const told = (page) => page.evaluate(() => window.told);

test("an event has figures and scenario that belong together, however late the answer is", async () => {
  const { page } = await browser.open({ before: (page) => listening(page, { scenario: 200 }) });
  await demo(page);
  await page.evaluate(() => (window.told.length = 0));
  for (const discount_bp of [1500, 3000]) {
    await page.evaluate(([element, discount_bp]) => (document.querySelector(element).scenario = { discount_bp }), [element, discount_bp]);
    await page.waitForTimeout(500);
  }
  const total = ({ readings }) => readings.find(({ reading }) => reading === "agreement").total;
  const said = (await told(page)).map((one) => [one.scenario.discount_bp, total(one)]);
  // 15 and 30 % off licences and support: 2,497,562.50 × 0.85 = 2,122,928.125, × 0.7 = 1,748,293.75.
  assert.deepEqual(said, [
    [1500, "2122928.13"],
    [3000, "1748293.75"],
  ]);
});

test("a failed opening leaves the figures of what is shown, also where another estate was nearly there", async () => {
  const { page, wrong } = await browser.open({ before: (page) => listening(page) });
  await demo(page);
  await settled(page);
  await page.evaluate(
    async ([element, tables]) => {
      const one = document.querySelector(element);
      const list = (change) => Object.entries({ ...tables, ...change }).map(([name, data]) => ({ name, data }));
      window.delays.estimate = 600;
      void one.openFiles(list({}));
      await new Promise((done) => setTimeout(done, 300));
      window.delays.estimate = 0;
      await one.openFiles(list({ "estate.toml": "as_of = \n" }));
    },
    [element, SMALL],
  );
  await page.getByText(/What is open stays|stays as it is|Meridian/).first().waitFor();
  await page.evaluate((element) => (document.querySelector(element).scenario = { discount_bp: 1500 }), element);
  await page.waitForFunction(() => window.told.at(-1).scenario?.discount_bp === 1500);
  assert.match((await headline(page)).agreement, /2,122,928/);
  const last = (await told(page)).at(-1);
  assert.deepEqual([last.name.slice(0, 8), last.readings.find(({ reading }) => reading === "agreement").total], ["Meridian", "2122928.13"]);
  assert.deepEqual(wrong, []);
});

test("what is opened last is what is shown, also where the one before had to ask for its day", async () => {
  const { page } = await browser.open({ before: (page) => listening(page) });
  await page.getByText("Your estate").click();
  await page.locator('.as-of input[type="date"]').fill("2025-12-31");
  await page.evaluate(
    async ([element, tables]) => {
      const one = document.querySelector(element);
      const { "estate.toml": _, ...others } = tables;
      void one.openFiles(Object.entries(others).map(([name, data]) => ({ name, data })));
      await one.openDemo();
    },
    [element, SMALL],
  );
  assert.match((await settled(page)).agreement, /2,497,562/);
  await page.evaluate((element) => (document.querySelector(element).scenario = { discount_bp: 1500 }), element);
  await page.waitForFunction(() => window.told.at(-1).scenario?.discount_bp === 1500);
  assert.match((await headline(page)).agreement, /2,122,928/);
});

test("scenarios and names of the estate before do not stand beside the next one", async () => {
  const { page } = await browser.open({ before: (page) => listening(page) });
  await demo(page);
  await page.locator("aside").getByLabel("A lost day reaches").selectOption("host");
  await page.locator("aside").getByLabel("Scenario name").fill("Ours");
  await page.locator("aside").getByRole("button", { name: "Keep as scenario" }).click();
  await section(page, "Hand over");
  await page.getByLabel(/Replace names/).check();
  await section(page, "Scenarios");
  await page.evaluate(
    ([element, tables]) => {
      Object.assign(window.delays, { rows: 1500, scenario: 1500 });
      void document.querySelector(element).openFiles(Object.entries(tables).map(([name, data]) => ({ name, data })));
    },
    [element, SMALL],
  );
  await page.waitForFunction(() => window.told.at(-1).name === "Small");
  await page.waitForTimeout(200);
  const shown = await page.evaluate(() => document.querySelector("subcap-estimator").shadowRoot.querySelector(".frame").innerText);
  assert.match(shown, /52,920/);
  assert.doesNotMatch(shown, /Small|esx-1|2,497,562|14,036,932/);
});

test("what is set before the element is defined holds", async () => {
  const { page, wrong } = await browser.open({
    before: async (page) => {
      await listening(page);
      // The very first script: nothing is defined yet, and the element is parsed already.
      await page.addInitScript(() => {
        document.addEventListener("readystatechange", () => {
          const found = document.querySelector("subcap-estimator");
          if (!found || window.set) return;
          window.set = { defined: customElements.get("subcap-estimator") !== undefined };
          Object.assign(found, { start: "demo", scenario: { discount_bp: 1500 } });
        });
      });
    },
  });
  await page.waitForFunction(() => window.told.some(({ scenario }) => scenario?.discount_bp === 1500));
  assert.deepEqual(await page.evaluate(() => window.set), { defined: false });
  assert.match(await page.locator(".summary").innerText(), /Meridian/);
  assert.match((await headline(page)).agreement, /2,122,928/);
  assert.ok(!(await told(page)).some(({ name }) => name === "IBM MQ"), "the quick estimate was worked out");
  // The accessor is not hidden by what was set.
  await page.evaluate((element) => (document.querySelector(element).scenario = {}), element);
  await page.waitForFunction(() => window.told.at(-1).scenario.discount_bp === undefined);
  assert.deepEqual(wrong, []);
});

test("levers given before the element is on the page are those of what it opens", async () => {
  const { page } = await browser.open({ before: (page) => listening(page) });
  await page.evaluate((element) => {
    const other = document.createElement(element);
    Object.assign(other, { start: "demo", scenario: { discount_bp: 3000 } });
    window.early = other.scenario;
    document.querySelector(element).replaceWith(other);
  }, element);
  await page.waitForFunction(() => window.told.some(({ name, scenario }) => name?.startsWith("Meridian") && scenario.discount_bp === 3000));
  assert.deepEqual(await page.evaluate(() => window.early), { discount_bp: 3000 });
});

test("an element that is moved keeps what is open, one that is gone ends its engine", async () => {
  const { page, wrong } = await browser.open({ before: (page) => listening(page) });
  await choose(page, files(SMALL));
  await page.locator(".summary").waitFor();
  const before = await settled(page);
  await page.evaluate((element) => {
    const place = document.createElement("section");
    document.body.append(place);
    place.append(document.querySelector(element));
  }, element);
  await page.waitForTimeout(300);
  assert.deepEqual(await headline(page), before);
  await section(page, "Quarter ledger");
  await page.locator(".grid tbody th").first().waitFor();
  await page.evaluate((element) => {
    window.kept = document.querySelector(element);
    window.kept.remove();
  }, element);
  await page.waitForFunction(() => performance.now() > 0);
  await page.waitForTimeout(300);
  assert.equal(page.workers().length, 0);
  // Put back later it begins anew, with its marking.
  await page.evaluate(() => document.body.append(window.kept));
  await page.locator(".headline").waitFor();
  await section(page, "Hand over");
  assert.match(await page.getByLabel("Marking").inputValue(), /Privileged/);
  assert.deepEqual(wrong, []);
});

test("a dialog that is moved with the element is one still", async () => {
  const { page } = await browser.open();
  await demo(page);
  await section(page, "Quarter ledger");
  await page.locator("button.square.not-reported").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.evaluate((element) => {
    const place = document.createElement("section");
    document.body.append(place);
    place.append(document.querySelector(element));
  }, element);
  assert.equal(await dialog.evaluate((one) => one.matches(":modal")), true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("the host hears of figures after an opening that failed", async () => {
  const { page } = await browser.open({ before: (page) => listening(page) });
  await demo(page);
  await settled(page);
  await page.evaluate((element) => document.querySelector(element).openFiles([{ name: "junk.csv", data: "a,b\n1,2\n" }]), element);
  assert.equal((await told(page)).at(-1).type, "subcap-error");
  await page.evaluate((element) => (document.querySelector(element).scenario = { discount_bp: 1500 }), element);
  await page.waitForFunction(() => window.told.at(-1).scenario?.discount_bp === 1500);
  await page.evaluate((element) => (document.querySelector(element).scenario = { hosts: { nobody: { cores: 4 } } }), element);
  await page.waitForFunction(() => window.told.at(-1).code === "unknown-name");
});

test("what is no scenario changes nothing and is said; none takes all back", async () => {
  const { page, wrong } = await browser.open({ before: (page) => listening(page) });
  await demo(page);
  const before = await settled(page);
  const set = (scenario) => page.evaluate(([element, scenario]) => (document.querySelector(element).scenario = scenario), [element, scenario]);
  for (const [scenario, key] of [
    [{ discuont: 1 }, "discuont"],
    [{ evidence: 5 }, "evidence"],
    [{ evidence_add: "all" }, "evidence_add"],
    ["offer", "string"],
  ]) {
    await page.evaluate(() => (window.told.length = 0));
    await set(scenario);
    const [{ type, code, message, hint }] = await told(page);
    assert.deepEqual([type, code], ["subcap-error", "bad-scenario"]);
    assert.ok(message.includes(key) && hint !== "", message);
    assert.deepEqual(await page.evaluate((element) => document.querySelector(element).scenario, element), {});
  }
  await set({ discount_bp: 1500 });
  await page.waitForFunction(() => window.told.at(-1).scenario?.discount_bp === 1500);
  await set(null);
  await page.waitForFunction(() => window.told.at(-1).scenario?.discount_bp === undefined);
  assert.deepEqual(await headline(page), before);
  await page.evaluate((element) => Object.assign(document.querySelector(element), { words: null, theme: null }), element);
  await page.getByText("Change figures").waitFor();
  assert.deepEqual(wrong, []);
});

test("files are taken as an input has them, or by name; anything else is said", async () => {
  const { page } = await browser.open({ before: (page) => listening(page) });
  const open = (make) =>
    page.evaluate(
      async ([element, make, tables]) => {
        window.told.length = 0;
        const list = Object.entries(tables).map(([name, plain]) => {
          const text = plain.replace('name = "Small"', `name = "${make}"`);
          if (make === "File") return new File([text], name);
          return make === "bytes" ? { name: `estate/${name}`, data: new TextEncoder().encode(text) } : { name, data: text };
        });
        await document.querySelector(element).openFiles(make === "nothing" ? [{ path: "hosts.csv" }] : list);
      },
      [element, make, SMALL],
    );
  for (const make of ["File", "text", "bytes"]) {
    await open(make);
    await page.waitForFunction((make) => window.told.at(-1)?.name === make, make);
  }
  await open("nothing");
  assert.equal((await told(page)).at(-1).code, "bad-option");
  await page.locator(".summary").waitFor();
});

test("the element keeps its form in a page of other habits", async () => {
  const { page } = await browser.open({ width: 1300 });
  await page.locator(".figure.agreement").waitFor();
  const look = (of) =>
    page.evaluate((of) => {
      const shadow = document.querySelector("subcap-estimator").shadowRoot;
      const style = getComputedStyle(shadow.querySelector(of));
      return { size: parseFloat(style.fontSize), spacing: style.letterSpacing, display: style.display, room: shadow.querySelector(".frame").className };
    }, of);
  const style = (text) =>
    page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, text);
  await style("html { font-size: 62.5%; letter-spacing: 4px; text-transform: uppercase; white-space: pre }");
  const shrunk = await look(".frame");
  assert.ok(shrunk.size >= 14, `letters of ${shrunk.size} pixels`);
  assert.equal(shrunk.spacing, "normal");
  await style("* { all: unset }");
  await page.waitForTimeout(200);
  assert.match((await look(".frame")).room, /large/);
  await style("");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1300);
});

test("on a narrow column the levers' bar stays within the element", async () => {
  const { page } = await browser.open({ width: 1300, height: 800 });
  await page.evaluate(() => {
    const one = document.querySelector("subcap-estimator");
    one.style.width = "320px";
    const more = document.createElement("p");
    more.style.height = "3000px";
    more.textContent = "The portal goes on.";
    document.body.append(more);
  });
  const bar = page.locator("div.bar");
  await bar.waitFor();
  const within = await bar.boundingBox();
  assert.ok(within.x >= 0 && within.x + within.width <= 320, JSON.stringify(within));
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(200);
  assert.ok((await bar.boundingBox()).y < 0, "the bar lies over the portal");
});

/** Contrast of text on what is behind it, as WCAG has it. */
const contrast = (page, of) =>
  page.evaluate((of) => {
    const found = document.querySelector("subcap-estimator").shadowRoot.querySelector(of);
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const paint = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    let behind = found;
    while (behind && paint(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement ?? behind.getRootNode().host;
    const luminance = (colour) => {
      const [r, g, b] = paint(colour).map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [light, dark] = [luminance(getComputedStyle(found).color), luminance(getComputedStyle(behind).backgroundColor)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }, of);

for (const [name, dark, theme] of [
  ["a dark portal", true, { background: "#111", surface: "#1c1c1c", text: "#eee" }],
  ["a yellow accent by day", false, { accent: "#ffcc00" }],
  ["a deep green accent by night", true, { accent: "#1c6b46" }],
])
  test(`colours of ${name} bring readable ones with them`, async () => {
    const { page } = await browser.open({ dark });
    await page.evaluate((theme) => {
      for (const [key, value] of Object.entries(theme)) document.querySelector("subcap-estimator").style.setProperty(`--subcap-${key}`, value);
    }, theme);
    await demo(page);
    for (const of of ["td.looked, .looked td, tbody td:nth-of-type(3)", ".hint", "button.quiet", ".source-tab small, .summary span"]) {
      if ((await page.locator(of).count()) === 0) continue;
      const found = await contrast(page, of);
      assert.ok(found >= 4.5, `${of}: ${found.toFixed(2)}`);
    }
    await section(page, "Hand over");
    const main = await contrast(page, ".panel button.main");
    assert.ok(main >= 4.5, `main button: ${main.toFixed(2)}`);
  });
