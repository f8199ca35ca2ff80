// A value of a field as a form holds it, and back. An empty answer is "not asked yet" and is no value.
import type { Schema } from '../../api/client';
import { reference } from '../../api/lists.svelte';
import { countryOptions, languageOptions } from '../../api/places';
import { tc } from '../../kernel/i18n.svelte';
import type { Option } from '../../ui/forms';

export interface Money { amount: string; currency: string; on: string }
export type Cell = string | boolean | string[] | Money;
export type Entry = Record<string, Cell>;
export type FormValue = Cell | Entry[];
export interface Member { readonly name: string; readonly kind: string; readonly max: number; readonly required: boolean }
export type Shape = NonNullable<Schema['Field']['shape']>;

const listOf = (kind: string) => kind.slice(kind.indexOf(':') + 1);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const strings = (value: unknown) => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);

// How many digits stand after the point: the server keeps minor units.
function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
export function majorOf(minor: string, currency: string): string {
  const digits = digitsOf(currency);
  if (!/^\d+$/.test(minor) || digits === 0) return minor;
  const padded = minor.padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
// What is no amount goes as it was typed, for the server to name the fault.
function minorOf(major: string, currency: string): string {
  const found = /^(\d+)(?:[.,](\d+))?$/.exec(major.replace(/\s/g, ''));
  const digits = digitsOf(currency);
  if (!found || (found[2]?.length ?? 0) > digits) return major;
  return `${found[1]}${(found[2] ?? '').padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '');
}

function moneyOf(value: unknown): Money {
  const { amount, currency, on } = isObject(value) ? value : {};
  const kept = typeof currency === 'string' ? currency : '';
  return { amount: typeof amount === 'string' ? majorOf(amount, kept) : '', currency: kept, on: typeof on === 'string' ? on : '' };
}
export function cellOf(kind: string, value: unknown): Cell {
  if (kind === 'flag') return value === true || value === 'true';
  if (kind.startsWith('codes:')) return strings(value);
  if (kind === 'texts') return strings(value).join('\n');
  if (kind === 'money') return moneyOf(value);
  return typeof value === 'string' ? value : '';
}
const entryOf = (shape: Shape, value: unknown): Entry => Object.fromEntries(shape.members.map(({ name, kind }) => [name, cellOf(kind, isObject(value) ? value[name] : undefined)]));
export const emptyEntry = (shape: Shape) => entryOf(shape, {});

export function toForm(field: Schema['Field'], value: unknown): FormValue {
  if (!field.shape) return cellOf(field.kind, value);
  const { shape } = field;
  // Text from before the field had a shape goes where it is not lost.
  const given = typeof value === 'string' ? asText(shape, value) : value;
  return (Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]).map((item) => entryOf(shape, item));
}
function asText(shape: Shape, value: string): unknown {
  const home = shape.members.find(({ name, kind }) => kind === 'text' && (name === 'note' || name === 'what' || name === 'goal')) ?? shape.members.find(({ kind }) => kind === 'text');
  return home && value ? { [home.name]: value } : undefined;
}

function fromMoney({ amount, currency, on }: Money): unknown {
  if (!amount.trim()) return undefined;
  return { amount: minorOf(amount, currency), currency: currency.trim().toUpperCase(), ...(on && { on }) };
}
function fromCell(kind: string, cell: Cell): unknown {
  if (typeof cell === 'boolean') return cell ? true : undefined;
  if (Array.isArray(cell)) return cell.length ? cell : undefined;
  if (typeof cell === 'object') return fromMoney(cell);
  if (kind === 'texts') return fromLines(cell);
  return cell.trim() ? cell : undefined;
}
function fromLines(text: string): string[] | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.length ? lines : undefined;
}
function fromEntry(shape: Shape, entry: Entry): Record<string, unknown> | undefined {
  const members = shape.members.map(({ name, kind }) => [name, fromCell(kind, entry[name] ?? '')] as const).filter(([, value]) => value !== undefined);
  return members.length ? Object.fromEntries(members) : undefined;
}
// Nothing: the field holds no value.
export function fromForm(field: Schema['Field'], form: FormValue): unknown {
  if (!field.shape) return field.kind === 'flag' ? (form === true ? 'true' : undefined) : fromCell(field.kind, form as Cell);
  const { shape } = field;
  const entries = (form as Entry[]).map((entry) => fromEntry(shape, entry)).filter((entry) => entry !== undefined);
  return entries.length === 0 ? undefined : shape.most === 0 ? entries[0] : entries;
}

export function optionsOf(kind: string): Option[] {
  const list = listOf(kind);
  if (list === 'language') return languageOptions();
  if (list === 'country') return countryOptions();
  if (list === 'citizenship') return [{ value: 'none', label: tc('citizenship', 'none') }, { value: 'unknown', label: tc('citizenship', 'unknown') }, ...countryOptions()];
  return reference.options(list);
}
export const fieldLabel = (name: string) => {
  const word = tc('fieldname', name);
  return word === name ? name.slice(name.lastIndexOf('.') + 1) : word;
};
