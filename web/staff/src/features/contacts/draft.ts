// What is asked about a contact: no name. What stays the same through a night is kept from one to the next.
import type { Schema } from '../../api/client';

export interface Draft { channel: string; outcome: string; needs: string[]; day: string; part: string; language: string; region: string; minutes: string; note: string }

export function draftOf(contact: Schema['Contact'] | undefined, today: string): Draft {
  return {
    channel: contact?.channel ?? '', outcome: contact?.outcome ?? '', needs: [...(contact?.needs ?? [])], day: contact?.day ?? today, part: contact?.part ?? '',
    language: contact?.language ?? '', region: contact?.region ?? '', minutes: contact?.minutes == null ? '' : String(contact.minutes), note: contact?.note ?? '',
  };
}
export function emptied(draft: Draft): Draft {
  return { ...draft, outcome: '', needs: [], language: '', minutes: '', note: '' };
}
export function bodyOf(draft: Draft): Schema['NewContact'] {
  const { channel, outcome, needs, day, part, language, region, note } = draft;
  const minutes = Number.parseInt(draft.minutes, 10);
  return {
    channel, outcome, day, needs,
    ...(part && { part }), ...(language && { language }), ...(region && { region }), ...(note && { note }), ...(Number.isFinite(minutes) && { minutes }),
  };
}
