// Dates in words with the month named: a date in figures is read differently by country, and Arabic mirrors it.
export interface DateParts { day: string; month: string; year: string }

export function formatDate(iso: string, language: string, zone?: string): string {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: plain ? 'UTC' : zone }).format(new Date(plain ? `${iso}T00:00:00Z` : iso));
}
export function formatMonth(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${iso}-01T00:00:00Z`));
}
export function formatTime(iso: string, language: string, zone?: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(iso));
}
// The day of an instant where the clock hangs, for grouping.
export function dayOf(iso: string, zone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(new Date(iso));
}

// A term that ends at midnight ends with the day before: nobody reads "28 November, 00:00" as the 27th.
export function lastDay(iso: string, zone?: string): string | undefined {
  return formatTime(iso, 'en', zone) === '00:00' ? dayOf(new Date(Date.parse(iso) - 1).toISOString(), zone) : undefined;
}

export function splitDate(iso: string): DateParts {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') };
}
// What was typed as ISO text; a part that is left out ends it (1994, 1994-05). Typed nonsense is kept for the server to refuse.
export function joinDate({ day, month, year }: DateParts): string {
  const clean = [year, month, day].map((part) => part.trim());
  if (!clean[0]) return clean[1] || clean[2] ? `-${clean[1]}-${clean[2]}` : '';
  const parts = [clean[0]];
  if (clean[1]) parts.push(clean[1].padStart(2, '0'));
  if (clean[2]) parts.push((clean[1] ? '' : '00-') + clean[2].padStart(2, '0'));
  return parts.join('-');
}

export interface Span { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number; readonly past: boolean }
// How far away an instant is, in the unit a person would say.
export function spanTo(iso: string, now: number): Span {
  const milliseconds = Date.parse(iso) - now;
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const past = milliseconds < 0;
  if (minutes < 60) return { unit: 'minutes', count: minutes, past };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60), past };
  return { unit: 'days', count: Math.floor(minutes / 1440), past };
}

// What a wall clock of the zone shows, as an instant. One that it skips is what it shows instead, an hour on; one that it shows twice
// the first. Nothing where it is no time.
export function instantIn(day: string, time: string, zone?: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined;
  const wall = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wall)) return undefined;
  const offset = (at: number) => Date.parse(`${dayOf(new Date(at).toISOString(), zone)}T${formatTime(new Date(at).toISOString(), 'en', zone)}:00Z`) - Math.floor(at / 60_000) * 60_000;
  const early = wall - offset(wall - 86_400_000);
  const late = wall - offset(wall + 86_400_000);
  const at = early + offset(early) === wall ? early : late + offset(late) === wall ? late : Math.max(early, late);
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
