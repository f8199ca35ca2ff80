// Custodians named, asked and stopped; the pages of the administrator. The day of delay is not waited out here: tests/api
// walks the whole way with a clock that is set.
import { at, fillDate, inDialog, inspect, visit } from './browser.mjs';

const three = ['Olga (fictional)', 'Pavel (fictional)', 'Yulia (fictional; waits for her keys)'];

// The same requests as they would stand another day.
async function asOf(page, state, more = {}) {
  await page.route('**/api/v1/custody', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    await route.fulfill({ response: answer, json: { ...body, requests: body.requests.map((request) => ({ ...request, state, ...more })) } });
  });
}

async function name(tally, olga, others) {
  await tally.step('a case manager proposes three custodians', async () => {
    await visit(olga, '/custody');
    await olga.getByText('Your team has no custodians').waitFor();
    for (const who of three) await olga.locator('.choice').filter({ hasText: who }).locator('input').check();
    await inspect(olga);
    await olga.getByRole('button', { name: 'Propose these three' }).click();
    await olga.getByRole('button', { name: 'I accept' }).click();
  });
  await tally.step('each accepts in a session of her own, and with the third they are in force', async () => {
    for (const page of others) {
      await visit(page, '/');
      await page.getByRole('link', { name: 'New custodians are proposed' }).waitFor();
      await visit(page, '/custody');
      await page.getByRole('button', { name: 'I accept' }).click();
      await page.getByRole('button', { name: 'I accept' }).waitFor({ state: 'detached' });
      await inspect(page);
    }
    await visit(olga, '/custody');
    await olga.getByText('accepted', { exact: true }).nth(2).waitFor();
  });
}

async function ask(tally, enter, olga, pavel) {
  // By signing in once more her key is split.
  const audit = await enter('audit');
  await tally.step('the whole team and she herself are told when somebody asks for her key', async () => {
    await visit(olga, '/custody');
    await at(olga, '/member_id').selectOption({ label: 'Auditor (fictional) · audit' });
    await at(olga, '/identity_check=known-in-person').check();
    await inspect(olga);
    await olga.getByRole('button', { name: 'Ask', exact: true }).click();
    await olga.getByText('waits 24 hours').waitFor();
    for (const page of [pavel, audit]) {
      await visit(page, '/');
      await page.getByRole('link', { name: 'Somebody asked to give a key' }).waitFor();
    }
    await visit(pavel, '/custody');
    if (await pavel.getByRole('button', { name: 'Give my part' }).count()) throw new Error('a part can be given before the day is over');
  });
  await tally.screen(pavel, 'custodians with a request', '/custody', { views: ['en', 'ru', 'x-mirror'] });
  await asOf(pavel, 'open');
  await tally.screen(pavel, 'giving a part', '/custody', { views: ['en'], prepare: async () => {
    await pavel.getByRole('button', { name: 'Give my part' }).click();
    await pavel.getByText('Meet the person yourself').waitFor();
  } });
  await tally.step('the server gives nothing while the day is not over, whatever the page shows', async () => {
    await visit(pavel, '/custody');
    await pavel.getByRole('button', { name: 'Give my part' }).click();
    await pavel.locator('[id^="/identity_check/"]').getByText('I met the person, whom').click();
    await pavel.getByRole('button', { name: 'Give it now' }).click();
    await pavel.locator('.errors').waitFor();
  });
  await pavel.unroute('**/api/v1/custody');
  await tally.step('she did not ask for it and stops it herself', async () => {
    await visit(audit, '/custody');
    await audit.getByRole('button', { name: 'Stop it' }).click();
    await inDialog(audit, 'Stop it').click();
    await audit.getByText('stopped', { exact: true }).waitFor();
    await visit(audit, '/');
    const notices = audit.getByRole('button', { name: 'Seen' });
    for (let left = await notices.count(); left > 0; left -= 1) {
      await notices.first().click();
      await audit.waitForTimeout(200);
    }
    await notices.first().waitFor({ state: 'detached' });
  });
  await audit.context().close();
}

async function comeBack(tally, stranger) {
  const page = await stranger();
  await tally.step('who lost everything is led to her custodians; wrong codes say no more than wrong passwords', async () => {
    await visit(page, '/');
    await page.getByRole('link', { name: 'come back with my custodians' }).click();
    await at(page, '/account').fill('pavel');
    await at(page, '/code_one').fill('AAAA-BBBB');
    await at(page, '/code_two').fill('CCCC-DDDD');
    await page.locator('form button[type=submit]').click();
    await page.locator('.errors').waitFor();
    await inspect(page);
  });
  await tally.screen(page, 'coming back', '/recover/custodians', { views: ['en', 'ru'] });
  await page.context().close();
}

async function administer(tally, enter, olga) {
  const admin = await enter('admin');
  for (const [title, path] of [['administration', '/administration'], ['teams', '/administration/teams'], ['pack and calendar', '/administration/pack']])
    await tally.screen(admin, title, path, { views: title === 'administration' ? ['en', 'ru', 'x-mirror'] : ['en', 'ru'] });
  await tally.step('the administrator sees which team has custodians, and takes no part', async () => {
    await visit(admin, '/administration/teams');
    await admin.locator('tr').filter({ hasText: 'Lake Street crisis room' }).getByText('three named').waitFor();
    await admin.locator('tr').filter({ hasText: 'Border post' }).getByText('none named').waitFor();
    await visit(admin, '/custody');
    if (await admin.locator('form').count()) throw new Error('the administrator is offered a part in it');
  });
  await tally.step('an administrator founds a team', async () => {
    await visit(admin, '/administration/teams');
    await at(admin, '/organisation_id').selectOption({ index: 1 });
    await at(admin, '/name').fill('Evening desk (fictional)');
    await at(admin, '/kind=oversight').check();
    await admin.getByRole('button', { name: 'Found the team' }).click();
    await admin.locator('tr').filter({ hasText: 'Evening desk' }).getByText('none made yet').waitFor();
  });
  await tally.step('a member has a page of her own, with what can be done about her', async () => {
    await visit(admin, '/members');
    await admin.locator('tr').filter({ hasText: 'boris' }).getByRole('link').click();
    await admin.getByRole('heading', { name: 'Can this person not sign in any more?' }).waitFor();
    await admin.getByRole('heading', { name: 'Other team or roles' }).waitFor();
    await inspect(admin);
  });
  await admin.context().close();
  await tally.step('a case manager names who covers a colleague', async () => {
    await visit(olga, '/members');
    await olga.locator('tr').filter({ hasText: 'pavel' }).getByRole('link').click();
    await at(olga, '/cover_member_id').selectOption({ index: 1 });
    await fillDate(olga, '/from', { day: '1', month: '12', year: '2031' });
    await fillDate(olga, '/until', { day: '14', month: '12', year: '2031' });
    await olga.getByRole('button', { name: 'Record the cover' }).click();
    await olga.getByText('The cover is recorded').waitFor();
    await inspect(olga);
  });
  await tally.step('the fingerprint stands in numbers and in words', async () => {
    await visit(olga, '/account');
    const words = (await olga.locator('.fingerprint ~ .long').innerText()).trim().split(' ');
    if (words.length !== 10) throw new Error(`${words.length} words`);
  });
}

export async function custody({ tally, enter, stranger }, olga) {
  const pavel = await enter('pavel');
  const yulia = await enter('yulia');
  await name(tally, olga, [pavel, yulia]);
  await yulia.context().close();
  await ask(tally, enter, olga, pavel);
  await pavel.context().close();
  await comeBack(tally, stranger);
  await administer(tally, enter, olga);
}
