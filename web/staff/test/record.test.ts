import { beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../src/api/client';
import { heardIn, sideOf } from '../src/features/consent/record';
import { language, loadPart, speak, t, voiceIn, type Voice } from '../src/kernel/i18n.svelte';

const talk = {
  language: 'en', text_version: '1', interpreter_used: true, interpreter_name: 'No. 7 (fictional)', interpreter_language: 'vi', points: [], spoken_to: 'person',
  explained_by_member_id: '', explained_at: '2026-03-01T10:00:00Z', minutes: 2, guardian_name: '', best_interests_note: '', own_view: '',
};
const record = {
  decision: 'consent', receiver_team: { name: 'Lake Street (fictional)', organisation_name: 'Shelters' }, purpose: 'assist', field_groups: ['health', 'needs'], until: '2026-05-01',
  conversation: talk, printed_at: '2026-03-01T11:00:00Z', texts: [],
} as unknown as Schema['BasisRecord'];
const said = (voice: Voice | undefined) => speak(voice, () => sideOf(record));

describe('the printed record', () => {
  let russian: Voice | undefined;
  beforeAll(async () => {
    await loadPart('consent');
    russian = await voiceIn('ru');
  });
  it('has every fact in her language and in the same order', () => {
    const [hers, own] = [said(russian), said(undefined)];
    expect(hers.lang).toBe('ru');
    expect(hers.facts).toHaveLength(own.facts.length);
    expect(hers.facts.map(({ text }) => text).join('\n')).toMatch(/1 мая 2026/);
    for (const side of [hers.withdraw, hers.title, ...hers.facts.map(({ label }) => label), ...hers.signatures]) expect(side).toMatch(/[а-я]/);
  });
  it('says through whom and in which language she heard it', () => {
    expect(heardIn(record.conversation)).toBe('vi');
    expect(said(russian).facts.map(({ text }) => text)).toContain('вьетнамский, через переводчика');
  });
  it('leaves the page in its own language', () => {
    said(russian);
    expect(language.tag).toBe('en');
    expect(said(undefined).title).toBe(t('record.title'));
  });
  it('has a side for each language with words', async () => {
    expect((await voiceIn('en'))?.code).toBe('en');
    expect(await voiceIn('vi')).toBeUndefined();
  });
});
