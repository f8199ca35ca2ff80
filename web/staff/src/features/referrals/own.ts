// Where the reader's own team is, so that who is near stands first.
import { call } from '../../api/client';
import { session } from '../../api/session.svelte';

export async function ownRegion(): Promise<string> {
  const [own, regions] = [session.current?.team.id, await call('get', '/api/v1/regions')];
  if (!own || !regions.ok) return '';
  for (let after: string | null | undefined = ''; after !== null && after !== undefined;) {
    const teams: Awaited<ReturnType<typeof teamsAfter>> = await teamsAfter(after);
    if (!teams.ok) return '';
    const found = teams.value.items.find(({ id }) => id === own);
    // A team for the whole country is in no region of it.
    if (found) return regions.value.items.some(({ code }) => code === found.region) ? (found.region ?? '') : '';
    after = teams.value.next;
  }
  return '';
}
const teamsAfter = (after: string) => call('get', '/api/v1/teams', { query: { after, limit: '50' } });
