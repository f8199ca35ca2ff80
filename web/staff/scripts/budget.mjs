// What a person on a slow line waits for. Limits in bytes after gzip: 45 KB of script for the shell (what the first page
// loads), 25 KB more for any page, 16 KB for one language with what any one page adds to it, 15 KB of style.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
// For this script only: what lies in dist is served.
rmSync(new URL('.vite', dist), { recursive: true });
const limits = { shell: 45 * 1024, page: 25 * 1024, language: 16 * 1024, style: 15 * 1024 };

const sizeOf = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const sum = (files) => [...files].reduce((total, file) => total + sizeOf(file), 0);
// A chunk with all that it imports before it runs.
function closure(name, found = new Set()) {
  const chunk = manifest[name];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const other of chunk.imports ?? []) closure(other, found);
  return found;
}
const isWords = (name) => name.includes('virtual:messages/');
const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const shell = closure('src/features/work/Work.svelte', closure(entry));
const pages = Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry && !isWords(name));
const words = Object.keys(manifest).filter(isWords).map((name) => ({ name: name.replace(/^.*virtual:messages\//, ''), size: sizeOf(manifest[name].file) }));
const ofLanguage = (language) => {
  const parts = words.filter(({ name }) => name.startsWith(`${language}/`)).map(({ size }) => size);
  return words.find(({ name }) => name === language).size + Math.max(0, ...parts);
};

const largest = pages.map((name) => ({ name, size: sum([...closure(name)].filter((file) => !shell.has(file))) })).sort((a, b) => b.size - a.size)[0];
const sizes = {
  shell: sum(shell),
  page: largest.size,
  language: Math.max(...['en', 'ru', 'x-mirror'].map(ofLanguage)),
  style: sum(readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.css')).map((name) => `assets/${name}`)),
};
let over = false;
for (const [kind, size] of Object.entries(sizes)) {
  if (size > limits[kind]) over = true;
  console.log(`${kind}${kind === 'page' ? ` (${largest.name})` : ''}: ${(size / 1024).toFixed(1)} KB of ${limits[kind] / 1024} KB after gzip`);
}
if (over) {
  console.error('Over the budget: make something smaller, or load it only where it is used.');
  process.exit(1);
}
