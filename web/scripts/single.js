// Everything in one file: `dist/subcap.html` opens from disk and makes no request; `dist/subcap.js` is the same
// as a script that a page of another site can include.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

// Packs a quarter smaller than gzip; only used here. MIT, no dependencies.
import { compress } from "lzma1";
import { build } from "vite";

import { crc32 } from "../lib/engine-client/zip.js";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The alphabet of src/single/letters.ts, which reads what is written here. */
const ALPHABET = readFileSync(here("src/single/letters.ts"), "utf8").match(/ALPHABET = "(.{85})"/)[1];

/** Four bytes as five letters. */
function letters(bytes) {
  const filled = Buffer.alloc(Math.ceil(bytes.length / 4) * 4);
  filled.set(bytes);
  const text = [ALPHABET[filled.length - bytes.length]];
  for (let at = 0; at < filled.length; at += 4) {
    let [word, five] = [filled.readUInt32BE(at), ""];
    for (let i = 0; i < 5; i++) [word, five] = [Math.floor(word / 85), ALPHABET[word % 85] + five];
    text.push(five);
  }
  return text.join("");
}

/** Wasm as text: its checksum, and LZMA as letters. The same bytes on every machine. */
function packed(path) {
  const bytes = readFileSync(here(path));
  return `${crc32(bytes).toString(16)}:${letters(compress(bytes, 9))}`;
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
function inlined(modules) {
  return {
    name: "subcap-inlined",
    enforce: "pre",
    resolveId(id, importer) {
      if (id in modules) return `\0${id}`;
      if (id === "./where.js" && importer?.includes("engine-client")) return here("src/single/where.ts");
      return null;
    },
    load(id) {
      const code = modules[id.slice(1)];
      return code === undefined ? null : `export default ${code};`;
    },
  };
}

function hash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Nothing may be asked of any server, not even the one it came from: the browser itself sees to it. */
function policy(scripts, style) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "worker-src blob:",
    "img-src data: blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The page with its script, its style and all its script needs inside; the script is packed, and let in by its hash. */
function page(html, script, style, data) {
  const start = readFileSync(here("src/single/start.js"), "utf8").replace(/^\/\/.*\n/gm, "").trim();
  const rules = policy([start, script], style);
  const kept = { ...data, script: gzipSync(script, { level: 9 }).toString("base64") };
  const parts = Object.entries(kept).map(([name, text]) => `  <script type="text/plain" id="subcap-${name}">${text}</script>\n`);
  const whole = html
    .replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, `<meta http-equiv="Content-Security-Policy" content="${rules}" />`)
    .replace(/<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`)
    .replace(/\s*<script type="module"[^>]*><\/script>/, "")
    .replace("</body>", () => `${parts.join("")}  <script>${start}</script>\n  </body>`);
  if (!whole.includes(rules) || /<(script|link)[^>]+(src|href)="(?!data:)/.test(whole)) {
    throw new Error("index.html has a part that is not known here: the single file would not be whole");
  }
  return whole;
}

const data = { engine: packed("src/engine/engine_whole.wasm"), importer: packed("src/importer/importer_whole.wasm") };
const inside = {
  "virtual:subcap/unpack": JSON.stringify(readFileSync(here("src/unpack/unpack_bg.wasm")).toString("base64")),
  "virtual:subcap/worker": JSON.stringify(await script("src/engine-client/worker.ts")),
};
const modules = (text) => Object.fromEntries(Object.entries(data).map(([name, packed]) => [`virtual:subcap/${name}`, text(name, packed)]));
const [html, style] = ["index.html", "src/page.css"].map((path) => readFileSync(here(path), "utf8"));
const beside = modules((name) => `document.getElementById("subcap-${name}").textContent`);
writeFileSync(here("dist/subcap.html"), page(html, await script("src/main.ts", [inlined({ ...inside, ...beside })]), style, data));
const within = modules((_, packed) => JSON.stringify(packed));
writeFileSync(here("dist/subcap.js"), await script("src/ui/define.ts", [inlined({ ...inside, ...within })]));
