// The build's side of translation: catalogues become modules, and a key that is missing, unknown or unused fails it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf, compileCatalogue, mirror, missingPlurals } from './catalogue.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const strings = join(here, '../../../strings');
const source = join(here, '../src');
const languages = ['en', 'ru'];

const readFile = (language, file) => JSON.parse(readFileSync(join(strings, language, file), 'utf8'));
const read = (language) => readFile(language, 'web.json');
// web.json is there from the start; web-<feature>.json comes with the pages of that folder of src/features.
export const parts = readdirSync(join(strings, 'en')).flatMap((name) => /^web-([a-z-]+)\.json$/.exec(name)?.[1] ?? []);
const readPart = (language, part) => readFile(language, `web-${part}.json`);

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

// What a part holds is loaded with its feature only, so nothing else may say it.
export function strayFaults(part, messages, usedByFile) {
  const keys = Object.keys(messages);
  return Object.entries(usedByFile)
    .filter(([file]) => !file.startsWith(`features/${part}/`))
    .flatMap(([file, used]) => [
      ...keys.filter((key) => used.keys.has(key)),
      ...[...used.families].filter((family) => keys.some((key) => key.startsWith(family))),
    ].map((key) => `${file} says ${key}, which comes with features/${part} only`));
}

function joined(language) {
  const all = { ...read(language) };
  for (const part of parts)
    for (const [key, message] of Object.entries(readPart(language, part))) {
      if (key in all) throw new Error(`strings/${language}: ${key} stands in two files`);
      all[key] = message;
    }
  return all;
}
function check() {
  const files = readdirSync(source, { recursive: true }).filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('generated'));
  const byFile = Object.fromEntries(files.map((file) => [file, usedKeys(readFileSync(join(source, file), 'utf8'))]));
  const used = { keys: new Set(), families: new Set() };
  for (const found of Object.values(byFile)) {
    for (const key of found.keys) used.keys.add(key);
    for (const family of found.families) used.families.add(family);
  }
  const faults = faultsOf(Object.fromEntries(languages.map((language) => [language, joined(language)])), used);
  for (const part of parts) faults.push(...strayFaults(part, readPart('en', part), byFile));
  if (faults.length) throw new Error(`strings/*/web*.json:\n  ${faults.join('\n  ')}`);
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
      const [language, part] = id.slice(prefix.length + 1).split('/');
      const of = (real) => (part ? readPart(real, part) : read(real));
      if (language !== 'x-mirror') return compileCatalogue(of(language));
      return compileCatalogue(Object.fromEntries(Object.entries(of('en')).map(([key, message]) => [key, mirror(message)])));
    },
  };
}

// The union of keys as a type, so that the checker knows them too.
export function writeTypes() {
  const folder = join(source, 'generated');
  mkdirSync(folder, { recursive: true });
  const keys = Object.keys(joined('en')).map((key) => `  | ${JSON.stringify(key)}`);
  writeFileSync(join(folder, 'keys.d.ts'), `export type Key =\n${keys.join('\n')};\n`);
  const tongues = [...languages, 'x-mirror'];
  const rows = parts.map((part) => `  ${JSON.stringify(part)}: { ${tongues.map((tongue) => `${JSON.stringify(tongue)}: () => import('virtual:messages/${tongue}/${part}')`).join(', ')} },`);
  const union = parts.map((part) => JSON.stringify(part)).join(' | ') || 'never';
  const type = 'Readonly<Record<Part, Readonly<Record<string, () => Promise<{ default: Catalogue }>>>>>';
  writeFileSync(join(folder, 'parts.ts'), `// The words that come with a feature, by feature and language.\nimport type { Catalogue } from '../kernel/message';\nexport type Part = ${union};\nexport const parts: ${type} = {\n${rows.join('\n')}\n};\n`);
}
if (process.argv[1] === fileURLToPath(import.meta.url)) writeTypes();
