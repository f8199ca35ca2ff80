// The country's regions and districts, read when a page first asks for them.
import type { Option } from '../ui/forms';
import { language } from '../kernel/i18n.svelte';
import { call } from './client';
import { named } from './lists.svelte';

interface Region { readonly code: string; readonly parent: string | null; readonly names: Readonly<Record<string, string>> }
let all: readonly Region[] = $state.raw([]);
let asked = false;

async function load() {
  asked = true;
  const result = await call('get', '/api/v1/regions');
  if (result.ok) all = result.value.items;
  else asked = false;
}
export const regions = {
  // Each region with its districts after it, by name.
  options(): Option[] {
    if (!asked) void load();
    const { compare } = new Intl.Collator(language.real);
    const sorted = (list: readonly Region[]) => list.map((region) => ({ region, name: named(region.names, region.code) })).sort((a, b) => compare(a.name, b.name));
    const known = new Set(all.map(({ code }) => code));
    return sorted(all.filter(({ parent }) => !parent || !known.has(parent))).flatMap(({ region, name }) => [
      { value: region.code, label: name },
      ...sorted(all.filter(({ parent }) => parent === region.code)).map((inside) => ({ value: inside.region.code, label: `${name}: ${inside.name}` })),
    ]);
  },
  name(code: string): string {
    if (!asked) void load();
    return named(all.find((region) => region.code === code)?.names, code);
  },
};
