// Locking ends the session, so the server forgets how to open the keys; the page is blanked at once, before any answer.
import { call } from '../api/client';
import { session } from '../api/session.svelte';

export async function lock(): Promise<void> {
  if (!session.current) return;
  session.lock();
  await call('delete', '/api/v1/session');
}

// Locks after the server's idle time without a sign of life, and on Ctrl+Alt+L.
export function startLock(): void {
  let seen = Date.now();
  for (const kind of ['pointerdown', 'keydown', 'scroll'] as const) addEventListener(kind, () => { seen = Date.now(); }, { capture: true, passive: true });
  addEventListener('keydown', (event) => {
    if (!event.ctrlKey || !event.altKey || event.code !== 'KeyL') return;
    event.preventDefault();
    void lock();
  });
  setInterval(() => {
    if (session.current && Date.now() - seen > session.current.idle_seconds * 1000) void lock();
  }, 5_000);
}

// Leave: blank first, then a neutral page in place of this one. Without script the link itself leads there.
export function startLeave(link: HTMLAnchorElement): void {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    document.title = '\u00a0';
    document.body.hidden = true;
    if (session.current) void fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-NRM': '1' }, keepalive: true });
    location.replace(link.href);
  });
  // A page kept by the browser must not come back filled when somebody presses Back.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
