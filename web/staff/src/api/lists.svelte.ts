// The pack's code lists and the table of fields, read once a session.
import { language } from '../kernel/i18n.svelte';
import { call, type Schema } from './client';

let lists: Readonly<Record<string, readonly Schema['Code'][]>> = $state.raw({});
let fields: readonly Schema['Field'][] = $state.raw([]);
let pack: Schema['Pack'] | undefined = $state.raw();
// A code is shown only where the lists do not name it, not while they are on their way.
let arrived = $state(false);

export const reference = {
  get fields() { return fields; },
  get pack() { return pack; },
  get zone() { return pack?.time_zone; },
  async load() {
    const [codes, table, country] = await Promise.all([call('get', '/api/v1/code-lists'), call('get', '/api/v1/fields'), call('get', '/api/v1/pack')]);
    if (codes.ok) lists = codes.value.lists;
    if (table.ok) fields = table.value.items;
    if (country.ok) pack = country.value;
    arrived = true;
  },
  options(list: string): { value: string; label: string }[] {
    return (lists[list] ?? []).map(({ code }) => ({ value: code, label: reference.label(list, code) }));
  },
  label(list: string, code: string | null | undefined): string {
    const found = lists[list]?.find((entry) => entry.code === code);
    return found?.labels[language.real] ?? found?.labels['en'] ?? (arrived ? code : '') ?? '';
  },
  // In a language that the pack may speak where the program does not.
  labelIn(tongue: string, list: string, code: string): string | undefined {
    return lists[list]?.find((entry) => entry.code === code)?.labels[tongue];
  },
};
export function named(labels: Readonly<Record<string, string>> | undefined, fallback = ''): string {
  return labels?.[language.real] ?? labels?.['en'] ?? fallback;
}
