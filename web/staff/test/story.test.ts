import { describe, expect, it } from 'vitest';
import { fold } from '../src/features/cases/story';

const anna = { name: 'Anna', team: 'Border' };
const olga = { name: 'Olga', team: 'Shelter' };
const entry = (minute: number, action: string, actor = anna) => ({ at: `2026-11-24T10:0${minute}:00Z`, action, actor });

describe('a timeline', () => {
  it('makes one line of looks that follow each other, with how often and since when', () => {
    const lines = fold([entry(5, 'case.timeline'), entry(5, 'case.view'), entry(4, 'basis.list'), entry(3, 'case.view')]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ looks: 2, from: '2026-11-24T10:03:00Z', entry: { at: '2026-11-24T10:05:00Z' } });
  });
  it('keeps looks of two persons apart', () => {
    expect(fold([entry(2, 'case.view'), entry(1, 'case.view', olga)])).toHaveLength(2);
  });
  it('never hides an act or an opening', () => {
    const lines = fold([entry(4, 'case.view'), entry(3, 'compartment.open'), entry(2, 'compartment.open'), entry(1, 'case.open')]);
    expect(lines.map(({ entry: { action } }) => action)).toEqual(['case.view', 'compartment.open', 'compartment.open', 'case.open']);
  });
});
