import { describe, expect, it } from 'vitest';
import type { Schema } from '../src/api/client';
import { fromForm, majorOf, toForm, type Entry } from '../src/features/cases/values';

const field = (name: string, kind: string, shape?: Schema['Field']['shape']) =>
  ({ name, compartment: 'casework', group: 'needs', kind, max: 1000, who_sees: [], ...(shape && { shape }) }) as unknown as Schema['Field'];
const member = (name: string, kind: string) => ({ name, kind, max: 300, required: false });
const documents = field('identity.documents', 'json:documents', { most: 15, members: [member('kind', 'code:document-kind'), member('held_by', 'text'), member('note', 'text')] });
const money = field('justice.compensation', 'json:compensation', { most: 0, members: [member('claimed', 'money')] });

describe('a form', () => {
  it('gives back what it was given', () => {
    const value = [{ kind: 'passport', held_by: 'the employer' }];
    expect(fromForm(documents, toForm(documents, value))).toEqual(value);
    const claimed = { claimed: { amount: '150050', currency: 'BYN', on: '2018-04-01' } };
    expect(fromForm(money, toForm(money, claimed))).toEqual(claimed);
  });
  it('holds no value where nothing was asked', () => {
    for (const kind of ['text', 'answer', 'flag', 'codes:service']) expect(fromForm(field('x', kind), toForm(field('x', kind), undefined))).toBeUndefined();
    expect(fromForm(documents, [{ kind: '', held_by: ' ', note: '' }])).toBeUndefined();
  });
  it('shows money in whole units and keeps minor ones', () => {
    expect(majorOf('150050', 'BYN')).toBe('1500.50');
    expect(majorOf('5', 'EUR')).toBe('0.05');
    const typed = (amount: string) => (fromForm(money, [{ claimed: { amount, currency: 'byn', on: '' } }]) as { claimed: { amount: string } }).claimed;
    expect(typed('1 500,5')).toEqual({ amount: '150050', currency: 'BYN' });
    expect(typed('a lot').amount).toBe('a lot');
  });
  it('does not lose what was text before the field had a shape', () => {
    expect((toForm(documents, 'a red passport') as Entry[])[0]!['note']).toBe('a red passport');
  });
  it('says yes or nothing of a flag, and every answer of an answer', () => {
    expect(fromForm(field('x', 'flag'), toForm(field('x', 'flag'), 'true'))).toBe('true');
    expect(fromForm(field('x', 'answer'), toForm(field('x', 'answer'), 'prefers-not-to-say'))).toBe('prefers-not-to-say');
  });
});
