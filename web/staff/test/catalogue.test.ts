import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error plain modules of the build
import { compileMessage, mirror, missingPlurals } from '../scripts/catalogue.mjs';
// @ts-expect-error plain modules of the build
import { faultsOf, strayFaults, usedKeys } from '../scripts/messages.mjs';
import { makeRuntime, render, type Message, type Values } from '../src/kernel/message';

const compiled = (message: string) => new Function(`return ${compileMessage(message)}`)() as Message;
const say = (message: string, language: string, values: Values = {}) => render(compiled(message), values, makeRuntime(language));
const days = '{count, plural, one {# день} few {# дня} many {# дней} other {# дня}}';

describe('messages', () => {
  it('keep plain text as it is', () => expect(say("It's {name}’s “turn”\\", 'en', { name: '<b>Ann</b>' })).toBe("It's <b>Ann</b>’s “turn”\\"));
  it.each([[1, '1 день'], [2, '2 дня'], [5, '5 дней'], [11, '11 дней'], [21, '21 день'], [112, '112 дней'], [1.5, '1,5 дня']])('say %s days in Russian', (count, words) =>
    expect(say(days, 'ru', { count })).toBe(words));
  it('choose an exact number before a form', () => expect(say('{n, plural, =0 {none} one {# case} other {# cases}}', 'en', { n: 0 })).toBe('none'));
  it('choose by a word', () => expect(say('{kind, select, question {asks} other {says}}', 'en', { kind: 'question' })).toBe('asks'));
  it('show a missing value as nothing', () => expect(say('[{x}]', 'en')).toBe('[]'));
  it('are mirrored without touching what is filled in', () => {
    const message = mirror('Due in {count, plural, one {# day} other {# days}}');
    expect(say(message, 'en', { count: 2 })).toContain('2 days');
    expect(message).toContain('Dúé');
  });
  it('are refused where a plural form is missing', () => expect(missingPlurals('{count, plural, one {a} other {b}}', 'ru')).toEqual(['few', 'many']));
});

describe('the catalogues', () => {
  const none = { keys: new Set<string>(), families: new Set<string>() };
  it('fail on a key that one language lacks', () => expect(faultsOf({ en: { a: 'x' }, ru: {} }, { ...none, keys: new Set(['a']) })).toEqual(['ru: a is missing']));
  it('fail on a key that no language has', () => expect(faultsOf({ en: {}, ru: {} }, { ...none, keys: new Set(['b']) })).toEqual(['b is used and not in the catalogue']));
  it('fail on a key that nothing uses', () => expect(faultsOf({ en: { a: 'x' }, ru: { a: 'y' } }, none)).toEqual(['a is never used']));
  it('fail where a translation takes other values', () => expect(faultsOf({ en: { a: '{x}' }, ru: { a: '{y}' } }, { ...none, keys: new Set(['a']) })).toHaveLength(1));
  it('fail where words of one feature are said by another', () => {
    const used = (code: string) => usedKeys(code) as { keys: Set<string>; families: Set<string> };
    const files = { 'features/log/Log.svelte': used("t('log.title') tc('log-object', x)"), 'app/Rail.svelte': used("t('log.title')"), 'ui/When.svelte': used("tc('log-object', x)") };
    expect(strayFaults('log', { 'log.title': 'x', 'log-object.case': 'y' }, files)).toHaveLength(2);
  });
  it('find keys and families in code', () => {
    const used = usedKeys("t('work.title') tc('role', role) at('x')");
    expect([...used.keys, ...used.families]).toEqual(['work.title', 'role.']);
  });
  it('have no Latin word in a Russian message but names of things', () => {
    const folder = new URL('../../../strings/ru/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.startsWith('web'));
    const russian = files.flatMap((name) => Object.entries(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, string>));
    const odd = russian.filter(([, words]) => /[A-Za-z]{4,}/.test(words.replace(/\{[^{}]*|HTCDS|Ctrl|plural|many|other/g, '')));
    expect(odd).toEqual([]);
  });
});
