// A real browser for tests: found on the machine, driven by playwright-core.

import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

/** Where pictures of tests are kept; not committed. */
export const artefacts = fileURLToPath(new URL("../../../target/web/", import.meta.url));

/** The browser's program: `CHROMIUM`, or the first on PATH, or the one `npx playwright-core install` fetched. */
export function executable() {
  const given = process.env.CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const ending = process.platform === "win32" ? ".exe" : "";
  for (const name of NAMES) {
    const path = folders.map((folder) => join(folder, name + ending)).find((path) => existsSync(path));
    if (path) return path;
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  throw new Error("no Chromium or Chrome was found: install one, or set CHROMIUM to its path");
}

/** Starts it. Administrators of a container have no sandbox to offer. */
export function launch(options = {}) {
  const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...(options.args ?? [])];
  return chromium.launch({ ...options, args, executablePath: executable() });
}

/** A page that fails the test when anything is wrong in it: errors, refused requests, broken policies. */
export async function watched(context) {
  const page = await context.newPage();
  const wrong = [];
  const requests = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => wrong.push(`request failed: ${request.url()}`));
  page.on("request", (request) => requests.push(request.url()));
  return { page, wrong, requests };
}

/** Keeps a picture in target/web. */
export async function picture(page, name) {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
}
