// Work lists, notices, the duty roster, and a leave with somebody who stands in.
import { at, fillDate, inspect, visit } from './browser.mjs';

async function lists(tally, olga, anna) {
  await tally.step('each list says what is to do, whose it is and by when', async () => {
    await visit(olga, '/');
    for (const [tab, path] of [['Team', '/?scope=team'], ['Organisation', '/?scope=organisation'], ['Mine', '/']]) {
      await olga.locator('.tabs').getByRole('link', { name: new RegExp(`^${tab}`) }).click();
      await olga.locator('.tabs a[aria-current=page]').filter({ hasText: tab }).waitFor();
      if (new URL(olga.url()).pathname + new URL(olga.url()).search !== path) throw new Error(olga.url());
      await inspect(olga);
    }
    await visit(anna, '/?scope=organisation');
    if (await anna.locator('.tabs').getByText('Organisation').count()) throw new Error('a list that is only for case managers');
    await anna.locator('.tabs a[aria-current=page]').filter({ hasText: 'Mine' }).waitFor();
  });
  await tally.screen(olga, 'work of the team', '/?scope=team', { views: ['en'] });
  await tally.screen(olga, 'work of the organisation', '/?scope=organisation', { views: ['en'] });
}

async function told(tally, olga) {
  await tally.step('the menu counts what is new, and looking at it makes it old', async () => {
    await visit(olga, '/notices');
    await olga.locator('.tracks li').first().waitFor();
    await inspect(olga);
    await visit(olga, '/notices');
    if (await olga.locator('.tracks li').filter({ hasText: 'To your team' }).filter({ has: olga.locator('.mark') }).count()) throw new Error('it stays new');
  });
  await tally.screen(olga, 'notices', '/notices', { views: ['en', 'ru', 'x-mirror'] });
}

async function duty(tally, olga) {
  await tally.step('a case manager changes the duty roster; a word is no number', async () => {
    await visit(olga, '/duty');
    await olga.locator('table').first().waitFor();
    await olga.getByRole('button', { name: 'Add a shift' }).click();
    const phone = olga.locator('input[id^="/shifts/"][id$="/phone"]').last();
    await phone.fill('ask Olga');
    await olga.getByRole('button', { name: 'Keep the week' }).click();
    await olga.locator('.errors').waitFor();
    await inspect(olga);
    await phone.fill('+375 17 000-00-07');
    await olga.getByRole('button', { name: 'Keep the week' }).click();
    await olga.getByText('The duty roster is kept').waitFor();
    await olga.locator('table').getByText('+375 17 000-00-07').first().waitFor();
  });
  await tally.step('hours without anybody on duty are work of hers', async () => {
    for (let left = await olga.getByRole('button', { name: /^Remove Shift/ }).count(); left > 1; left -= 1) await olga.getByRole('button', { name: /^Remove Shift/ }).first().click();
    await olga.getByRole('button', { name: 'Keep the week' }).click();
    await olga.getByText('when nobody is on duty').first().waitFor();
    await inspect(olga);
    await visit(olga, '/');
    await olga.getByRole('link', { name: 'Somebody is missing on the duty roster' }).click();
    await olga.getByRole('heading', { name: 'Duty roster' }).waitFor();
  });
  await tally.screen(olga, 'duty roster', '/duty', { views: ['en', 'ru', 'x-mirror'] });
}

async function leave(tally, olga) {
  await tally.step('she records her leave, who stands in, and that she is back', async () => {
    await visit(olga, '/account');
    await inspect(olga);
    await olga.getByRole('link', { name: 'Record my leave' }).click();
    await at(olga, '/cover_member_id').selectOption({ label: 'Pavel (fictional)' });
    for (const [pointer, plus] of [['/from', 0], ['/until', 5]]) {
      const [year, month, day] = new Date(Date.now() + plus * 86_400_000).toISOString().slice(0, 10).split('-');
      await fillDate(olga, pointer, { day, month, year });
    }
    await olga.getByRole('button', { name: 'Record the cover' }).click();
    await olga.getByText('Stands in:').waitFor();
    await inspect(olga);
    await visit(olga, '/members');
    await olga.getByText('Stands in:').waitFor();
    await olga.getByRole('button', { name: /^(Back again|Does not go)/ }).first().click();
    await olga.getByText('Stands in:').waitFor({ state: 'detached' });
  });
}

export async function work({ tally }, anna, olga) {
  await lists(tally, olga, anna);
  await told(tally, olga);
  await duty(tally, olga);
  await leave(tally, olga);
}
