// Field values as text to read, by the kind of their field.
import { formatDate, formatMonth } from '../kernel/dates';
import { language, t, tc } from '../kernel/i18n.svelte';
import { reference } from './lists.svelte';

type Form = Readonly<Record<string, unknown>>;

// Structured values travel as JSON or as its text; either is taken.
function plain(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
function partialDate(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value, language.dates);
  return /^\d{4}-\d{2}$/.test(value) ? formatMonth(value, language.dates) : value;
}
const joined = (parts: unknown[]) => parts.map((part) => text(part ?? '')).filter(Boolean).join(', ');
const special = (code: string) => code === 'not-known' || code === 'unknown' || code === 'prefer-not-to-say';
function codeWord(list: string, code: string): string {
  return special(code) ? tc('answer', code) : list === 'country' || list === 'language' ? placeName(list, code) : reference.label(list, code);
}
function placeName(kind: 'country' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames(language.real, { type: kind === 'country' ? 'region' : 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
function namesOf(value: unknown): string {
  return Array.isArray(value) ? value.map((form: Form) => `${text(form['name'] ?? '')} (${tc('name-kind', String(form['kind']))})`).join('\n') : text(value);
}
function contactOf(form: Form): string {
  const never = Array.isArray(form['never']) && form['never'].length ? t('contact.never-list', { names: joined(form['never']) }) : '';
  const word = form['code_word'] ? t('contact.code-word-is', { word: text(form['code_word']) }) : '';
  return [form['how'], form['when'], word, never, form['no_messages'] === true ? t('contact.no-messages') : ''].filter(Boolean).map(text).join('\n');
}
export function contactText(form: unknown): string {
  return contactOf((plain(form) ?? {}) as Form);
}

export function shownValue(name: string, raw: unknown): string {
  const value = plain(raw);
  const [kind = '', list = ''] = (reference.fields.find((field) => field.name === name)?.kind ?? 'text').split(':');
  if (kind === 'code') return codeWord(list, text(value));
  if (kind === 'codes') return Array.isArray(value) ? joined(value.map((code) => codeWord(list, String(code)))) : text(value);
  if (kind === 'flag') return tc('answer', text(value));
  if (kind === 'date' || kind === 'month') return partialDate(text(value));
  if (kind !== 'json' || typeof value !== 'object' || value === null) return text(value);
  const form = value as Form;
  if (list === 'names') return namesOf(value);
  if (list === 'birth-date') return joined([partialDate(String(form['value'])), tc('date-basis', String(form['basis']))]);
  if (list === 'age-class') return [reference.label('age-class', String(form['class'])), reference.label('age-class-reason', String(form['reason'] ?? ''))].filter(Boolean).join(' · ');
  return contactOf(form);
}
