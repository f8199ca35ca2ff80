import { mount } from 'svelte';
import { call } from './api/client';
import App from './app/App.svelte';
import { startLeave, startLock } from './app/lock';
import { find } from './app/routes';
import { language, startLanguage, t } from './kernel/i18n.svelte';
import { startRouter } from './kernel/router.svelte';
import './ui/tokens.css';
import './ui/ui.css';

const leave = document.getElementById('leave') as HTMLAnchorElement;
startLeave(leave);
// Nothing waits for what it does not need: who is signed in, the page and its words are asked for at once.
const first = find(location.pathname, () => true);
const session = call('get', '/api/v1/session');
void first?.load().catch(() => undefined);
await startLanguage(first?.part);
startRouter();
startLock();
$effect.root(() => {
  $effect(() => {
    void language.code;
    leave.textContent = t('shell.leave');
    leave.parentElement?.setAttribute('aria-label', leave.textContent);
  });
});
mount(App, { target: document.getElementById('app') as HTMLElement, props: { asked: session } });
