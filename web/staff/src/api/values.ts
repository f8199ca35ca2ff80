// Field values as text to read, by the kind of their field.
import { formatDate, formatMonth } from '../kernel/dates';
import { language, t, tc } from '../kernel/i18n.svelte';
import type { Schema } from './client';
import { reference } from './lists.svelte';
import { placeName } from './places';

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
const special = (code: string) => code === 'not-known' || code === 'unknown' || code === 'prefers-not-to-say';
function codeWord(list: string, code: string): string {
  if (list === 'citizenship' && (code === 'none' || code === 'unknown')) return tc('citizenship', code);
  return special(code) ? tc('answer', code) : list === 'country' || list === 'citizenship' || list === 'language' ? placeName(list === 'language' ? 'language' : 'region', code) : reference.label(list, code);
}
function namesOf(value: unknown): string {
  return Array.isArray(value) ? value.map((form: Form) => `${text(form['name'] ?? '')} (${tc('name-kind', String(form['kind']))})`).join('\n') : text(value);
}
function contactOf(form: Form): string {
  const never = Array.isArray(form['never']) && form['never'].length ? t('contact.never-list', { names: joined(form['never']) }) : '';
  const word = form['code_word'] ? t('contact.code-word-is', { word: text(form['code_word']) }) : '';
  return [form['how'], form['when'], word, never, form['no_messages'] === true ? t('contact.no-messages') : ''].filter(Boolean).map(text).join('\n');
}
function moneyText({ amount, currency, on }: { readonly amount?: string; readonly currency?: string; readonly on?: string }): string {
  const style = new Intl.NumberFormat(language.real, currency ? { style: 'currency', currency } : {});
  const digits = (currency && style.resolvedOptions().maximumFractionDigits) || 0;
  const sum = style.format(Number(amount) / 10 ** digits);
  return joined([sum, on ? partialDate(on) : '']);
}
function memberText(kind: string, value: unknown): string {
  const list = kind.slice(kind.indexOf(':') + 1);
  if (kind === 'flag' || kind === 'answer') return tc('answer', String(value));
  if (kind === 'money') return moneyText((value ?? {}) as Form);
  if (kind === 'date' || kind === 'part-date') return partialDate(text(value));
  if (kind.startsWith('codes:') || kind === 'texts') return Array.isArray(value) ? joined(value.map((item) => (kind === 'texts' ? item : codeWord(list, String(item))))) : text(value);
  return kind.startsWith('code:') ? codeWord(list, text(value)) : text(value);
}
export function memberLabel(shape: string, member: string): string {
  const own = `${shape}.${member}`;
  const word = tc('part', own);
  return word === own ? tc('part', member) : word;
}
// One object a paragraph, one member a line, in the order of the shape.
function shapeText(name: string, shape: NonNullable<Schema['Field']['shape']>, value: unknown): string {
  const objects = Array.isArray(value) ? value : [value];
  return objects.map((object: Form) => shape.members.filter((member) => object[member.name] !== undefined).map((member) => `${memberLabel(name, member.name)}: ${memberText(member.kind, object[member.name])}`).join('\n')).join('\n\n');
}
export function contactText(form: unknown): string {
  return contactOf((plain(form) ?? {}) as Form);
}

export function shownValue(name: string, raw: unknown): string {
  const value = plain(raw);
  const field = reference.fields.find((known) => known.name === name);
  const [kind = '', list = ''] = (field?.kind ?? 'text').split(':');
  if (kind === 'code') return codeWord(list, text(value));
  if (kind === 'codes') return Array.isArray(value) ? joined(value.map((code) => codeWord(list, String(code)))) : text(value);
  if (kind === 'flag') return tc('answer', text(value));
  if (kind === 'date' || kind === 'month') return partialDate(text(value));
  if (kind !== 'json' || typeof value !== 'object' || value === null) return text(value);
  const form = value as Form;
  if (list === 'names') return namesOf(value);
  if (list === 'birth-date') return joined([partialDate(String(form['value'])), tc('date-basis', String(form['basis']))]);
  if (list === 'age-class') return [reference.label('age-class', String(form['class'])), reference.label('age-class-reason', String(form['reason'] ?? ''))].filter(Boolean).join(' · ');
  return list === 'safe-contact' || !field?.shape ? contactOf(form) : shapeText(list, field.shape, value);
}
