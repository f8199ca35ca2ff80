// The bodies of the directory that no team answers for here: those are asked by letter.
import { call } from '../../api/client';
import { named } from '../../api/lists.svelte';
import type { Option } from '../../ui/forms';

// A country's directory has some hundred; what is beyond is named by hand.
const mostPages = 20;

async function everyTeam(): Promise<Set<string>> {
  const out = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await call('get', '/api/v1/teams', { query: { limit: '50', after } });
    if (!found.ok) break;
    for (const team of found.value.items) out.add(team.organisation_id);
    if (!found.value.next) break;
    after = found.value.next;
  }
  return out;
}

export async function bodiesWithoutTeam(): Promise<Option[]> {
  const connected = await everyTeam();
  const out: Option[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await call('get', '/api/v1/organisations', { query: { limit: '50', after } });
    if (!found.ok) break;
    for (const body of found.value.items)
      if (!connected.has(body.id)) out.push({ value: body.id, label: named(body.names, body.name) });
    if (!found.value.next) break;
    after = found.value.next;
  }
  return out.sort((a, b) => a.label.localeCompare(b.label));
}
