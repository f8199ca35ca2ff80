// A whole case goes from the border post to the shelter.
import { at, inspect, settle, visit } from './browser.mjs';

const pathOf = (page) => new URL(page.url()).pathname;
const button = (page, words) => page.locator('main').getByRole('button', { name: words });

async function openCase(page) {
  await visit(page, '/cases/new');
  await at(page, '/values/identity.names/0/name').fill('Vera Handover (fictional)');
  await at(page, '/values/casework.age-class=adult').check();
  await at(page, '/values/casework.age-class/reason').selectOption('own-statement');
  await at(page, '/values/casework.needs=shelter').check();
  await page.locator('button[data-main][type=submit]').click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  return pathOf(page);
}
async function chooseTeam(page, team) {
  const option = at(page, '/team_id').locator('option').filter({ hasText: team }).first();
  await option.waitFor({ state: 'attached' });
  await at(page, '/team_id').selectOption(await option.getAttribute('value'));
  await page.getByRole('heading', { name: 'What would move' }).waitFor();
}
async function agree(page, groups) {
  await page.getByRole('link', { name: 'Ask first' }).click();
  await settle(page);
  await at(page, '/interpreter/used').check();
  await at(page, '/interpreter/name').fill('Interpreter 7 (fictional)');
  for (const point of await page.locator('.points input').all()) await point.check();
  for (const group of groups) await at(page, `/field_groups=${group}`).check();
  await at(page, '/decision=consent').check();
  await page.locator('button[data-main][type=submit]').click();
  await page.waitForURL(/\/refer\?to=/);
}

export async function handover({ tally }, anna, olga) {
  let casePath = '';
  let offerPath = '';
  await tally.step('without consent the page says whom to ask for what', async () => {
    casePath = await openCase(anna);
    await anna.getByRole('link', { name: 'Hand the case over' }).click();
    await chooseTeam(anna, 'Lake Street');
    await anna.getByText('The person has not agreed that this team gets the case.').waitFor();
    if (await button(anna, /^Offer the case to/).count()) throw new Error('it is offered all the same');
    await inspect(anna);
    await agree(anna, ['identity', 'needs', 'situation']);
  });
  await tally.screen(anna, 'handover', `${casePath}/handover`, { prepare: async () => { await at(anna, '/team_id').locator('option').nth(1).waitFor({ state: 'attached' }); }, views: ['en', 'ru', 'x-mirror'] });
  await tally.step('the case is offered after a look at what moves', async () => {
    await visit(anna, `${casePath}/handover`);
    await chooseTeam(anna, 'Lake Street');
    await inspect(anna);
    await at(anna, '/note').fill('Needs a place for some weeks.');
    await button(anna, /^Offer the case to/).click();
    await anna.waitForURL(/\/handovers\/[0-9a-f-]{36}$/);
    await settle(anna);
    offerPath = pathOf(anna);
  });
  await tally.screen(olga, 'handovers', '/handovers', { views: ['en'] });
  await tally.screen(olga, 'handover-answer', offerPath, { views: ['en', 'x-mirror'] });
  await tally.step('the other team takes it over and reads it', async () => {
    await visit(olga, '/handovers');
    await olga.locator(`a[href="${offerPath}"]`).click();
    await olga.getByText('Needs a place for some weeks.').waitFor();
    await at(olga, '/act=accept').check();
    await olga.locator('form:has([id="/act"]) button[type=submit]').click();
    await olga.waitForURL(new RegExp(`${casePath}$`));
    await olga.locator('.compartment').first().waitFor();
  });
  await tally.step('the old team keeps its own record and nothing of the case', async () => {
    await visit(anna, offerPath);
    await anna.locator('.steps li[data-step=now]').filter({ hasText: 'Accepted' }).waitFor();
    if (await anna.locator(`main a[href="${casePath}"]`).count()) throw new Error('the case is still linked');
    await inspect(anna);
  });
}
