// Tables as spreadsheets read them: sent as they lie on the disk, received to be saved.
import type { Result } from '../kernel/result';
import { headersFor, noLine, problemOf, type Schema } from './client';
import { session } from './session.svelte';

async function answered<T>(asked: Promise<Response>, read: (response: Response) => Promise<T>): Promise<Result<T>> {
  try {
    const response = await asked;
    if (response.ok) return { ok: true, value: await read(response), etag: '' };
    const problem = await problemOf(response);
    if (problem.type.endsWith(':access.signed-out')) session.end();
    return { ok: false, problem };
  } catch {
    return { ok: false, problem: noLine };
  }
}

export function sendList(id: string, file: Blob): Promise<Result<Schema['Reconciliation']>> {
  const asked = fetch(`/api/v1/reconciliations/${encodeURIComponent(id)}/list`, {
    method: 'POST', headers: { ...headersFor('post', {}, crypto.randomUUID()), 'Content-Type': 'text/csv' }, body: file,
    cache: 'no-store', credentials: 'same-origin', redirect: 'error',
  });
  return answered(asked, (response) => response.json() as Promise<Schema['Reconciliation']>);
}

export function takeTable(table: string, query: Readonly<Record<string, string>>): Promise<Result<Blob>> {
  const asked = fetch(`/api/v1/supervision/tables/${encodeURIComponent(table)}?${new URLSearchParams(query)}`, {
    headers: { ...headersFor('get', {}, ''), Accept: 'text/csv, application/problem+json' },
    cache: 'no-store', credentials: 'same-origin', redirect: 'error',
  });
  return answered(asked, (response) => response.blob());
}
