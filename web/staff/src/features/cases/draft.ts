// What is asked when a case is opened, and how the answers become values. An empty answer is "not asked yet" and is not
// sent; "not known" and "prefers not to say" are answers of their own.
export interface NameForm { name: string; script: string; kind: string }
export interface Draft {
  names: NameForm[];
  birth: string;
  birthBasis: string;
  sex: string;
  ageClass: string;
  ageReason: string;
  howCame: string;
  month: string;
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
}
export const emptyDraft = (): Draft => ({
  names: [{ name: '', script: 'Latn', kind: 'as-written' }], birth: '', birthBasis: 'stated', sex: '', ageClass: '', ageReason: '',
  howCame: '', month: '', needs: [], exploitation: '', contactHow: '', contactWhen: '', codeWord: '', never: '', noMessages: false, phone: '', summary: '', health: '',
});

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
export function valuesOf(draft: Draft): Record<string, unknown> {
  const names = draft.names.filter(({ name }) => name.trim());
  const all: Record<string, unknown> = {
    'identity.names': names.length ? names : '',
    'identity.birth-date': birthDate(draft),
    'identity.sex': draft.sex,
    'whereabouts.safe-contact': safeContact(draft),
    'whereabouts.phone': draft.phone,
    'casework.age-class': draft.ageClass && { class: draft.ageClass, reason: draft.ageReason },
    'casework.how-came': draft.howCame,
    'casework.detection-month': draft.month,
    'casework.needs': draft.needs.length ? draft.needs : '',
    'casework.exploitation': draft.exploitation && [draft.exploitation],
    'casework.summary': draft.summary,
    'health.needs': draft.health,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
