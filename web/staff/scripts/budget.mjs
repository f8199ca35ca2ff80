// What a person on a slow line waits for. Limits in bytes after gzip: 45 KB of script for the shell and its screens,
// 15 KB for one language, 15 KB of style.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = new URL('../dist/assets/', import.meta.url);
const limits = { script: 45 * 1024, language: 15 * 1024, style: 15 * 1024 };
const sizes = { script: 0, language: 0, style: 0 };
for (const name of readdirSync(folder)) {
  const size = gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length;
  const kind = name.endsWith('.css') ? 'style' : /^(en|ru|x-mirror)-/.test(name) ? 'language' : 'script';
  sizes[kind] = kind === 'language' ? Math.max(sizes[kind], size) : sizes[kind] + size;
}
let over = false;
for (const [kind, size] of Object.entries(sizes)) {
  if (size > limits[kind]) over = true;
  console.log(`${kind}: ${(size / 1024).toFixed(1)} KB of ${limits[kind] / 1024} KB after gzip`);
}
if (over) {
  console.error('Over the budget: make something smaller, or load it only where it is used.');
  process.exit(1);
}
