// The hosted page. The single file and the standalone script are built from the same sources by
// scripts/single.js.

import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the folder works wherever on a server it is put.
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist/site",
    // The wasm stays a file of its own, also while it is small.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
});
