// Everything in one file: `dist/subcap.html` opens from disk and makes no request; `dist/subcap.js` is the same
// as a script that a page of another site can include.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "vite";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Wasm as text: gzip, then base64. Level 9 without a date gives the same bytes on every machine. */
function packed(path) {
  return gzipSync(readFileSync(here(path)), { level: 9 }).toString("base64");
}

/** A classic script from a module and all it imports. */
async function script(entry, plugins = []) {
  const output = await build({
    configFile: false,
    logLevel: "warn",
    root: here("."),
    plugins,
    build: {
      target: "es2022",
      write: false,
      modulePreload: false,
      lib: { entry: here(entry), formats: ["iife"], name: "subcap", fileName: () => "script.js" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output: files }] = [output].flat();
  return files.find((file) => file.type === "chunk").code.trim();
}

/** Puts engine, importers and thread into the script instead of their addresses. */
function inlined(worker) {
  const modules = {
    "virtual:subcap/wasm": packed("src/engine/engine_bg.wasm"),
    "virtual:subcap/importer": packed("src/importer/importer_bg.wasm"),
    "virtual:subcap/worker": worker,
  };
  return {
    name: "subcap-inlined",
    enforce: "pre",
    resolveId(id, importer) {
      if (id in modules) return `\0${id}`;
      if (id === "./where.js" && importer?.includes("engine-client")) return here("src/single/where.ts");
      return null;
    },
    load(id) {
      const text = modules[id.slice(1)];
      return text === undefined ? null : `export default ${JSON.stringify(text)};`;
    },
  };
}

function hash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Nothing may be asked of any server, not even the one it came from: the browser itself sees to it. */
function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "worker-src blob:",
    "img-src data: blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The page with its script and its style inside. */
function page(html, script, style) {
  const inside = script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const rules = policy(inside, style);
  const whole = html
    .replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, `<meta http-equiv="Content-Security-Policy" content="${rules}" />`)
    .replace(/<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`)
    .replace(/\s*<script type="module"[^>]*><\/script>/, "")
    .replace("</body>", () => `  <script>${inside}</script>\n  </body>`);
  if (!whole.includes(rules) || /<(script|link)[^>]+(src|href)="(?!data:)/.test(whole)) {
    throw new Error("index.html has a part that is not known here: the single file would not be whole");
  }
  return whole;
}

const worker = await script("src/engine-client/worker.ts");
const [html, style] = ["index.html", "src/page.css"].map((path) => readFileSync(here(path), "utf8"));
writeFileSync(here("dist/subcap.html"), page(html, await script("src/main.ts", [inlined(worker)]), style));
writeFileSync(here("dist/subcap.js"), await script("src/ui/define.ts", [inlined(worker)]));
