// Every call to the server. Types come from the interface's description; the cookie travels by itself.
import { language } from '../kernel/i18n.svelte';
import type { Problem, Result } from '../kernel/result';
import type { components, paths } from './generated/schema';
import { session } from './session.svelte';

export type Schema = components['schemas'];
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Paths = { [P in keyof paths]: { [M in Method & keyof paths[P]]: paths[P][M] } };
// A body that may be left out is typed like one that may not; where there is none, none is taken.
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : O extends { requestBody?: infer R } ? NonNullable<R> extends { content: { 'application/json': infer B } } ? B : undefined : undefined;
type Content<R> = R extends { content: { 'application/json': infer C } } ? C : never;
type Answer<O> = O extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 ? Content<R[S]> : never }[keyof R] : never;

interface Extra<B> {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | undefined>>;
  body?: B;
  version?: number;
}

function address(path: string, params: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, string | undefined>> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''));
  return search.size ? `${filled}?${search}` : filled;
}
// A call that got no answer may have been done all the same: repeated word for word, it keeps its key and is not done twice.
let unanswered: { readonly call: string; readonly key: string } | undefined;

function keyOf(call: string): string {
  return unanswered?.call === call ? unanswered.key : crypto.randomUUID();
}
export function headersFor(method: Method, extra: Extra<unknown>, key: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.real };
  if (method !== 'get') headers['X-NRM'] = '1';
  if (method === 'post') headers['Idempotency-Key'] = key;
  if (extra.body !== undefined) headers['Content-Type'] = 'application/json';
  if (extra.version !== undefined) headers['If-Match'] = `"${extra.version}"`;
  return headers;
}
export const noLine: Problem = { type: 'urn:opennrm:problem:web.no-line', title: '', status: 0 };

export async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { ...noLine, status: response.status };
  }
}

export async function call<P extends keyof Paths, M extends keyof Paths[P] & Method>(
  method: M, path: P, extra: Extra<Body<Paths[P][M]>> = {},
): Promise<Result<Answer<Paths[P][M]>>> {
  const url = address(path, extra.params, extra.query);
  const body = extra.body === undefined ? undefined : JSON.stringify(extra.body);
  const spelled = `${method} ${url} ${body ?? ''}`;
  const key = keyOf(spelled);
  let response: Response;
  try {
    response = await fetch(url, {
      method: method.toUpperCase(),
      headers: headersFor(method, extra, key),
      body,
      cache: 'no-store', credentials: 'same-origin', redirect: 'error',
    });
  } catch {
    if (method !== 'get') unanswered = { call: spelled, key };
    return { ok: false, problem: noLine };
  }
  if (unanswered?.call === spelled) unanswered = undefined;
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.type.endsWith(':access.signed-out')) session.end();
    return { ok: false, problem };
  }
  const answer: unknown = response.status === 204 || response.headers.get('content-length') === '0' ? undefined : await response.json().catch(() => undefined);
  return { ok: true, value: answer as Answer<Paths[P][M]>, etag: response.headers.get('etag') ?? '' };
}

// A file, kept in memory only: asked for with a purpose, so by post.
export async function callFile(path: string, body: unknown): Promise<Result<Blob>> {
  try {
    const response = await fetch(path, {
      method: 'POST', headers: headersFor('post', { body }, crypto.randomUUID()), body: JSON.stringify(body),
      cache: 'no-store', credentials: 'same-origin', redirect: 'error',
    });
    if (response.ok) return { ok: true, value: await response.blob(), etag: '' };
    const problem = await problemOf(response);
    if (problem.type.endsWith(':access.signed-out')) session.end();
    return { ok: false, problem };
  } catch {
    return { ok: false, problem: noLine };
  }
}
