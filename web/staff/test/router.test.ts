import { beforeAll, describe, expect, it, vi } from 'vitest';

let match: (typeof import('../src/kernel/router.svelte'))['match'];
beforeAll(async () => {
  vi.stubGlobal('location', { pathname: '/', search: '' });
  ({ match } = await import('../src/kernel/router.svelte'));
});

describe('paths', () => {
  it('match whole', () => expect(match('/cases/:id/refer', '/cases/7/refer')).toEqual({ id: '7' }));
  it('take a slash at the end', () => expect(match('/cases', '/cases/')).toEqual({}));
  it('keep the root', () => expect(match('/', '/')).toEqual({}));
  it('do not match in part', () => expect(match('/cases/:id', '/cases/7/refer')).toBeUndefined());
  it('do not take an empty name', () => expect(match('/cases/:id', '/cases/')).toBeUndefined());
});
