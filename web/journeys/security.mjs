// What a browser can be made to do, and what it keeps. Steps are named after the items of ASVS that they prove.
import { at, base, pathOf, submit, visit } from './browser.mjs';
import { opened, unseal } from './cases.mjs';

const vectors = [
  '<script>window.qzwhit = 1</script>', '<img src=x onerror="window.qzwhit = 1">', '<svg/onload=window.qzwhit=1>',
  '"><iframe srcdoc="<script>parent.qzwhit=1</script>">', '<a href="javascript:window.qzwhit=1">a</a>', '<details open ontoggle=window.qzwhit=1>',
  '<math><mi//xlink:href="data:x,<script>window.qzwhit=1</script>">', '{{constructor.constructor("window.qzwhit=1")()}}', '<b>bold</b> **bold** [b]bold[/b]',
  '<style>*{display:none}</style>', '<base href="https://elsewhere.example/">', '<form action="https://elsewhere.example/"><input name=location>', '&lt;img&gt; &#60;script&#62;',
];
const canary = 'qzwbrowser';

async function openMarked(page) {
  await visit(page, '/cases/new');
  await at(page, '/values/identity.names/0/name').fill(vectors[1]);
  await at(page, '/values/whereabouts.safe-contact/how').fill(`${canary} ${vectors[0]}`);
  await at(page, '/values/casework.summary').fill(vectors.join('\n'));
  await submit(page);
  await opened(page, 'cases');
  return pathOf(page);
}
async function openAll(page) {
  for (const kind of ['Identity', 'Casework']) {
    const part = page.locator('.compartment').filter({ has: page.getByRole('heading', { name: kind }) });
    await unseal(page, part, 'To read it back');
    await page.locator('.compartment[data-seal=open]').filter({ has: page.getByRole('heading', { name: kind }) }).waitFor();
  }
}
// Elements that only markup out of somebody's text could have made.
const strange = (page) => page.evaluate(() => {
  const made = [...document.querySelectorAll('main script, main iframe, main math, main style, main base, main img, main b + script, [onerror], [onload], [ontoggle], a[href^="javascript:"]')];
  return { hit: window.qzwhit, made: made.map((element) => element.outerHTML.slice(0, 80)) };
});

async function markup({ tally }, page) {
  let path = '';
  await tally.step('V1.2.1 V1.3.1 V1.3.5 markup and scripts in every text are shown as the text they are', async () => {
    path = await openMarked(page);
    await openAll(page);
    const told = await page.locator('main').innerText();
    for (const vector of vectors.slice(0, 5)) if (!told.includes(vector)) throw new Error(`not shown as written: ${vector}`);
    for (const where of [path, '/cases']) {
      if (where !== path) await visit(page, where);
      const { hit, made } = await strange(page);
      if (hit || made.length) throw new Error(`${where}: ${hit} ${made.join(' ')}`);
    }
  });
  return path;
}

async function signingIn({ tally, stranger }) {
  const page = await stranger();
  await tally.step('V6.2.6 a password is hidden until somebody asks to see it', async () => {
    await visit(page, '/');
    const field = at(page, '/password');
    if ((await field.getAttribute('type')) !== 'password') throw new Error('it is shown');
    await at(page, '/password.shown').check();
    if ((await field.getAttribute('type')) !== 'text') throw new Error('it is not shown');
    await at(page, '/password.shown').uncheck();
    if ((await field.getAttribute('type')) !== 'password') throw new Error('it stays shown');
  });
  await tally.step('V6.2.7 a password can be pasted, and a manager knows the fields', async () => {
    for (const [path, pointer, kind] of [['/', '/password', 'current-password'], ['/', '/account', 'username'], ['/', '/code', 'one-time-code'], ['/join', '/password', 'new-password']]) {
      await visit(page, path);
      if ((await at(page, pointer).getAttribute('autocomplete')) !== kind) throw new Error(`${path}${pointer} is not ${kind}`);
    }
    await visit(page, '/');
    const refused = await page.evaluate(() => !document.getElementById('/password').dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: new DataTransfer() })));
    if (refused) throw new Error('pasting is refused');
  });
  await page.context().close();
}

const kept = (page) => page.evaluate(async (word) => {
  const stores = { ...localStorage, ...sessionStorage };
  const caches = 'caches' in window ? await window.caches.keys() : [];
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  return { words: Object.entries(stores).filter(([name, value]) => name !== 'nrm.language' || value.includes(word)).map(([name]) => name), caches, databases, workers: (await navigator.serviceWorker?.getRegistrations?.() ?? []).length };
}, canary);

async function leavings({ tally }, page, path) {
  await tally.step('V7.4.4 every page shows how to end the session and how to leave at once', async () => {
    for (const where of ['/', '/cases', path, '/referrals', '/members', '/account']) {
      await visit(page, where);
      if (!(await page.locator('#leave').isVisible())) throw new Error(`no Leave on ${where}`);
      if (!(await page.getByRole('button', { name: 'Lock' }).isVisible())) throw new Error(`no Lock on ${where}`);
    }
  });
  await tally.step('V14.3.3 the browser keeps nothing but the language', async () => {
    await visit(page, path);
    await openAll(page);
    const { words, caches, databases, workers } = await kept(page);
    if (words.length || caches.length || databases.length || workers) throw new Error(JSON.stringify({ words, caches, databases, workers }));
  });
  await tally.step('V14.2.3 no page asks any other site for anything', async () => {
    const foreign = [];
    page.on('request', (request) => { if (new URL(request.url()).origin !== new URL(base).origin && request.url().startsWith('http')) foreign.push(request.url()); });
    for (const where of ['/', '/cases', path, `${path}/consent`, '/directory', '/members', '/account']) await visit(page, where);
    if (foreign.length) throw new Error(foreign.join(' '));
  });
  await tally.step('V14.3.1 after the session has ended nothing of a case is on the page or comes back', async () => {
    await visit(page, path);
    await page.getByText(canary).first().waitFor();
    await page.getByRole('button', { name: 'Lock' }).click();
    await at(page, '/password').waitFor();
    await page.goBack().catch(() => undefined);
    const text = await page.evaluate(() => document.documentElement.outerHTML);
    if (text.includes(canary)) throw new Error('it is still there');
  });
}

export async function security(stage) {
  const page = await stage.enter('ihar');
  await signingIn(stage);
  const path = await markup(stage, page);
  await leavings(stage, page, path);
  await page.context().close();
}
