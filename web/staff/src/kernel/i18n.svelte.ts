// The language of the page, and beside it another where something is printed for a person in hers. A catalogue is loaded when
// it is spoken, and what a feature says besides comes with its pages. x-mirror is English made foreign and right-to-left, to
// test layouts with; it is reached by ?lang=x-mirror only.
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
export interface Voice { readonly code: Language; readonly words: Catalogue; readonly runtime: Runtime }
// Set while `speak` runs, and at no other time.
let other: Voice | undefined;
const loaded = new Set<Part>();

export const language = {
  get code() { return other?.code ?? chosen; },
  // For the server, which does not know the pseudo-locale.
  get real() { return language.code === 'x-mirror' ? 'en' : language.code; },
  // For dates: the day stands before the month in every language here.
  get dates() { return language.code === 'ru' ? 'ru' : 'en-GB'; },
  get tag() { return language.code === 'x-mirror' ? 'en-x-mirror' : language.code; },
  get direction(): 'ltr' | 'rtl' { return language.code === 'x-mirror' ? 'rtl' : 'ltr'; },
};
export const spoken = (code: string): code is Language => offered.some((one) => one.code === code);

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
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.direction;
  sessionStorage.setItem(kept, code);
  if (code !== 'x-mirror') localStorage.setItem(kept, code);
}
// The words of the first page come with the language, not after it; without them the shell speaks all the same.
export async function startLanguage(part?: Part): Promise<void> {
  if (part) loaded.add(part);
  const asked = new URLSearchParams(location.search).get('lang');
  const wishes = [asked, sessionStorage.getItem(kept), localStorage.getItem(kept), navigator.language.slice(0, 2)];
  const code = wishes.find(known) ?? 'en';
  await setLanguage(code).catch(() => {
    loaded.clear();
    return setLanguage(code);
  });
}

// A language with its words, of whatever is loaded by now. None for a language that is not spoken here.
export async function voiceIn(code: string): Promise<Voice | undefined> {
  if (!spoken(code)) return undefined;
  return code === language.real ? { code: chosen, words: catalogue, runtime } : { code, words: await wordsOf(code), runtime: makeRuntime(code) };
}
// Whatever `say` says, it says in that voice: words, labels of lists, dates. Without a voice in the language of the page.
export function speak<T>(voice: Voice | undefined, say: () => T): T {
  const before = other;
  other = voice;
  try {
    return say();
  } finally {
    other = before;
  }
}

export function t(key: Key, values: Values = {}): string {
  return render((other?.words ?? catalogue)[key], values, other?.runtime ?? runtime);
}
// The word for a code of a family; the code itself where the family does not name it, so that a newer server stays readable.
export function tc(family: string, code: string | null | undefined, values: Values = {}): string {
  return render((other?.words ?? catalogue)[`${family}.${code}`], values, other?.runtime ?? runtime) || (code ?? '');
}
