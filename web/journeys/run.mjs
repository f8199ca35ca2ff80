// Whole tasks in a real browser against a running server with its demonstration accounts.
//   NRM_URL=https://localhost:8443 NRM_BIN=path/to/opennrm node web/journeys/run.mjs
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accounts, at, base, inspect, launch, openPage, settle, signIn, tongues, visit, widths } from './browser.mjs';

const pictures = process.env.NRM_PICTURES ?? fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
mkdirSync(pictures, { recursive: true });
let passed = 0;
let failed = 0;
const faults = [];
async function step(name, act) {
  try {
    await act();
    if (faults.length) throw new Error(faults.splice(0).join('; '));
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    faults.length = 0;
    console.log(`FAIL ${name}: ${String(error.message ?? error).slice(0, 1200)}`);
  }
}
async function screen(page, name, path, { picture, prepare } = {}) {
  for (const tongue of tongues) {
    for (const width of widths) {
      await step(`${name} in ${tongue} at ${width}`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await visit(page, path, tongue);
        await prepare?.();
        await inspect(page);
        if (picture && tongue === 'en') await page.screenshot({ path: `${pictures}${picture}-${width}.png`, fullPage: true });
      });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const all = accounts();
const has = (...roles) => all.find((account) => roles.some((role) => account.roles.includes(role)));
const sender = has('first-responder') ?? has('identifying-officer');
const receiver = all.find((account) => account.team !== sender.team && account.roles.some((role) => role === 'service-provider' || role === 'case-manager'));
const auditor = has('auditor');
const administrator = has('administrator');
const browser = await launch();

const stranger = await openPage(browser, faults);
await screen(stranger, 'sign in', '/');
await screen(stranger, 'join', '/join');
await screen(stranger, 'recover', '/recover');
await step('a wrong password is told, and tells nothing else', async () => {
  await visit(stranger, '/');
  await at(stranger, '/account').fill('nobody-here');
  await at(stranger, '/password').fill('not the password at all');
  await at(stranger, '/code').fill('000000');
  await stranger.locator('form button[type=submit]').click();
  await stranger.locator('.errors').waitFor();
  await inspect(stranger);
});
await step('Leave comes first in tab order, blanks the page and puts another in its place', async () => {
  await visit(stranger, '/');
  await stranger.keyboard.press('Tab');
  if ((await stranger.evaluate(() => document.activeElement?.id)) !== 'leave') throw new Error('something else comes first');
  const away = await stranger.locator('#leave').getAttribute('href');
  await stranger.route(`${away}**`, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<title>Elsewhere</title>' }));
  await stranger.locator('#leave').click();
  await stranger.waitForURL(`${away}**`);
});
await step('Leave is a plain link without script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true });
  const plain = await context.newPage();
  await plain.goto(base);
  if (!(await plain.locator('a#leave[href^="https:"]').isVisible())) throw new Error('it is not there');
  await context.close();
});

const hers = await openPage(browser, faults);
let casePath = '';
let referralPath = '';
const contactName = 'North shelter desk';
await step('the sender signs in', async () => { await visit(hers, '/'); await signIn(hers, sender); });
await step('a case opens with two spellings of a name', async () => {
  await visit(hers, '/cases/new');
  await at(hers, '/values/identity.names/0/name').fill('Alena Kavalchuk (fictional)');
  await hers.locator('[id="/values/identity.names"] .acts button').click();
  await at(hers, '/values/identity.names/1/name').fill('Алена Ковальчук');
  await at(hers, '/values/identity.birth-date.year').fill('1994');
  await at(hers, '/values/identity.sex').selectOption('female');
  await at(hers, '/values/casework.age-class=adult').check();
  await at(hers, '/values/casework.age-class/reason').selectOption({ index: 1 });
  await at(hers, '/values/whereabouts.safe-contact/how').fill(`Only through the ${contactName}, 9:00 to 18:00`);
  await at(hers, '/values/casework.how-came=own-detection').check();
  await hers.locator('[id^="/values/casework.needs="]').first().check();
  await at(hers, '/values/casework.summary').fill('Found at night at the crossing; needs a place to stay.');
  await hers.locator('button[data-main][type=submit]').click();
  await hers.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  casePath = new URL(hers.url()).pathname;
});
await step('a compartment asks why, opens and looks open', async () => {
  await visit(hers, casePath);
  await hers.locator('.compartment[data-seal=closed] header button').first().click();
  await at(hers, '/reason').fill('To prepare the referral');
  await hers.locator('.compartment form button[type=submit]').click();
  await hers.locator('.compartment[data-seal=open] .facts, .compartment[data-seal=open] .body').first().waitFor();
  await inspect(hers);
});
await step('consent for one receiver is recorded', async () => {
  await visit(hers, `${casePath}/consent`);
  const options = hers.locator('[id="/receiver_team_id"] option');
  await options.nth(1).waitFor({ state: 'attached' });
  const index = (await options.allTextContents()).findIndex((label) => label.startsWith(receiver.team));
  await at(hers, '/receiver_team_id').selectOption({ index: index < 0 ? 1 : index });
  await at(hers, '/interpreter/used').check();
  await at(hers, '/interpreter/name').fill('Interpreter 7');
  for (const point of await hers.locator('.points input').all()) await point.check();
  for (const group of ['identity', 'contact', 'needs', 'situation']) await at(hers, `/field_groups=${group}`).check();
  await at(hers, '/decision=consent').check();
  await hers.locator('button[data-main][type=submit]').click();
  await hers.waitForURL(/\/refer\?to=/);
});
await step('the parcel is shown before it is sent, then sent', async () => {
  await settle(hers);
  const needs = hers.locator('[id="/need"] option');
  await needs.nth(1).waitFor({ state: 'attached' });
  const wanted = await hers.evaluate(async () => (await (await fetch('/api/v1/teams')).json()).items.map(({ id, services }) => ({ id, services })));
  const to = new URL(hers.url()).searchParams.get('to');
  await at(hers, '/need').selectOption(wanted.find((team) => team.id === to).services[0]);
  await hers.waitForLoadState('networkidle');
  await at(hers, '/receiver_team_id').selectOption(to);
  await hers.locator('form.sheet button[type=submit]').first().click();
  await hers.locator('[id="/fields"] input').first().waitFor();
  await inspect(hers);
  await hers.locator('form.sheet button[type=submit]').last().click();
  await hers.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  referralPath = new URL(hers.url()).pathname;
});

const theirs = await openPage(browser, faults);
await step('the receiver signs in and finds it in the inbox', async () => {
  await visit(theirs, '/');
  await signIn(theirs, receiver);
  await visit(theirs, '/referrals?box=in');
  await theirs.locator(`a[href="${referralPath}"]`).click();
  await settle(theirs);
});
await step('the receiver says why, opens the parcel and reads the name in both spellings', async () => {
  await at(theirs, '/reason').fill('To see whether we can help');
  await theirs.locator('.compartment form button[type=submit]').click();
  await theirs.locator('.compartment[data-seal=open] .facts').waitFor();
  const words = await theirs.locator('.compartment .facts').textContent();
  if (!words.includes('Алена Ковальчук')) throw new Error('the second spelling is not there');
});
await step('the receiver asks a question', async () => {
  await at(theirs, '/text').fill('Does she come tonight?');
  await theirs.locator('form:has([id="/text"]) button[type=submit]').click();
  await theirs.getByText('Does she come tonight?').waitFor();
});
await screen(theirs, 'referral', referralPath || '/referrals', { picture: 'referral' });
await screen(theirs, 'inbox', '/referrals?box=in');
await screen(theirs, 'my work', '/', { picture: 'my-work' });
await step('the receiver accepts', async () => {
  await visit(theirs, referralPath);
  await at(theirs, '/act=accept').check();
  await theirs.locator('form:has([id="/act"]) button[type=submit]').click();
  await theirs.locator('.line li').filter({ hasText: 'Accepted' }).first().waitFor();
});
await step('the sender sees the answer and answers the question', async () => {
  await visit(hers, referralPath);
  await hers.locator('.line li').filter({ hasText: 'Accepted' }).first().waitFor();
  await hers.getByRole('button', { name: 'Answer this' }).click();
  await at(hers, '/text').fill('Yes, at nine.');
  await hers.locator('form:has([id="/text"]) button[type=submit]').click();
  await hers.getByText('Yes, at nine.').waitFor();
});
for (const [name, path] of [['outbox', '/referrals?box=out'], ['cases', '/cases'], ['new case', '/cases/new'], ['consent', `${casePath}/consent`], ['refer', `${casePath}/refer`], ['members', '/members'], ['directory', '/directory'], ['account', '/account'], ['nothing', '/no-such-page']])
  await screen(hers, name, path);
await screen(hers, 'case', casePath || '/cases', { picture: 'case' });
await step('Russian has no word of English in the rail', async () => {
  await visit(hers, '/', 'ru');
  const words = await hers.locator('#rail ul').textContent();
  if (/[a-z]{3}/i.test(words)) throw new Error(words);
});
await step('Ctrl+Alt+L blanks the page, ends the session and asks for password and code', async () => {
  await visit(hers, casePath);
  await hers.keyboard.press('Control+Alt+KeyL');
  await at(hers, '/password').waitFor();
  if (await hers.getByText(contactName).count()) throw new Error('the safe contact is still on the page');
  const status = await hers.evaluate(async () => (await fetch('/api/v1/session')).status);
  if (status !== 401) throw new Error(`the session still answers ${status}`);
  await inspect(hers);
});
for (const [name, account, paths] of [['auditor', auditor, ['/log', '/members']], ['administrator', administrator, ['/directory', '/members', '/log']]]) {
  if (!account) continue;
  const page = await openPage(browser, faults);
  await step(`the ${name} signs in`, async () => { await visit(page, '/'); await signIn(page, account); });
  for (const path of paths) await screen(page, `${name} ${path}`, path);
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
