// Away from a team that does not help: to who stands by, back again, anew; then what nobody has taken on, as a coordinator sees it.
import { at, inspect, pathOf, settle, submit, visit } from './browser.mjs';
import { act, agree, openCase, opened } from './cases.mjs';

const reached = (page, state) => page.locator('.steps li').filter({ hasText: state }).waitFor();
// What the program does by itself follows within moments.
async function becomes(page, path, state) {
  for (let tries = 0; tries < 20; tries += 1) {
    await visit(page, path);
    if (await page.locator('.steps li').filter({ hasText: state }).count()) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`${state} never came`);
}
const choice = (page, pointer, team) => page.locator(`[id="${pointer}"] .choice`).filter({ hasText: team });
const suggestButton = (page) => page.locator('table.data tbody tr').first().getByRole('button');

const decline = (page, path) => visit(page, path).then(() => act(page, 'decline', () => at(page, 'answer/reason').selectOption('no-place')));
async function send(page, standsBy) {
  await page.locator('[id="/receiver_team_id"] input:checked').waitFor();
  await choice(page, '/alternatives', standsBy).locator('input').check();
  await submit(page);
  await opened(page, 'referrals');
}
async function openElsewhere(page) {
  await at(page, '/act=redirect').check();
  await choice(page, '/receiver_team_id', 'Hill shelter').waitFor();
}
async function openSuggestion(page) {
  await suggestButton(page).click();
  await at(page, '/team_id').locator('input').first().waitFor();
}

async function redirected(tally, anna) {
  await tally.step('a referral goes out with a team that stands by and a place held', async () => {
    const path = await openCase(anna, 'Halina (fictional)');
    for (const team of ['Hill shelter', 'Lake Street']) await agree(anna, path, team, ['identity', 'needs', 'situation']);
    await at(anna, '/need').selectOption('shelter');
    await at(anna, '/hold_place').and(anna.locator(':checked')).waitFor();
    await send(anna, 'Hill shelter');
  });
  await tally.screen(anna, 'asking another team', pathOf(anna), { views: ['en', 'ru', 'x-mirror'], prepare: () => openElsewhere(anna) });
  await tally.step('who stands by is asked at once, and each side sees it', async () => {
    const before = pathOf(anna);
    await visit(anna, before);
    await openElsewhere(anna);
    await choice(anna, '/receiver_team_id', 'Hill shelter').locator('input').check();
    await anna.getByRole('button', { name: 'Ask this team instead' }).click();
    await anna.waitForURL((url) => url.pathname !== before);
    await settle(anna);
    await reached(anna, 'Sent');
    await anna.getByRole('link', { name: 'Asked before' }).click();
    await reached(anna, 'Redirected');
    await inspect(anna);
    await anna.getByRole('link', { name: 'Asked next' }).click();
    await anna.locator('h1').filter({ hasText: 'Shelter' }).waitFor();
    await settle(anna);
  });
}
async function askedAnew(tally, anna) {
  await tally.step('it is taken back with a reason, and asked for anew', async () => {
    await act(anna, 'recall', () => at(anna, 'answer/reason').selectOption({ index: 1 }));
    await reached(anna, 'Recalled');
    await inspect(anna);
    await anna.getByRole('link', { name: 'Ask anew' }).click();
    await anna.waitForURL(/\/refer\?again=/);
    await settle(anna);
    await anna.getByText('Asked anew: Hill shelter').waitFor();
    await choice(anna, '/receiver_team_id', 'Lake Street').locator('input').check();
    await inspect(anna);
    await send(anna, 'Hill shelter');
  });
}
async function nobodyHelps(tally, anna, olga, nina) {
  let last = '';
  await tally.step('both teams say no: the second is asked by itself, then the coordinators look', async () => {
    await decline(olga, pathOf(anna));
    await reached(olga, 'Declined');
    await becomes(anna, pathOf(anna), 'by itself');
    if ((await anna.locator('main').innerText()).includes('no-place')) throw new Error('the reason is a code');
    await anna.getByRole('link', { name: 'Asked next' }).click();
    await anna.waitForURL((url) => url.pathname !== pathOf(olga));
    last = pathOf(anna);
    await decline(nina, last);
    await reached(nina, 'Declined');
    await becomes(anna, last, 'The coordinators look for somebody');
    await inspect(anna);
  });
  return last;
}
async function suggested(tally, anna, vera, last) {
  await tally.screen(vera, 'queue', '/coordination', { views: ['en'] });
  await tally.screen(vera, 'queue with who could take it', '/coordination', { views: ['en', 'ru', 'x-mirror'], prepare: () => openSuggestion(vera) });
  await tally.step('the coordinator suggests a team and sees nothing of a person', async () => {
    await visit(vera, '/coordination');
    if (await vera.locator('main a[href^="/cases/"], main a[href^="/referrals/"]').count()) throw new Error('it leads to a case or a referral');
    await openSuggestion(vera);
    await vera.locator('form h2:focus').waitFor();
    await choice(vera, '/team_id', 'Lake Street').locator('input').check();
    await vera.getByRole('button', { name: 'Suggest this team to the sender' }).click();
    await vera.getByText('Suggested: Lake Street').waitFor();
    await vera.getByRole('button', { name: 'Suggest another' }).and(vera.locator(':focus')).waitFor();
    await inspect(vera);
  });
  await tally.screen(anna, 'a team was suggested', last, { views: ['en'] });
  await tally.step('the sender asks the team that was suggested, and the queue is empty', async () => {
    await visit(anna, last);
    await anna.getByRole('link', { name: 'Ask anew' }).click();
    await choice(anna, '/receiver_team_id', 'Lake Street').locator('input:checked').waitFor();
    await submit(anna);
    await opened(anna, 'referrals');
    await visit(vera, '/coordination');
    await vera.getByText('Nothing waits for a coordinator.').waitFor();
    await inspect(vera);
  });
}

export async function coordination({ tally }, { anna, olga, nina, vera }) {
  await redirected(tally, anna);
  await askedAnew(tally, anna);
  await suggested(tally, anna, vera, await nobodyHelps(tally, anna, olga, nina));
}
