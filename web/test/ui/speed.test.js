// How quick the page is, measured as a person waits: from the press to the frame that shows the answer. A budget that
// is missed fails the build. Machines are shared: the best of some tries counts, and all are printed; one that is slower
// than the machine the budgets are for has that much longer.

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { artefacts } from "../support/browser.js";
import { large } from "../support/large.js";
import { choose, started } from "./page.js";

const BUDGET = { demo: 300, redrawn: 50, engine: 16, daily: 3000, stuck: 250 };
const TRIES = 8;
/** What the yardstick takes on two shared cores that do nothing else, in milliseconds. */
const YARDSTICK = 40;

let browser;
before(async () => (browser = await started()));
after(() => browser.close());

/** In the page, before anything else: how long the engine takes for the answer to each move of a lever. */
function watchEngine() {
  const { Worker } = window;
  window.engineTook = [];
  window.Worker = class extends Worker {
    #asked = new Map();
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data: { say, id } }) => {
        if (say === "answer" && this.#asked.has(id)) window.engineTook.push(performance.now() - this.#asked.get(id));
      });
    }
    postMessage(message, ...rest) {
      if (message.method === "scenario") this.#asked.set(message.id, performance.now());
      super.postMessage(message, ...rest);
    }
  };
}

/** In the page: `shown` waits for other figures than there are, and for the frame in which they are drawn. */
function watchFigures() {
  const root = document.querySelector("subcap-estimator").shadowRoot;
  const figures = () => [...root.querySelectorAll(".figure dd .money")].map((money) => money.textContent).join();
  window.shown = () =>
    new Promise((resolve) => {
      const [was, start] = [figures(), performance.now()];
      const seen = new MutationObserver(() => {
        const now = figures();
        if (now === was || !now.includes("USD")) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      });
      seen.observe(root, { childList: true, subtree: true, characterData: true });
    });
}

