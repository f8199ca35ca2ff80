// What is asked when a case is opened, and how the answers become values. An empty answer is "not asked yet" and is not
// sent; "not known" and "prefers not to say" are answers of their own.
import type { Schema } from '../../api/client';
import { fromForm, toForm, type FormValue } from './values';

export interface NameForm { name: string; script: string; kind: string }
export interface Draft {
  names: NameForm[];
  birth: string;
  birthBasis: string;
  sex: string;
  ageClass: string;
  ageReason: string;
  howCame: string;
  month: string;  // or the day, where it is known
  needs: string[];
  exploitation: string;
  contactHow: string;
  contactWhen: string;
  codeWord: string;
  never: string;
  noMessages: boolean;
  phone: string;
  summary: string;
  health: string;
  more: Record<string, FormValue>;  // fields that the table of fields describes, by name
}
// Asked at the opening of a case beside what has a place of its own on the page.
export const askedOfPerson = ['identity.citizenships', 'identity.document-state', 'identity.documents'] as const;
export const askedOfTalk = ['casework.languages', 'casework.interpreter', 'casework.interpreter-never'] as const;
export const askedOfFinding = ['casework.urgent', 'casework.detection-place', 'casework.detection-channel', 'casework.disclosure'] as const;
const askedFor = new Set<string>([...askedOfPerson, ...askedOfTalk, ...askedOfFinding]);
export const emptyDraft = (fields: readonly Schema['Field'][] = []): Draft => ({
  names: [{ name: '', script: 'Latn', kind: 'as-written' }], birth: '', birthBasis: 'stated', sex: '', ageClass: '', ageReason: '',
  howCame: '', month: '', needs: [], exploitation: '', contactHow: '', contactWhen: '', codeWord: '', never: '', noMessages: false, phone: '', summary: '', health: '',
  more: Object.fromEntries(fields.filter(({ name }) => askedFor.has(name)).map((field) => [field.name, toForm(field, undefined)])),
});

// The table of fields may come after the page: what it adds is empty, what was typed stays.
export function addAsked(draft: Draft, fields: readonly Schema['Field'][]) {
  for (const field of fields) if (askedFor.has(field.name) && draft.more[field.name] === undefined) draft.more[field.name] = toForm(field, undefined);
}

const precision: Readonly<Record<number, string>> = { 4: 'year', 7: 'month', 10: 'day' };
function birthDate({ birth, birthBasis }: Draft) {
  const kept = birthBasis === 'estimated' ? 'approximate' : precision[birth.length];
  return birth && { value: birth, basis: birthBasis, ...(kept ? { precision: kept } : {}) };
}
function safeContact({ contactHow, contactWhen, codeWord, never, noMessages }: Draft) {
  const lines = never.split('\n').map((line) => line.trim()).filter(Boolean);
  const contact = {
    ...(contactHow && { how: contactHow }), ...(contactWhen && { when: contactWhen }), ...(codeWord && { code_word: codeWord }),
    ...(lines.length && { never: lines }), ...(noMessages && { no_messages: true }),
  };
  return Object.keys(contact).length ? contact : '';
}
export function valuesOf(draft: Draft, fields: readonly Schema['Field'][] = []): Record<string, unknown> {
  const names = draft.names.filter(({ name }) => name.trim());
  const all: Record<string, unknown> = {
    'identity.names': names.length ? names : '',
    'identity.birth-date': birthDate(draft),
    'identity.sex': draft.sex,
    'whereabouts.safe-contact': safeContact(draft),
    'whereabouts.phone': draft.phone,
    'casework.age-class': draft.ageClass && { class: draft.ageClass, reason: draft.ageReason },
    'casework.how-came': draft.howCame,
    [draft.month.length > 7 ? 'casework.detection-date' : 'casework.detection-month']: draft.month,
    'casework.needs': draft.needs.length ? draft.needs : '',
    'casework.exploitation': draft.exploitation && [draft.exploitation],
    'casework.summary': draft.summary,
    'health.needs': draft.health,
  };
  for (const field of fields) if (draft.more[field.name] !== undefined) all[field.name] = fromForm(field, draft.more[field.name]!) ?? '';
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
