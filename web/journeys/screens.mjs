// Every screen in two languages and widths; what has states, in its states.
import { at, inspect, visit } from './browser.mjs';

// The same list with clocks as they would stand another day.
async function withClocks(page, change) {
  await page.route('**/api/v1/work?*', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    await route.fulfill({ response: answer, json: { ...body, items: change(body.items) } });
  });
}
const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();
const ofAllStates = (items) => {
  const like = items[0] ?? { id: 'a', kind: 'basis-missing', case_id: null, referral_id: null, reference: 'BY-0000-0000', label: '', need: '', team: null, keeper: null, of_team: null, link: '' };
  return [{ ...like, id: '1', state: 'overdue', due_at: hours(-30) }, { ...like, id: '2', state: 'due-soon', due_at: hours(5) }, { ...like, id: '3', state: 'on-time', due_at: hours(100) }];
};

// The program's words, without names and what people wrote.
const ownWords = (page) => page.evaluate(() => [...document.querySelectorAll('main, #rail ul')].map((part) => {
  const copy = part.cloneNode(true);
  for (const written of copy.querySelectorAll('bdi, .ref, option, dd, .lines, .line span, .points')) written.remove();
  return copy.textContent;
}).join(' '));

async function ofReceiver(tally, olga, referralPath) {
  await tally.screen(olga, 'my work', '/');
  await tally.screen(olga, 'inbox', '/referrals?box=in');
  await tally.screen(olga, 'referral', referralPath);
  await tally.screen(olga, 'members', '/members');
  await olga.emulateMedia({ colorScheme: 'dark' });
  for (const [name, path] of [['my work', '/'], ['referral', referralPath], ['members', '/members']]) await tally.screen(olga, `${name} in the dark`, path, { views: ['en'] });
  await olga.emulateMedia({ colorScheme: 'light' });
}

async function ofSender(tally, anna, casePath) {
  for (const [name, path] of [['outbox', '/referrals?box=out'], ['cases', '/cases'], ['new case', '/cases/new'], ['consent', `${casePath}/consent`], ['refer', `${casePath}/refer`], ['directory', '/directory'], ['account', '/account'], ['nothing there', '/no-such-page']])
    await tally.screen(anna, name, path);
  await tally.screen(anna, 'case', casePath);
  await tally.screen(anna, 'case asked why', casePath, { prepare: async () => {
    await anna.locator('.compartment[data-seal=closed]').first().locator('header button').click();
    await at(anna, '/reason').waitFor();
  } });
  await withClocks(anna, ofAllStates);
  await tally.screen(anna, 'my work with overdue', '/');
  await anna.unroute('**/api/v1/work?*');
  await withClocks(anna, () => []);
  await tally.screen(anna, 'my work with nothing to do', '/');
  await anna.unroute('**/api/v1/work?*');

  await tally.step('Russian has no word of English', async () => {
    for (const path of ['/', '/referrals?box=out', casePath, `${casePath}/consent`, '/cases/new', '/account']) {
      await visit(anna, path, 'ru');
      const words = (await ownWords(anna)).match(/\b(the|and|of|is|to|not|case|name|open|read|seen|sent)\b/i);
      if (words) throw new Error(`${path}: ${words[0]}`);
    }
  });
  await tally.screen(anna, 'case in Russian', casePath, { views: ['ru'] });
}

async function ofOffices(tally, enter) {
  const auditor = await enter('audit');
  await tally.step('the auditor reads who did what, in words', async () => {
    await visit(auditor, '/log');
    const more = auditor.getByRole('button', { name: 'Show more' });
    for (let pages = 0; pages < 20 && (await more.count()); pages += 1) {
      const shown = await auditor.locator('tbody tr').count();
      await more.click();
      await auditor.waitForFunction((before) => document.querySelectorAll('tbody tr').length > before, shown);
    }
    const words = await auditor.locator('table').innerText();
    for (const told of ['Keys given', 'Parcel opened', 'Referral declined', 'Olga (fictional)']) if (!words.includes(told)) throw new Error(`${told} is not there`);
    await inspect(auditor);
  });
  await tally.screen(auditor, 'log', '/log');
  await auditor.context().close();

  const administrator = await enter('admin');
  await tally.step('an administrator confirms a body of the list', async () => {
    await visit(administrator, '/directory');
    const body = administrator.locator('.tracks.two li').filter({ has: administrator.getByRole('button') }).first();
    const name = await body.locator('b').innerText();
    await body.getByRole('button').click();
    const confirmed = administrator.locator('.tracks.two li').filter({ has: administrator.getByText(name, { exact: true }) }).first();
    await confirmed.getByText('Not confirmed').waitFor({ state: 'detached' });
  });
  await tally.screen(administrator, 'directory of the administrator', '/directory');
  await tally.screen(administrator, 'members of the administrator', '/members');
  await administrator.context().close();
}

export async function screens({ tally, enter }, anna, olga, { casePath, referralPath }) {
  await Promise.all([ofReceiver(tally, olga, referralPath), ofSender(tally, anna, casePath), ofOffices(tally, enter)]);
}
