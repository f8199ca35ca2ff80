// What a house has free, what it offers and to whom, and who could take a need now.
import { at, inspect, pathOf, settle, visit } from './browser.mjs';
import { picture } from './tally.mjs';

const house = 'Lake Street crisis room (fictional)';

async function statePlaces(page) {
  await visit(page, '/places');
  await at(page, '/free/shelter').fill('2');
  // Where some are promised already the page asks whether the number counts them.
  const beyond = at(page, '/counts_promised/shelter=no');
  if (await beyond.count()) await beyond.check();
  await page.locator('form:has([id="/free/shelter"]) button[type=submit]').click();
  await page.getByText('2 free', { exact: true }).first().waitFor();
  await inspect(page);
  await picture(page, 'places');
}
async function openHouse(page) {
  await visit(page, '/directory');
  await page.locator('.tracks').getByRole('link', { name: house }).click();
  await page.locator('h1').filter({ hasText: house }).waitFor();
  await settle(page);
  return pathOf(page);
}
async function describeHouse(page) {
  const path = await openHouse(page);
  await page.getByRole('button', { name: /^Change Shelter/ }).click();
  await at(page, '/sexes=female').check();
  await at(page, '/with_children').selectOption('yes');
  await at(page, '/languages').selectOption('uk');
  await at(page, '/confidential=confidential').check();
  await inspect(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('dd').filter({ hasText: 'Ukrainian' }).waitFor();
  await inspect(page);
  return path;
}
async function askWho(page) {
  await visit(page, '/directory');
  await at(page, '/need').selectOption('shelter');
  await at(page, '/language').selectOption('uk');
  await at(page, '/sex').selectOption('female');
  const first = page.locator('ol > li').first();
  await first.locator('h3').filter({ hasText: house }).waitFor();
  await first.getByText('2 places free').waitFor();
  if (/uk|female/.test(page.url())) throw new Error('what is asked stands in the address');
}

// `keeper` manages the house; `sender` looks for a place.
export async function places({ tally }, keeper, sender) {
  let path = '/directory';
  await tally.step('a house states what is free', () => statePlaces(keeper));
  await tally.step('its case manager describes whom it takes', async () => { path = await describeHouse(keeper); });
  await tally.step('who could take her now comes first, with the reasons', async () => { await askWho(sender); await inspect(sender); await picture(sender, 'candidates', { whole: true }); });
  await tally.screen(keeper, 'places', '/places', { views: ['en', 'ru', 'x-mirror'] });
  await tally.screen(keeper, 'what a team offers', path, { views: ['en'] });
  await tally.screen(sender, 'who could take it', '/directory', { views: ['en'], prepare: async () => {
    await at(sender, '/need').selectOption('shelter');
    await sender.locator('ol > li').first().waitFor();
  } });
}
