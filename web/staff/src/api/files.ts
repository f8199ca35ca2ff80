// Contents of files, both ways. They are no JSON and may be large: sent from the disk with progress, received as bytes
// to be saved. Nothing of them is ever shown by the page.
import type { Problem, Result } from '../kernel/result';
import { headersFor, noLine, problemOf } from './client';
import { session } from './session.svelte';

const path = (caseId: string, id: string, what: string) => `/api/v1/cases/${encodeURIComponent(caseId)}/attachments/${encodeURIComponent(id)}/${what}`;
const given = <T>(value: T): Result<T> => ({ ok: true, value, etag: '' });

function refused(problem: Problem): Result<never> {
  if (problem.type.endsWith(':access.signed-out')) session.end();
  return { ok: false, problem };
}

// fetch tells nothing about the way out, so this is the older interface. `progress` gets a share from 0 to 1.
export function sendContent(caseId: string, id: string, file: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<Result<void>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path(caseId, id, 'content'));
    for (const [name, value] of Object.entries({ ...headersFor('put', {}, ''), 'Content-Type': 'application/octet-stream' })) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { progress(total ? loaded / total : 0); };
    request.onload = () => {
      if (request.status < 300) return void resolve(given(undefined));
      void problemOf(new Response(request.responseText, { status: request.status })).then((problem) => { resolve(refused(problem)); });
    };
    request.onerror = () => { resolve({ ok: false, problem: noLine }); };
    request.onabort = request.onerror;
    signal.addEventListener('abort', () => { request.abort(); });
    request.send(file);
  });
}

export async function openContent(caseId: string, id: string, purpose: string, reason: string): Promise<Result<Blob>> {
  try {
    const response = await fetch(path(caseId, id, 'openings'), {
      method: 'POST',
      headers: { ...headersFor('post', { body: {} }, crypto.randomUUID()), Accept: 'application/octet-stream, application/problem+json' },
      body: JSON.stringify({ purpose, reason }),
      cache: 'no-store', credentials: 'same-origin', redirect: 'error',
    });
    return response.ok ? given(await response.blob()) : refused(await problemOf(response));
  } catch {
    // Also where the body was cut: a file that is not whole is not saved.
    return { ok: false, problem: noLine };
  }
}

export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
