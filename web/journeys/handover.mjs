// A whole case goes from the border post to the shelter.
import { at, button, choose, inspect, pathOf, settle, visit } from './browser.mjs';
import { act, decide, explain, openCase, opened, recordConsent } from './cases.mjs';

async function chooseTeam(page, team) {
  await choose(page, '/team_id', team);
  await page.getByRole('heading', { name: 'What would move' }).waitFor();
}
async function askFirst(page) {
  await page.getByRole('link', { name: 'Ask first' }).click();
  await settle(page);
  await explain(page);
  await decide(page, 'consent', ['identity', 'needs', 'situation']);
  await recordConsent(page);
}

export async function handover({ tally }, anna, olga) {
  let casePath = '';
  let offerPath = '';
  await tally.step('without consent the page says whom to ask for what', async () => {
    casePath = await openCase(anna, 'Vera Handover (fictional)');
    await anna.getByRole('link', { name: 'Hand the case over' }).click();
    await chooseTeam(anna, 'Lake Street');
    await anna.getByText('The person has not agreed that this team gets the case.').waitFor();
    if (await button(anna, /^Offer the case to/).count()) throw new Error('it is offered all the same');
    await inspect(anna);
    await askFirst(anna);
  });
  await tally.screen(anna, 'handover', `${casePath}/handover`, { prepare: async () => { await at(anna, '/team_id').locator('option').nth(1).waitFor({ state: 'attached' }); }, views: ['en', 'ru', 'x-mirror'] });
  await tally.step('the case is offered after a look at what moves', async () => {
    await visit(anna, `${casePath}/handover`);
    await chooseTeam(anna, 'Lake Street');
    await inspect(anna);
    await at(anna, '/note').fill('Needs a place for some weeks.');
    await button(anna, /^Offer the case to/).click();
    await opened(anna, 'handovers');
    offerPath = pathOf(anna);
  });
  await tally.screen(olga, 'handovers', '/handovers', { views: ['en'] });
  await tally.screen(olga, 'handover-answer', offerPath, { views: ['en', 'x-mirror'] });
  await tally.step('the other team takes it over and reads it', async () => {
    await visit(olga, '/handovers');
    await olga.locator(`a[href="${offerPath}"]`).click();
    await olga.getByText('Needs a place for some weeks.').waitFor();
    await act(olga, 'accept');
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
