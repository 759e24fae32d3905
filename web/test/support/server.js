// A server of static files for tests, with the headers a careful portal would send.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

/** No inline script or style, no other server, and wasm only where it is allowed by name. */
export const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves folders: `{ "/": folder, "/vendor/": other }`. `headers(path)` may add or replace headers; what is
 * `missing(path)` is not there. Gives the address and what was asked for.
 */
export async function serve(folders, { policy = STRICT, headers = () => ({}), missing = () => false } = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    asked.push(path);
    const mounted = Object.keys(folders)
      .filter((prefix) => path.startsWith(prefix))
      .sort((a, b) => b.length - a.length)[0];
    const file = join(folders[mounted], normalize(`/${path.slice(mounted.length)}`));
    const found = [file, join(file, "index.html")].find((f) => statSync(f, { throwIfNoEntry: false })?.isFile());
    if (!found || missing(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(found)] ?? "application/octet-stream",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...(policy ? { "content-security-policy": policy } : {}),
      ...headers(path),
    });
    createReadStream(found).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}
