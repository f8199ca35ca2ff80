// A timeline to read: whoever looks at a case leaves several records a minute, so looks that follow each other are one line.
export interface Entry { readonly at: string; readonly actor: { readonly name?: string | null; readonly team?: string | null }; readonly action: string }
export interface Line<E extends Entry> { readonly entry: E; readonly looks: number; readonly from: string }

const plainLooks = ['case.view', 'case.timeline', 'basis.list', 'attachment.list', 'referral.list-corrections', 'referral.list-of-case'];
const isRead = (action: string) => plainLooks.includes(action) || ['compartment.open', 'attachment.open', 'case.search', 'referral.preview', 'referral.view', 'export.htcds'].includes(action);
const isLook = (entry: Entry) => plainLooks.includes(entry.action);
const sameActor = (a: Entry, b: Entry) => a.actor.name === b.actor.name && a.actor.team === b.actor.team;

// Newest first, as the entries come.
export function fold<E extends Entry>(entries: readonly E[]): Line<E>[] {
  const lines: Line<E>[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    const visits = entry.action === 'case.view' ? 1 : 0;
    if (last && isLook(entry) && isLook(last.entry) && sameActor(last.entry, entry))
      lines[lines.length - 1] = { entry: last.entry, looks: last.looks + visits, from: entry.at };
    else lines.push({ entry, looks: isLook(entry) ? visits : 0, from: entry.at });
  }
  return lines;
}
export { isLook, isRead };
