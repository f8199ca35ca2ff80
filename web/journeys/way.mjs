// A case moves along its tracks: help at once, the notice after consent, what is lacking and by when.
import { at, inspect, settle, visit } from './browser.mjs';

const pathOf = (page) => new URL(page.url()).pathname;
const main = (page, words) => page.locator('main').getByRole('button', { name: words, exact: true });
const inDialog = (page, words) => page.locator('dialog').getByRole('button', { name: words, exact: true });

async function openCase(page) {
  await visit(page, '/cases/new');
  await at(page, '/values/identity.names/0/name').fill('Eva Way (fictional)');
  await at(page, '/values/casework.age-class=adult').check();
  await at(page, '/values/casework.age-class/reason').selectOption('own-statement');
  await at(page, '/values/casework.needs=shelter').check();
  await page.locator('button[data-main][type=submit]').click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  await settle(page);
  return pathOf(page);
}
async function agree(page, path) {
  await visit(page, `${path}/consent`);
  await at(page, '/interpreter/used').check();
  await at(page, '/interpreter/name').fill('Interpreter 7 (fictional)');
  for (const point of await page.locator('.points input').all()) await point.check();
  await at(page, '/receiver_team_id').locator('option').nth(1).waitFor({ state: 'attached' });
  await at(page, '/receiver_team_id').selectOption({ index: 1 });
  await at(page, '/purpose').selectOption('identify');
  for (const group of ['contact', 'needs']) await at(page, `/field_groups=${group}`).check();
  await at(page, '/decision=consent').check();
  await page.locator('button[data-main][type=submit]').click();
  await page.waitForURL(/\/refer\?to=/);
}

export async function way({ tally }, anna) {
  let casePath = '';
  await tally.step('emergency help is given at once, and the notice says what it lacks', async () => {
    casePath = await openCase(anna);
    await anna.getByRole('link', { name: 'Steps of the case' }).click();
    await main(anna, 'Give emergency help').click();
    await inspect(anna);
    await inDialog(anna, 'Give emergency help').click();
    await anna.locator('section > p > b').filter({ hasText: /^Emergency help$/ }).waitFor();
    await anna.getByText(/^No consent and no other ground stands for this step/).first().waitFor();
    if (await main(anna, 'Send the notice').count()) throw new Error('the notice is offered without a ground');
    await inspect(anna);
  });
  await tally.step('after consent the notice goes, with its reason sealed and the time that follows', async () => {
    await agree(anna, casePath);
    await visit(anna, `${casePath}/way`);
    await main(anna, 'Send the notice').click();
    await at(anna, '/reason').fill('She asks for it (fictional).');
    await inDialog(anna, 'Send the notice').click();
    await anna.getByText('Notice sent').first().waitFor();
    await anna.getByText('She asks for it (fictional).').waitFor();
    await main(anna, 'Stop the time: the person cannot be reached').click();
    await main(anna, 'The person can be reached again').click();
    await main(anna, 'Stop the time: the person cannot be reached').waitFor();
    await inspect(anna);
  });
  await tally.screen(anna, 'way', `${casePath}/way`, { views: ['en', 'ru', 'x-mirror'] });
}
