// A restricted case, a glass that is broken and reviewed, what the data protection officer sees and the person is told.
import { at, codeOf, inspect, post, settle, visit, waitOutCode } from './browser.mjs';
import { unseal } from './cases.mjs';
import { picture } from './tally.mjs';

// The form of a new case has its own journey.
const values = {
  'identity.names': [{ name: 'Darya (fictional)', kind: 'as-written' }],
  'casework.age-class': { class: 'adult', reason: 'own statement' },
  'casework.summary': 'A known name; to be kept among few.',
  'health.allergies': 'Penicillin',
  'justice.lawyer': 'A sworn lawyer (fictional)',
  'child.guardian': 'Nobody',
};
async function freshCode(page, account) {
  await waitOutCode(page);
  return codeOf(account);
}

async function breakGlass(page, path) {
  await visit(page, `${path}/break-glass`);
  await at(page, '/category').selectOption('danger-to-life');
  await at(page, '/compartments=justice').check();
  await at(page, '/reason').fill('too short');
  await at(page, '/code').fill('000000');
  await page.locator('form button[type=submit]').click();
  await page.locator('.errors').waitFor();
  await inspect(page);
  await at(page, '/reason').fill('Unconscious at the door, the ambulance asks what she is allergic to');
  await at(page, '/compartments=identity').check();
  await at(page, '/code').fill(await freshCode(page, 'pavel'));
  await page.locator('form button[type=submit]').click();
  await page.getByText('Open until').waitFor();
  await inspect(page);
}

export async function oversight({ tally, enter }, olga) {
  let path = '/cases';
  await tally.step('a keeper restricts her case', async () => {
    await visit(olga, '/');
    path = `/cases/${(await post(olga, '/cases', { values })).id}`;
    await visit(olga, path);
    await olga.getByRole('button', { name: 'Restrict this case' }).click();
    await at(olga, '/member_ids').waitFor();
    await inspect(olga);
    await olga.locator('section[aria-label="Restrict this case"] button[data-main]').click();
    await olga.getByText('Restricted since').waitFor();
  });
  const pavel = await enter('pavel');
  await tally.step('a colleague is told whom to ask, and opens nothing', async () => {
    await visit(pavel, path);
    await pavel.getByText('Opened by Olga (fictional), who keeps the case.').waitFor();
    await unseal(pavel, pavel.locator('.compartment[data-seal=closed]').first(), 'I know her from home');
    await pavel.getByText('This case is restricted. Ask Olga').first().waitFor();
    await inspect(pavel);
    await picture(pavel, 'restricted', { height: 1000 });
  });
  await tally.step('he breaks the glass with a reason and a fresh code, and is told who knows', async () => {
    await breakGlass(pavel, path);
    await pavel.getByText('Olga (fictional) was told.').waitFor();
    await picture(pavel, 'break-glass', { height: 1100 });
  });
  await tally.step('for an hour he reads what he said he needs', async () => {
    await visit(pavel, path);
    await unseal(pavel, pavel.locator('.compartment[aria-label=Identity]'), 'The ambulance is at the door');
    await pavel.locator('.compartment[data-seal=open]').getByText('Darya').waitFor();
  });
  await tally.screen(pavel, 'break-glass', `${path}/break-glass`, { views: ['en', 'x-mirror'] });
  await pavel.context().close();
  await tally.step('the keeper finds it in her work and reviews it', async () => {
    await visit(olga, '/');
    await olga.getByRole('link', { name: 'Review an emergency opening' }).first().click();
    await settle(olga);
    await olga.getByText('Unconscious at the door').waitFor();
    await at(olga, '/note').fill('The ambulance confirms it');
    await inspect(olga);
    await olga.getByRole('button', { name: 'Not justified', exact: true }).click();
    await olga.getByText('Not justified ·').waitFor();
  });
  await tally.step('the account tells the person of the emergency, in three languages', async () => {
    await visit(olga, `${path}/seen`);
    await olga.getByText('opened in an emergency').first().waitFor();
    await at(olga, '/language').selectOption('be');
    await olga.getByText('у экстраным парадку').first().waitFor();
    await inspect(olga);
    if ((await olga.locator('main').innerText()).includes('Pavel')) throw new Error('a name of staff is in the account');
    await at(olga, '/language').selectOption('en');
    await olga.getByText('opened in an emergency').first().waitFor();
    await picture(olga, 'who-saw-what', { height: 800 });
  });
  await tally.screen(olga, 'who saw what', `${path}/seen`, { views: ['en', 'ru', 'x-mirror'] });
  await tally.step('a copy for the person leaves out what is about others', async () => {
    await visit(olga, `${path}/copy`);
    await at(olga, '/reason').fill('She asked at the desk');
    await olga.locator('form button[type=submit]').click();
    await olga.getByText('Penicillin').waitFor();
    await olga.getByText('This is about another person').first().waitFor();
    if ((await olga.locator('main').innerText()).includes('A sworn lawyer')) throw new Error('another person is named');
    await inspect(olga);
    await picture(olga, 'copy', { height: 1100 });
  });
  await tally.screen(olga, 'copy for the person', `${path}/copy`, { views: ['en'] });
  await watch(tally, enter, olga, path);
}

async function watch(tally, enter, olga, path) {
  await tally.step('a case manager plants a canary', async () => {
    await visit(olga, path);
    await olga.getByRole('button', { name: 'Make it a canary case' }).click();
    await inspect(olga);
    await olga.getByRole('button', { name: 'Make it a canary case' }).click();
    await olga.getByText('Your data protection officer now confirms it.').waitFor();
  });
  const dpo = await enter('dpo');
  await tally.step('the data protection officer sees who broke which glass, gives the right back and reviews', async () => {
    await visit(dpo, '/oversight');
    await dpo.getByText('Break-glass found not justified').first().waitFor();
    await dpo.getByRole('button', { name: 'Give the right back' }).click();
    await dpo.getByRole('button', { name: /^Confirm/ }).click();
    await dpo.getByText('Alarms').waitFor();
    await dpo.getByRole('button', { name: 'Review Break-glass', exact: true }).click();
    await at(dpo, '/verdict=followed-up').check();
    await at(dpo, '/note').fill('Spoken with him and with his team');
    await inspect(dpo);
    await picture(dpo, 'oversight', { height: 1100 });
    await dpo.getByRole('button', { name: 'Record' }).click();
    await at(dpo, '/verdict').waitFor({ state: 'detached' });
  });
  await tally.step('a canary alarms as soon as somebody looks', async () => {
    await visit(olga, path);
    await visit(dpo, '/oversight');
    await dpo.getByRole('rowheader', { name: 'A canary case was looked at' }).waitFor();
  });
  await tally.screen(dpo, 'oversight', '/oversight', { views: ['en', 'ru', 'x-mirror'] });
  await dpo.context().close();
  const auditor = await enter('audit');
  await tally.step('the auditor asks the log for what was refused', async () => {
    await visit(auditor, '/log');
    await at(auditor, '/outcome').selectOption('refused');
    await auditor.getByRole('button', { name: 'Search', exact: true }).click();
    await auditor.getByText('casefile.restricted').first().waitFor();
    const results = await auditor.locator('tbody td:last-child').allInnerTexts();
    if (results.some((result) => !result.startsWith('Refused'))) throw new Error(`${results}`);
    await inspect(auditor);
    await picture(auditor, 'log-search', { height: 1100 });
  });
  await auditor.context().close();
}
