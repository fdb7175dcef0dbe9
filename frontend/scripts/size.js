// Prints what each face costs on the wire (brotli, as served) and fails when a budget is broken.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const BUDGETS = { "src/portal.js": 19, "src/console.js": 45, "src/phones.js": 25 };
const manifest = JSON.parse(readFileSync(new URL("manifest.json", DIST)));

function files(entry, seen = new Set()) {
  const { file, css = [], imports = [] } = manifest[entry];
  for (const name of [file, ...css]) seen.add(name);
  for (const other of imports) files(other, seen);
  return seen;
}

function kibibytes(name) {
  return brotliCompressSync(readFileSync(new URL(name, DIST))).length / 1024;
}

for (const [entry, budget] of Object.entries(BUDGETS)) {
  const parts = [...files(entry)].map((name) => [name, kibibytes(name)]);
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  const verdict = total <= budget ? "ok" : "TOO LARGE";
  console.log(`${entry}  ${total.toFixed(1)} of ${budget} KiB  ${verdict}`);
  for (const [name, size] of parts) console.log(`    ${size.toFixed(1).padStart(5)}  ${name}`);
  if (total > budget) process.exitCode = 1;
}
