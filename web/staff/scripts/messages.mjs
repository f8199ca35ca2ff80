// The build's side of translation: catalogues become modules, and a key that is missing, unknown or unused fails it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf, compileCatalogue, mirror, missingPlurals } from './catalogue.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const strings = join(here, '../../../strings');
const source = join(here, '../src');
const languages = ['en', 'ru'];

const read = (language) => JSON.parse(readFileSync(join(strings, language, 'web.json'), 'utf8'));

// t('key') names one key; tc('family', code) names all keys of the family.
export function usedKeys(code) {
  const keys = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((found) => found[1]);
  const families = [...code.matchAll(/\btc\(\s*'([^']+)'/g)].map((found) => `${found[1]}.`);
  return { keys: new Set(keys), families: new Set(families) };
}

export function faultsOf(catalogues, { keys, families }) {
  const [first, ...others] = Object.entries(catalogues);
  const faults = [];
  for (const [language, messages] of others) {
    for (const key of Object.keys(first[1])) if (!(key in messages)) faults.push(`${language}: ${key} is missing`);
    for (const key of Object.keys(messages)) if (!(key in first[1])) faults.push(`${first[0]}: ${key} is missing`);
    for (const key of Object.keys(messages)) {
      if (!(key in first[1])) continue;
      if (`${argumentsOf(messages[key])}` !== `${argumentsOf(first[1][key])}`) faults.push(`${language}: ${key} has other values than ${first[0]}`);
    }
  }
  for (const [language, messages] of Object.entries(catalogues))
    for (const [key, message] of Object.entries(messages))
      for (const form of missingPlurals(message, language)) faults.push(`${language}: ${key} lacks the plural form ${form}`);
  for (const key of keys) if (!(key in first[1])) faults.push(`${key} is used and not in the catalogue`);
  for (const family of families)
    if (!Object.keys(first[1]).some((key) => key.startsWith(family))) faults.push(`${family}* is used and not in the catalogue`);
  for (const key of Object.keys(first[1]))
    if (!keys.has(key) && ![...families].some((family) => key.startsWith(family))) faults.push(`${key} is never used`);
  return faults;
}

function check() {
  const files = readdirSync(source, { recursive: true }).filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('generated'));
  const used = { keys: new Set(), families: new Set() };
  for (const file of files) {
    const found = usedKeys(readFileSync(join(source, file), 'utf8'));
    for (const key of found.keys) used.keys.add(key);
    for (const family of found.families) used.families.add(family);
  }
  const faults = faultsOf(Object.fromEntries(languages.map((language) => [language, read(language)])), used);
  if (faults.length) throw new Error(`strings/*/web.json:\n  ${faults.join('\n  ')}`);
}

export function messages() {
  const prefix = 'virtual:messages/';
  return {
    name: 'messages',
    buildStart() {
      if (process.env.VITEST) return;
      check();
    },
    resolveId(id) {
      return id.startsWith(prefix) ? `\0${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const language = id.slice(prefix.length + 1);
      if (language !== 'x-mirror') return compileCatalogue(read(language));
      return compileCatalogue(Object.fromEntries(Object.entries(read('en')).map(([key, message]) => [key, mirror(message)])));
    },
  };
}

// The union of keys as a type, so that the checker knows them too.
export function writeTypes() {
  const folder = join(source, 'generated');
  mkdirSync(folder, { recursive: true });
  const keys = Object.keys(read('en')).map((key) => `  | ${JSON.stringify(key)}`);
  writeFileSync(join(folder, 'keys.d.ts'), `export type Key =\n${keys.join('\n')};\n`);
}
if (process.argv[1] === fileURLToPath(import.meta.url)) writeTypes();
