import { describe, expect, it } from 'vitest';
import { dayOf, formatDate, formatMonth, formatTime, instantIn, joinDate, spanTo, splitDate, lastDay } from '../src/kernel/dates';

describe('dates', () => {
  it('name the month', () => expect(formatDate('1994-04-03', 'en')).toMatch(/April/));
  it('name the month in the genitive in Russian', () => expect(formatDate('1994-05-09', 'ru')).toMatch(/^9 мая 1994/));
  it('do not move a plain date across a zone', () => expect(formatDate('1994-04-03', 'ru', 'America/Los_Angeles')).toMatch(/^3 апреля/));
  it('show an instant where the clock hangs', () => {
    expect(formatTime('2026-11-23T22:30:00Z', 'ru', 'Europe/Minsk')).toBe('01:30');
    expect(dayOf('2026-11-23T22:30:00Z', 'Europe/Minsk')).toBe('2026-11-24');
  });
  it('show a month alone', () => expect(formatMonth('2026-02', 'en')).toBe('February 2026'));
});

describe('what a wall clock shows', () => {
  it.each([
    ['2026-11-23', '01:30', 'Europe/Minsk', '2026-11-22T22:30:00Z'],
    ['2026-07-01', '00:30', 'Europe/London', '2026-06-30T23:30:00Z'],
    ['2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['2026-03-29', '01:30', 'Europe/London', '2026-03-29T01:30:00Z'],
  ])('is an instant: %s %s in %s', (day, time, zone, instant) => expect(instantIn(day, time, zone)).toBe(instant));
  it('is none where it is no time', () => {
    for (const [day, time] of [['2026-11', '01:30'], ['2026-11-23', '24:00'], ['', ''], ['2026-13-40', '01:30']] as const) expect(instantIn(day, time, 'Europe/Minsk')).toBeUndefined();
  });
});

describe('three fields of a date', () => {
  it.each([
    [{ day: '', month: '', year: '' }, ''],
    [{ day: '', month: '', year: '1994' }, '1994'],
    [{ day: '', month: '5', year: '1994' }, '1994-05'],
    [{ day: '9', month: '5', year: '1994' }, '1994-05-09'],
  ])('make %j into "%s"', (parts, iso) => {
    expect(joinDate(parts)).toBe(iso);
    expect(splitDate(iso)).toEqual(parts);
  });
  it('keep nonsense for the server to refuse', () => {
    expect(joinDate({ day: '9', month: '', year: '1994' })).toBe('1994-00-09');
    expect(joinDate({ day: '9', month: '5', year: '' })).not.toBe('');
  });
});

describe('the time to an instant', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    ['2026-11-23T12:45:00Z', { unit: 'minutes', count: 45, past: false }],
    ['2026-11-24T12:00:00Z', { unit: 'hours', count: 24, past: false }],
    ['2026-11-26T13:00:00Z', { unit: 'days', count: 3, past: false }],
    ['2026-11-23T09:30:00Z', { unit: 'hours', count: 2, past: true }],
  ])('%s', (iso, span) => expect(spanTo(iso, now)).toEqual(span));
});

describe('the end of a term', () => {
  it('at midnight is the day before, where the clock hangs', () => {
    expect(lastDay('2026-11-27T21:00:00Z', 'Europe/Minsk')).toBe('2026-11-27');
  });
  it('at another hour is that hour', () => {
    expect(lastDay('2026-11-27T20:59:00Z', 'Europe/Minsk')).toBeUndefined();
  });
});
