import type { Schema } from '../../api/client';
import { reference } from '../../api/lists.svelte';
import { formatDate, formatMonth } from '../../kernel/dates';
import { language } from '../../kernel/i18n.svelte';

export type Line = Schema['ReconciliationLine'];
export type Found = Schema['Reconciliation'];
export const reasons = ['counted-twice', 'outside-period', 'another-body', 'before-opennrm', 'not-a-referral', 'other'];
export const monthName = (month: string) => formatMonth(month, language.dates);
export const period = (of: { readonly first_month: string; readonly last_month: string }) =>
  of.first_month === of.last_month ? monthName(of.first_month) : `${monthName(of.first_month)} – ${monthName(of.last_month)}`;
export const dayOf = (line: { readonly day: string | null; readonly month?: string }) =>
  line.day ? formatDate(line.day, language.dates) : monthName(line.month ?? '');
export const needOf = (line: { readonly need: string }) => reference.label('service', line.need);
export const sizeOf = (line: Line) => Math.abs(line.declared - line.known);
// Where the body itself says what became of it, and where it agrees to what the other said.
export const mine = (found: Found, state: string) =>
  found.lines.filter((line) => line.state === state && (state === 'open' ? line.explains === found.side : line.explains !== found.side));
export const months = (found: Found): string[] => {
  const out: string[] = [];
  for (let at = new Date(`${found.first_month}-01T00:00:00Z`); at.toISOString().slice(0, 7) <= found.last_month; at.setUTCMonth(at.getUTCMonth() + 1)) out.push(at.toISOString().slice(0, 7));
  return out;
};
