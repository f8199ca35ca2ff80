import { afterEach, expect, it, vi } from 'vitest';

vi.mock('../src/kernel/i18n.svelte', () => ({ language: { real: 'en' } }));
vi.mock('../src/api/session.svelte', () => ({ session: { end: vi.fn() } }));
const { call } = await import('../src/api/client');

const keys: string[] = [];
function answering(...answers: (Response | Error)[]) {
  keys.length = 0;
  vi.stubGlobal('fetch', vi.fn(async (_url: string, request: RequestInit) => {
    keys.push(new Headers(request.headers).get('Idempotency-Key') ?? '');
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('no answer');
    return answer;
  }));
}
const done = () => new Response('{"id":"1"}', { status: 201, headers: { 'Content-Type': 'application/json' } });
const search = (text: string) => call('post', '/api/v1/case-searches', { body: { text } });
afterEach(() => vi.unstubAllGlobals());

it('repeats a call that got no answer under its old key, so that it is not done twice', async () => {
  answering(new TypeError('line lost'), done(), done());
  expect((await search('a')).ok).toBe(false);
  await search('a');
  await search('a');
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});
it('gives another call a key of its own', async () => {
  answering(new TypeError('line lost'), done());
  await search('a');
  await search('b');
  expect(keys[1]).not.toBe(keys[0]);
});
