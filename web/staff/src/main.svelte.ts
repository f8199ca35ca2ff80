import { mount } from 'svelte';
import App from './app/App.svelte';
import { startLeave, startLock } from './app/lock';
import { language, startLanguage, t } from './kernel/i18n.svelte';
import { startRouter } from './kernel/router.svelte';
import './ui/tokens.css';
import './ui/ui.css';

const leave = document.getElementById('leave') as HTMLAnchorElement;
startLeave(leave);
await startLanguage();
startRouter();
startLock();
$effect.root(() => {
  $effect(() => {
    void language.code;
    leave.textContent = t('shell.leave');
    leave.parentElement?.setAttribute('aria-label', leave.textContent);
  });
});
mount(App, { target: document.getElementById('app') as HTMLElement });