/** In the page: a piece of work that has nothing to do with it, the best of some. */
function yardstick() {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    let state = 7;
    const words = Array.from({ length: 60_000 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return String(state >>> 0);
    });
    words.sort();
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** How many times as long as the budgets' machine this one takes, now; never less than one. */
const slowness = async (page) => Math.max(1, (await page.evaluate(yardstick)) / YARDSTICK);

const ordered = (times) => [...times].sort((a, b) => a - b);
const best = (times) => Math.min(...times);

/** Says what was measured, and that the best of it is within its budget. */
function within(t, what, times, budget, slow) {
  assert.notEqual(times.length, 0, `${what}: not once in time`);
  const [sorted, ms] = [ordered(times), (time) => `${time.toFixed(1)} ms`];
  const allowed = slow > 1 ? `${budget} ms × ${slow.toFixed(2)} of a slow machine` : `${budget} ms`;
  t.diagnostic(`${what}: best ${ms(sorted[0])}, median ${ms(sorted[sorted.length >> 1])} of ${times.length}, budget ${allowed}`);
  assert.ok(sorted[0] <= budget * slow, `${what}: ${ms(sorted[0])} is above ${allowed}`);
}

test("the demo's first figures are there within 300 ms", async (t) => {
  const times = [];
  let slow = 1;
  while (times.length < TRIES && (times.length < 2 || best(times) > BUDGET.demo)) {
    const { page } = await browser.open();
    await page.locator(".headline").waitFor();
    await page.getByText("Your estate").click();
    await page.getByRole("button", { name: "Open the demo" }).waitFor();
    // What a person needs to find the button and press it.
    await page.waitForTimeout(1500);
    await page.evaluate(watchFigures);
    times.push(
      await page.evaluate(() => {
        const buttons = [...document.querySelector("subcap-estimator").shadowRoot.querySelectorAll("button")];
        const shown = window.shown();
        buttons.find((button) => button.textContent.trim() === "Open the demo").click();
        return shown;
      }),
    );
    slow = await slowness(page);
    await page.context().close();
  }
  within(t, "demo, from the press", times, BUDGET.demo, slow);
});

const paths = (folder) => readdirSync(folder).map((name) => join(folder, name));

/** Levers as a person moves them: how each is set for the n-th time. */
const LEVERS = {
  "a quarter of evidence": ["press", /^2025-Q[12]: /],
  "how far a lost day reaches": ["choose", "A lost day reaches", ["host", "largest", "cluster", "estate"]],
  "for how long it loses": ["choose", "A lost day loses", ["days", "quarter", "window"]],
  discount: ["type", "Discount off every price, %", (n) => 10 + n],
};

test("levers on 20,000 vms over 500 days are redrawn within 50 ms, of which the engine takes 16", async (t) => {
  const { page, wrong } = await browser.open({ before: (page) => page.addInitScript(watchEngine) });
  await choose(page, paths(large(artefacts)));
  await page.locator("aside .strip button").first().waitFor({ state: "attached", timeout: 60_000 });
  for (const group of ["Terms of the reading", "Prices and licences"]) {
    const closed = page.locator("aside details:not([open]) > summary", { hasText: group });
    if ((await closed.count()) > 0) await closed.click();
  }
  await page.evaluate(watchFigures);
  // Levers are worked out beforehand once the page is still.
  await page.waitForTimeout(4000);
  for (const [name, [how, label, values]] of Object.entries(LEVERS)) {
    const [redrawn, engine] = [[], []];
    const before = await slowness(page);
    for (let burst = 0; burst < TRIES && (burst < 1 || best(redrawn) > BUDGET.redrawn || best(engine) > BUDGET.engine); burst++) {
      const moved = await page.evaluate(move, { how, label: String(label.source ?? label), values: Array.isArray(values) ? values : null });
      redrawn.push(...moved.redrawn);
      engine.push(...moved.engine);
      await page.evaluate(() => {
        const buttons = [...document.querySelector("subcap-estimator").shadowRoot.querySelectorAll("aside button")];
        buttons.find((button) => button.textContent.trim() === "Take all back").click();
      });
      await page.waitForTimeout(500);
    }
    const slow = Math.max(before, await slowness(page));
    within(t, `${name}, redrawn`, redrawn, BUDGET.redrawn, slow);
    within(t, `${name}, engine`, engine, BUDGET.engine, slow);
  }
  assert.deepEqual(wrong, []);
});

/** In the page: a dozen moves one after the other, as a slider makes them; what is not answered by another figure is left out. */
async function move({ how, label, values }) {
  const root = document.querySelector("subcap-estimator").shadowRoot;
  const aside = root.querySelector("aside");
  const labelled = () => [...aside.querySelectorAll("label")].find((one) => one.textContent.trim().startsWith(label));
  const control = (of) => of.control ?? root.getElementById(of.htmlFor) ?? of.querySelector("input, select");
  const act = {
    press: (n) => {
      const quarters = [...aside.querySelectorAll(".strip button")].filter((one) => new RegExp(label).test(one.ariaLabel));
      quarters[n % quarters.length].click();
    },
    choose: (n) => {
      const select = control(labelled());
      select.value = values[n % values.length];
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
    type: (n) => {
      const input = control(labelled());
      input.value = String(10 + n);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  }[how];
  window.engineTook.length = 0;
  const redrawn = [];
  for (let n = 0; n < 12; n++) {
    const shown = window.shown();
    act(n);
    const took = await Promise.race([shown, new Promise((resolve) => setTimeout(resolve, 800, null))]);
    if (took !== null) redrawn.push(took);
  }
  return { redrawn, engine: [...window.engineTook] };
}

test("100 MB of daily rows are read and answered within 3 s, and the page stays responsive", async (t) => {
  const folder = large(artefacts, { days: 90, daily: true });
  assert.ok(statSync(join(folder, "vms.csv")).size > 100e6);
  const [times, stuck] = [[], []];
  let slow = 1;
  while (times.length < 3 && (times.length < 1 || best(times) > BUDGET.daily || best(stuck) > BUDGET.stuck)) {
    const { page } = await browser.open();
    await page.getByText("Your estate").click();
    await page.waitForTimeout(700);
    await page.evaluate(watchFigures);
    await page.evaluate(() => {
      const input = document.querySelector("subcap-estimator").shadowRoot.querySelector('input[name="files"]');
      // From the moment in which the files are there.
      input.addEventListener(
        "change",
        () => {
          let last = performance.now();
          let longest = 0;
          const beat = setInterval(() => {
            const now = performance.now();
            [longest, last] = [Math.max(longest, now - last), now];
          }, 5);
          window.took = window.shown().then((ms) => {
            clearInterval(beat);
            return [ms, longest];
          });
        },
        { capture: true, once: true },
      );
    });
    await page.locator('input[name="files"]').setInputFiles(paths(folder));
    const [ms, longest] = await page.evaluate(() => window.took);
    times.push(ms);
    stuck.push(longest);
    slow = await slowness(page);
    await page.context().close();
  }
  within(t, "100 MB, from the choice", times, BUDGET.daily, slow);
  within(t, "longest time without an answer to a key", stuck, BUDGET.stuck, slow);
});
