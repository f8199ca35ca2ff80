import { describe, expect, it } from 'vitest';
import { addAsked, emptyDraft, valuesOf } from '../src/features/cases/draft';
import { faultAt } from '../src/ui/forms';

describe('a new case', () => {
  it('sends nothing that was not asked', () => expect(valuesOf(emptyDraft())).toEqual({}));
  it('sends names without the blank ones, byte for byte', () => {
    const draft = emptyDraft();
    draft.names = [{ name: ' Алена\u200f ', script: 'Cyrl', kind: 'given' }, { name: '  ', script: 'Latn', kind: 'family' }];
    expect(valuesOf(draft)['identity.names']).toEqual([{ name: ' Алена\u200f ', script: 'Cyrl', kind: 'given' }]);
  });
  it('says how exact a date of birth is', () => {
    const draft = { ...emptyDraft(), birth: '1994-05', birthBasis: 'stated' };
    expect(valuesOf(draft)['identity.birth-date']).toEqual({ value: '1994-05', basis: 'stated', precision: 'month' });
    expect(valuesOf({ ...draft, birthBasis: 'estimated' })['identity.birth-date']).toMatchObject({ precision: 'approximate' });
  });
  it('asks for fields whose table came after the page, and keeps what was typed', () => {
    const urgent = { name: 'casework.urgent', kind: 'flag' } as Parameters<typeof addAsked>[1][number];
    const draft = emptyDraft();
    addAsked(draft, [urgent]);
    expect(Object.keys(draft.more)).toEqual(['casework.urgent']);
    const typed = draft.more['casework.urgent'];
    addAsked(draft, [urgent]);
    expect(draft.more['casework.urgent']).toBe(typed);
  });
  it('splits who must never learn of it by line', () =>
    expect(valuesOf({ ...emptyDraft(), never: 'brother\n\n neighbour ' })['whereabouts.safe-contact']).toEqual({ never: ['brother', 'neighbour'] }));
});

describe('a fault of a field', () => {
  const problem = { type: 'x', title: '', status: 422, errors: [{ pointer: '/values/identity.names/0/name', code: 'required', detail: 'This is needed.' }] };
  it('is found at its control and at the group around it', () => {
    expect(faultAt(problem, '/values/identity.names/0/name')).toBe('This is needed.');
    expect(faultAt(problem, '/values/identity.names')).toBe('This is needed.');
    expect(faultAt(problem, '/values/identity.name')).toBeUndefined();
  });
});
