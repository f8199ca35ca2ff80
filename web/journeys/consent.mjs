// How a person stays in control: asked in her language, paused, taken back; another ground with its second person and its
// review; a guardian who is suspected.
import { at, choose, inDialog, inspect, pathOf, post, settle, visit } from './browser.mjs';
import { opened } from './cases.mjs';
import { picture } from './tally.mjs';

const points = ['agrees-to-interview', 'told-purpose', 'told-use-of-data', 'told-research-use', 'told-own-access', 'told-storage-length', 'told-how-to-withdraw'];
const inDays = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

async function openCase(page, ageClass = 'adult') {
  const values = { 'identity.names': [{ name: 'Lena (fictional)', kind: 'given' }], 'casework.age-class': { class: ageClass, reason: 'own-statement' }, 'casework.needs': ['shelter'], 'whereabouts.safe-contact': { how: 'Through the duty desk (fictional)' } };
  return (await post(page, '/cases', { values })).id;
}
const teamOf = async (page, name) => page.evaluate(async (name) => (await (await fetch('/api/v1/teams')).json()).items.find((team) => team.name.startsWith(name)).id, name);
async function agree(page, id, team, language = 'be') {
  return (await post(page, `/cases/${id}/bases`, {
    decision: 'consent', purpose: 'assist', receiver_team_id: team, field_groups: ['contact', 'needs'], language, interpreter: { used: true, name: 'Interpreter 7 (fictional)' },
    points, until: inDays(60), spoken_to: 'person', minutes: 40,
  })).id;
}

async function takeBack(tally, anna) {
  let id = '', basis = '';
  await tally.step('a consent is there, and a referral under it', async () => {
    await visit(anna, '/');
    id = await openCase(anna);
    const team = await teamOf(anna, 'Lake Street');
    basis = await agree(anna, id, team);
    await post(anna, '/referrals', { case_id: id, basis_id: basis, receiver_team_id: team, need: 'shelter', fields: ['casework.needs'], urgent: false });
  });
  await tally.step('the seven points stand in both languages side by side', async () => {
    await visit(anna, `/cases/${id}/consent`);
    await at(anna, '/language').selectOption('be');
    await anna.locator('.points label[lang=be]').first().waitFor();
    if (await anna.locator('.points [lang=en]').count() !== 7) throw new Error('the own language is not beside it');
    await inspect(anna);
    await picture(anna, 'consent-both', { height: 1400 });
  });
  await tally.step('before taking back the person sees what stops, and pauses one team', async () => {
    await visit(anna, `/cases/${id}/withdrawal`);
    await anna.getByText('The referral ends:').waitFor();
    await anna.getByText('Not read yet').waitFor();
    await picture(anna, 'withdrawal', { height: 900 });
    await anna.getByRole('button', { name: /^Pause this team/ }).click();
    await inDialog(anna, 'Pause this team').click();
    await anna.locator('.mark').getByText('Paused').waitFor();
    await inspect(anna);
  });
  await tally.step('only the person’s own word ends the pause', async () => {
    await visit(anna, `/cases/${id}/bases/${basis}`);
    await at(anna, '/words').fill('She says they may read again.');
    await anna.getByRole('button', { name: 'It may go on' }).click();
    await at(anna, '/words').waitFor({ state: 'detached' });
    await anna.locator('.facts').getByText('In force', { exact: true }).waitFor();
  });
  await tally.step('the record bears the reference and both languages, and no name', async () => {
    await visit(anna, `/cases/${id}/bases/${basis}/record`);
    const words = await anna.locator('main').innerText();
    if (words.includes('Lena')) throw new Error('a name stands on it');
    if (!words.includes('40 minutes')) throw new Error(words);
    for (const tongue of ['be', 'en']) if (await anna.locator(`td[lang=${tongue}]`).count() !== 7) throw new Error(`${tongue} is missing`);
    await anna.getByText('In Belarusian this record has only the seven points').waitFor();
    await inspect(anna);
    await picture(anna, 'record', { height: 1400 });
  });
  await tally.step('where the program has words in her language, every fact on the record stands in both', async () => {
    const other = await openCase(anna);
    const agreed = await agree(anna, other, await teamOf(anna, 'Lake Street'), 'ru');
    await visit(anna, `/cases/${other}/bases/${agreed}/record`);
    await anna.locator('dt[lang=ru]').first().waitFor();
    const [hers, own] = [await anna.locator('dd[lang=ru]').allInnerTexts(), await anna.locator('dd[lang=en]').allInnerTexts()];
    if (hers.length < 8 || hers.length !== own.length) throw new Error(`${hers.length} and ${own.length}`);
    await anna.locator('.signatures').getByText('Согласие можно отозвать').waitFor();
    await inspect(anna);
    await picture(anna, 'record-two-languages', { height: 1400 });
  });
  await tally.screen(anna, 'withdrawal', `/cases/${id}/withdrawal`, { views: ['en', 'ru', 'x-mirror'] });
  await tally.screen(anna, 'basis', `/cases/${id}/bases/${basis}`, { views: ['en'] });
  await tally.screen(anna, 'record of consent', `/cases/${id}/bases/${basis}/record`, { views: ['en', 'x-mirror'] });
  await tally.step('everything is taken back in one step', async () => {
    await visit(anna, `/cases/${id}/withdrawal`);
    await anna.getByRole('button', { name: 'Take everything back' }).click();
    await inDialog(anna, 'Take everything back').click();
    await anna.getByText('Nothing is in force that could be taken back.').waitFor();
    await visit(anna, `/cases/${id}`);
    await anna.locator('.tracks').getByText('Taken back').first().waitFor();
  });
}

