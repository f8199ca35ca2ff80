import type { Schema } from '../../api/client';
import { reference } from '../../api/lists.svelte';
import { language, t, tc } from '../../kernel/i18n.svelte';

export type Figures = Schema['Supervision'];
export type Group = Schema['AnsweredGroup'];
// A count, or why there is none: it would be about too few.
export const count = (number: number | null): string => number?.toString() ?? t('supervision.hidden');
const figure = (number: number, digits = 0) => new Intl.NumberFormat(language.dates, { maximumFractionDigits: digits }).format(number);
export const percent = (share: number, of: number) => new Intl.NumberFormat(language.dates, { style: 'percent', maximumFractionDigits: 0 }).format(share / of);
// In the unit in which people wait.
export function time(minutes: number): string {
  if (minutes < 120) return t('supervision.minutes', { time: figure(minutes) });
  if (minutes < 72 * 60) return t('supervision.hours', { time: figure(minutes / 60, 1) });
  return t('supervision.days', { time: figure(minutes / 1440, 1) });
}
export function timeOf(group: Group, which: 'median' | 'ninetieth'): string {
  if (group.asked === null) return t('supervision.hidden');
  const found = group[which].minutes;
  return found === null ? t('supervision.not-reached') : time(found);
}
// Between what and what the median lies, with 95 % confidence.
export function limitsOf(group: Group): string {
  const { minutes, lower, upper } = group.median;
  if (minutes === null && lower === null) return '';
  const from = lower === null ? '?' : time(lower);
  return upper === null ? t('supervision.at-least', { lower: from }) : t('supervision.between', { lower: from, upper: time(upper) });
}
export function nameOf(figures: Figures, group: Group): string {
  if (group.name) return group.name;
  if (group.key && figures.group === 'need') return reference.label('service', group.key);
  return group.key || tc('supervision-unknown', figures.group);
}
export interface Choice { value: string; label: string }
const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
// Whole quarters and years, newest first; a body may look at its last days too. The value is "from/until".
export function periods(today: string, own: boolean): Choice[] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  const quarters = Array.from({ length: 8 }, (_, back) => {
    const first = new Date(Date.UTC(year, month - (month % 3) - 3 * back, 1));
    const [y, m] = [first.getUTCFullYear(), first.getUTCMonth()];
    return { value: `${iso(y, m, 1)}/${iso(y, m + 3, 0)}`, label: t('supervision.quarter', { quarter: m / 3 + 1, year: String(y) }) };
  });
  const years = [0, 1, 2].map((back) => ({ value: `${iso(year - back, 0, 1)}/${iso(year - back, 11, 31)}`, label: t('supervision.year', { year: String(year - back) }) }));
  const days = [30, 90, 365].map((length) => ({ value: `${iso(year, month, Number(today.slice(8)) - length + 1)}/${today}`, label: t('supervision.last-days', { count: length }) }));
  return own ? [...days, ...quarters, ...years] : [...quarters, ...years];
}
