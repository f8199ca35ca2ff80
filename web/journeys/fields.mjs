// What is known of a person is changed, somebody else writes meanwhile, and the team that was sent it is told.
import { at, inspect, settle, submit, visit } from './browser.mjs';
import { giveReason, opened, unseal } from './cases.mjs';
import { picture } from './tally.mjs';

const part = (page, name) => page.locator(`.compartment[aria-label="${name}"]`);

async function openPart(page, name) {
  await unseal(page, part(page, name), 'To bring it up to date');
  await part(page, name).getByText('recorded.').waitFor();
}
async function change(page, name, fill) {
  await part(page, name).locator('.acts button').last().click();
  await fill(part(page, name));
  await save(page, name);
  await part(page, name).locator('form').waitFor({ state: 'detached' });
}
const save = (page, name) => part(page, name).locator('form button[data-main]').click();

// As a colleague at another desk would.
const writeElsewhere = (page, path, values) =>
  page.evaluate(async ({ path, values }) => {
    const found = await (await fetch(`/api/v1${path}`, { headers: { Accept: 'application/json' } })).json();
    const headers = { 'Content-Type': 'application/json', 'X-NRM': '1', 'If-Match': `"${found.version}"` };
    const answer = await fetch(`/api/v1${path}/values`, { method: 'PATCH', headers, body: JSON.stringify({ values }) });
    if (!answer.ok) throw new Error(await answer.text());
  }, { path, values });

export async function fields({ tally }, anna, olga, { casePath, referralPath }) {
  await tally.step('a field is changed, and what it said before can be read', async () => {
    await visit(anna, casePath);
    await openPart(anna, 'Whereabouts');
    await change(anna, 'Whereabouts', (form) => form.locator('[id="/values/whereabouts.safe-contact/how"]').fill('Only through the teacher (fictional)'));
    await part(anna, 'Whereabouts').getByText('Only through the teacher (fictional)').first().waitFor();
    await part(anna, 'Whereabouts').getByRole('button', { name: '1 older version' }).first().click();
    await part(anna, 'Whereabouts').getByText('Only through the duty desk (fictional)').waitFor();
    await inspect(anna);
    await picture(anna, 'field-history', { height: 1200 });
  });
  await tally.step('the case says which team was sent the old value, and a correction is sent', async () => {
    const notice = anna.locator('.notice').filter({ hasText: 'have changed' }).or(anna.locator('.notice').filter({ hasText: 'changed since' }));
    await notice.locator(`a[href="${referralPath}"]`).click();
    await settle(anna);
    await at(anna, '/fields=whereabouts.safe-contact').waitFor();
    if (!(await at(anna, '/fields=whereabouts.safe-contact').isChecked())) throw new Error('the changed field is not chosen');
    await at(anna, '/note').fill('She asks you to use this way from today.');
    await inspect(anna);
    await picture(anna, 'correction', { height: 1300 });
    await anna.getByRole('button', { name: 'Send the correction' }).click();
    await anna.getByText('The correction was sent.').waitFor();
  });
  await tally.step('the receiver reads the old and the new contact', async () => {
    await visit(olga, referralPath);
    await giveReason(olga, 'To see what has changed');
    const correction = olga.locator('.notice').filter({ hasText: 'Correction 1' });
    await correction.locator('s').getByText('Only through the duty desk (fictional)').waitFor();
    await correction.locator('b').getByText('Only through the teacher (fictional)').waitFor();
    await inspect(olga);
    await picture(olga, 'corrected', { height: 1300 });
  });
  await tally.step('a document that somebody else holds is written down', async () => {
    await visit(anna, casePath);
    await openPart(anna, 'Identity');
    await change(anna, 'Identity', async (form) => {
      await form.locator('[id="/values/identity.documents"]').getByRole('button', { name: 'Add Documents' }).click();
      await form.locator('[id="/values/identity.documents/0/kind"]').selectOption('passport');
      await form.locator('[id="/values/identity.documents/0/state"]').selectOption('held-by-another');
      await form.locator('[id="/values/identity.documents/0/held_by"]').fill('The employer (fictional)');
      await form.locator('[id="/values/identity.citizenships.add"]').selectOption('VN');
    });
    await part(anna, 'Identity').getByText('Held by whom: The employer (fictional)').waitFor();
    await part(anna, 'Identity').getByText('Vietnam').waitFor();
  });
  await tally.step('where a colleague has written meanwhile, both sides are shown and nothing is lost', async () => {
    await visit(anna, casePath);
    await openPart(anna, 'Casework');
    await part(anna, 'Casework').locator('.acts button').last().click();
    await at(anna, '/values/casework.summary').fill('Mine (fictional)');
    await at(anna, '/values/casework.risk').fill('Also mine (fictional)');
    await writeElsewhere(anna, casePath, { 'casework.summary': 'Theirs (fictional)' });
    await save(anna, 'Casework');
    await part(anna, 'Casework').getByText('Theirs (fictional)').waitFor();
    if ((await at(anna, '/values/casework.summary').inputValue()) !== 'Mine (fictional)') throw new Error('what was typed is lost');
    await inspect(anna);
    await picture(anna, 'both-sides', { height: 1200 });
    await part(anna, 'Casework').getByRole('button', { name: 'Take theirs' }).click();
    await save(anna, 'Casework');
    await part(anna, 'Casework').locator('form').waitFor({ state: 'detached' });
    await part(anna, 'Casework').getByText('Theirs (fictional)').waitFor();
    await part(anna, 'Casework').getByText('Also mine (fictional)').waitFor();
  });
  await tally.step('somebody found together takes over what is true of both', async () => {
    await visit(anna, `/cases/new?with=${casePath.split('/').at(-1)}`);
    if (!(await at(anna, 'shared').isChecked())) throw new Error('nothing would be taken over');
    await at(anna, '/values/casework.urgent').check();
    await at(anna, '/values/identity.names/0/name').fill('Vera (fictional)');
    await submit(anna);
    await opened(anna, 'cases');
    await openPart(anna, 'Casework');
    await part(anna, 'Casework').getByText('We found the person ourselves').waitFor();
    await visit(anna, '/cases');
    await anna.locator('tr').filter({ hasText: 'Urgent' }).first().waitFor();
  });
  await tally.screen(anna, 'changing a compartment', casePath, {
    prepare: async () => {
      await unseal(anna, anna.locator('.compartment').first(), 'To look at the form');
      await anna.locator('.compartment .body > .acts button').click();
      await at(anna, '/values/identity.names').waitFor();
    },
  });
  await tally.screen(anna, 'a referral to correct', referralPath, { views: ['en'] });
}