async function withoutConsent({ tally, enter }, olga) {
  const pavel = await enter('pavel');
  let path = '';
  await tally.step('another ground is recorded, and whoever recorded it cannot confirm it', async () => {
    const id = await openCase(pavel);
    await visit(pavel, `/cases/${id}/other-ground`);
    await at(pavel, '/ground=vital-interest').check();
    await at(pavel, '/danger').fill('He waits before the house and has a knife (fictional).');
    await choose(pavel, '/receiver_team_id', 'Identification desk');
    for (const group of ['identity', 'contact']) await at(pavel, `/field_groups=${group}`).check();
    await inspect(pavel);
    await picture(pavel, 'other-ground', { height: 1400 });
    await pavel.locator('form button[type=submit]').click();
    await opened(pavel, 'bases');
    path = pathOf(pavel);
    await pavel.getByText('You recorded this.').waitFor();
    await inspect(pavel);
  });
  await tally.screen(pavel, 'another ground', `${path.replace(/\/bases.*$/, '')}/other-ground`, { views: ['en'], prepare: () => at(pavel, '/ground=legal-duty').check() });
  await tally.step('the second person finds it in the work list, reads the danger and confirms', async () => {
    await visit(olga, '/');
    await olga.getByText('Confirm another ground as the second person').first().waitFor();
    await visit(olga, path);
    await olga.getByText('He waits before the house').waitFor();
    await picture(olga, 'second-person', { height: 900 });
    await olga.getByRole('button', { name: 'Confirm', exact: true }).click();
    await olga.locator('.facts').getByText('In force', { exact: true }).waitFor();
  });
  const officer = await enter('dpo');
  await tally.step('the data protection officer sees it without a fact of the case, and reviews it', async () => {
    await visit(officer, '/');
    await officer.getByText('Review what was passed on without consent').first().click();
    await settle(officer);
    const words = await officer.locator('main').innerText();
    if (/knife|Lena/.test(words)) throw new Error('a fact of the case stands there');
    await inspect(officer);
    await picture(officer, 'grounds', { height: 900 });
    const grounds = officer.locator('section').filter({ has: officer.getByRole('heading', { name: 'Passed on without consent' }) });
    await grounds.getByRole('button', { name: /^Review/ }).first().click();
    await grounds.getByRole('button', { name: 'Not in order' }).click();
    await grounds.locator('.errors').waitFor();
    await at(officer, '/note').fill('Say how soon.');
    await grounds.getByRole('button', { name: 'Not in order' }).click();
    await grounds.locator('.mark').getByText('Not in order').waitFor();
  });
  await tally.screen(officer, 'oversight', '/oversight', { views: ['en', 'x-mirror'] });
  await tally.step('the team reads the officer’s note', async () => {
    await visit(olga, path);
    await olga.getByText('Say how soon.').waitFor();
    await inspect(olga);
  });
  await Promise.all([pavel.context().close(), officer.context().close()]);
}

async function suspectGuardian(tally, anna) {
  await tally.step('a suspected guardian is out, and somebody else is to be found', async () => {
    await visit(anna, '/');
    const id = await openCase(anna, 'child');
    await visit(anna, `/cases/${id}/speakers`);
    await at(anna, '/name').fill('Anton (fictional)');
    await inspect(anna);
    await anna.locator('form button[type=submit]').click();
    await anna.waitForURL(new RegExp(`/cases/${id}$`));
    await anna.getByText('Nobody speaks for this child.').waitFor();
    await anna.locator('.notice[data-kind=private]').getByText('Anton (fictional)').waitFor();
    await picture(anna, 'suspect', { height: 900 });
  });
}

export async function consent(stage, anna, olga) {
  await takeBack(stage.tally, anna);
  await withoutConsent(stage, olga);
  await suspectGuardian(stage.tally, anna);
}
