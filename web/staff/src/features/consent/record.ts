// What stands on the printed record of consent, in the language that is spoken while it is put together.
import type { Schema } from '../../api/client';
import { reference } from '../../api/lists.svelte';
import { languageName } from '../../api/places';
import { formatDate, formatTime } from '../../kernel/dates';
import { language, t, tc } from '../../kernel/i18n.svelte';

type Record = Schema['BasisRecord'];
type Conversation = Schema['ConsentConversation'];
export interface Fact { readonly label: string; readonly text: string }
export interface Side {
  readonly lang: string; readonly dir: 'ltr' | 'rtl';
  readonly title: string; readonly told: string; readonly yes: string; readonly no: string;
  readonly facts: readonly Fact[]; readonly signatures: readonly string[]; readonly withdraw: string; readonly printed: string;
}

const day = (at: string) => formatDate(at, language.dates, reference.zone);
const moment = (at: string) => `${day(at)}, ${formatTime(at, language.dates, reference.zone)}`;

// The language in which she heard it: an interpreter's, where there was one, else that of the text.
export const heardIn = (talk: Conversation | null) => talk?.interpreter_language || talk?.language || '';

function explainedOf(talk: Conversation): Fact[] {
  const heard = languageName(heardIn(talk));
  const through = talk.interpreter_language ? t('record.through', { language: heard }) : heard;
  const length = talk.minutes ? `, ${t('record.minutes', { count: talk.minutes })}` : '';
  return [
    { label: t('consent.spoken'), text: tc('spoken-to', talk.spoken_to) },
    { label: t('consent.language'), text: through },
    { label: t('record.text-in'), text: talk.interpreter_language ? languageName(talk.language) : '' },
    { label: t('consent.interpreter'), text: talk.interpreter_used ? talk.interpreter_name || t('record.interpreter-yes') : t('record.interpreter-no') },
    { label: t('record.explained-at'), text: talk.explained_at ? moment(talk.explained_at) + length : '' },
  ];
}
function factsOf(record: Record): Fact[] {
  return [
    { label: t('consent.decision'), text: tc('decision', record.decision) },
    { label: t('consent.receiver'), text: `${record.receiver_team.name}, ${record.receiver_team.organisation_name}` },
    { label: t('reason.purpose'), text: reference.label('purpose', record.purpose) },
    { label: t('consent.groups'), text: record.field_groups.map((group) => tc('field-group', group)).join(', ') },
    { label: t('consent.until'), text: record.until ? day(record.until) : '' },
    ...(record.conversation ? explainedOf(record.conversation) : []),
  ];
}
function signaturesOf({ conversation }: Record): string[] {
  return [
    t('record.sign-person'),
    ...(conversation?.spoken_to !== 'person' ? [t('record.sign-guardian')] : []),
    ...(conversation?.interpreter_used ? [t('record.sign-interpreter')] : []),
    t('record.sign-team'),
  ];
}
// Every side has the same facts in the same order.
export function sideOf(record: Record): Side {
  return {
    lang: language.tag, dir: language.direction,
    title: t('record.title'), told: t('record.told'), yes: t('record.yes'), no: t('record.no'),
    facts: factsOf(record).filter(({ text }) => text), signatures: signaturesOf(record), withdraw: t('record.withdraw'), printed: `${t('record.printed')} ${moment(record.printed_at)}`,
  };
}
