// The language of the page: one catalogue is loaded at a time, and what a feature says besides comes with its pages. x-mirror is English made foreign and right-to-left, to test
// layouts with; it is reached by ?lang=x-mirror only.
import type { Key } from '../generated/keys';
import { parts, type Part } from '../generated/parts';
import { makeRuntime, render, type Catalogue, type Runtime, type Values } from './message';

export type Language = 'en' | 'ru' | 'x-mirror';
export const offered: readonly { code: Language; name: string }[] = [{ code: 'en', name: 'English' }, { code: 'ru', name: 'Русский' }];
const loaders: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('virtual:messages/en'),
  ru: () => import('virtual:messages/ru'),
  'x-mirror': () => import('virtual:messages/x-mirror'),
};
const kept = 'nrm.language';

let catalogue: Catalogue = $state.raw({});
let runtime: Runtime = $state.raw(makeRuntime('en'));
let chosen: Language = $state('en');
const loaded = new Set<Part>();

export const language = {
  get code() { return chosen; },
  // For the server, which does not know the pseudo-locale.
  get real() { return chosen === 'x-mirror' ? 'en' : chosen; },
  // For dates: the day stands before the month in every language here.
  get dates() { return chosen === 'ru' ? 'ru' : 'en-GB'; },
};

const known = (code: string | null | undefined): code is Language => code === 'en' || code === 'ru' || code === 'x-mirror';

async function wordsOf(code: Language): Promise<Catalogue> {
  const all = await Promise.all([loaders[code](), ...[...loaded].map((part) => parts[part][code]!())]);
  return Object.assign({}, ...all.map((module) => module.default)) as Catalogue;
}
export async function loadPart(part: Part): Promise<void> {
  if (loaded.has(part)) return;
  loaded.add(part);
  const code = chosen;
  const { default: more } = await parts[part][code]!();
  if (code === chosen) catalogue = { ...catalogue, ...more };
}
export async function setLanguage(code: Language): Promise<void> {
  catalogue = await wordsOf(code);
  chosen = code;
  runtime = makeRuntime(language.real);
  document.documentElement.lang = code === 'x-mirror' ? 'en-x-mirror' : code;
  document.documentElement.dir = code === 'x-mirror' ? 'rtl' : 'ltr';
  sessionStorage.setItem(kept, code);
  if (code !== 'x-mirror') localStorage.setItem(kept, code);
}
export async function startLanguage(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  const wishes = [asked, sessionStorage.getItem(kept), localStorage.getItem(kept), navigator.language.slice(0, 2)];
  await setLanguage(wishes.find(known) ?? 'en');
}

export function t(key: Key, values: Values = {}): string {
  return render(catalogue[key], values, runtime);
}
// The word for a code of a family; the code itself where the family does not name it, so that a newer server stays readable.
export function tc(family: string, code: string | null | undefined, values: Values = {}): string {
  return render(catalogue[`${family}.${code}`], values, runtime) || (code ?? '');
}
