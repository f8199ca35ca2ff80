// From a person found at night to the outcome that the sender sees.
import { at, choose, inspect, pathOf, settle, submit, visit } from './browser.mjs';
import { act, decide, explain, giveReason, opened, recordConsent, unseal } from './cases.mjs';
import { picture } from './tally.mjs';

const reached = (page, state) => page.locator('.steps li[data-step=now]').filter({ hasText: state }).waitFor();

async function openCase(page) {
  await visit(page, '/');
  await page.locator('main a[href="/cases/new"]').click();
  await settle(page);
  await at(page, '/values/identity.names/0/name').fill('Alena Kavalchuk (fictional)');
  await page.locator('[id="/values/identity.names"] .acts button').last().click();
  await at(page, '/values/identity.names/1/name').fill('Алена Ковальчук');
  await at(page, '/values/identity.birth-date.year').fill('1994');
  await at(page, '/values/identity.sex').selectOption('female');
  await at(page, '/values/casework.age-class=adult').check();
  await at(page, '/values/casework.age-class/reason').selectOption('own-statement');
  await at(page, '/values/whereabouts.safe-contact/how').fill('Only through the duty desk (fictional)');
  await at(page, '/values/whereabouts.safe-contact/when').fill('9:00 to 18:00');
  await at(page, '/values/whereabouts.safe-contact/code_word').fill('lilac');
  await at(page, '/values/casework.how-came=own-detection').check();
  await at(page, '/values/casework.needs=shelter').check();
  await at(page, '/values/casework.summary').fill('Found at night at the crossing; needs a place to stay.');
  await submit(page);
  await opened(page, 'cases');
  return pathOf(page);
}
async function openCompartment(page, path) {
  await visit(page, path);
  await unseal(page, page.locator('.compartment[data-seal=closed]').first(), 'To prepare the referral');
  await page.locator('.compartment[data-seal=open]').getByText('Алена Ковальчук').waitFor();
  await page.locator('.line').getByText('Reason: To prepare the referral').first().waitFor();
  await inspect(page);
  await picture(page, 'case', { height: 1250 });
}
async function consent(page, path) {
  await visit(page, `${path}/consent`);
  await explain(page);
  await choose(page, '/receiver_team_id', 'Lake Street');
  await decide(page, 'consent', ['identity', 'contact', 'needs', 'situation']);
  await picture(page, 'consent', { height: 1150 });
  await recordConsent(page);
}
async function refer(page) {
  await at(page, '/need').selectOption('shelter');
  // Whoever was just asked about is chosen already; a place is held where one is free.
  await page.locator('[id="/receiver_team_id"] input:checked').waitFor();
  await page.locator('[id="/fields"]').waitFor({ state: 'attached' });
  await at(page, '/question').fill('Is there a bed tonight?');
  await inspect(page);
  await picture(page, 'refer', { height: 1400 });
  await submit(page);
  await opened(page, 'referrals');
  return pathOf(page);
}

async function decline(tally, anna, olga) {
  await tally.step('a second referral is declined with reason and another team named', async () => {
    await visit(olga, '/referrals?box=in');
    await olga.locator('tr').filter({ has: olga.locator('td').getByText('Sent', { exact: true }) }).locator('a').first().click();
    await settle(olga);
    await act(olga, 'decline', async () => {
      await at(olga, 'answer/reason').selectOption({ index: 1 });
      await choose(olga, '/suggestion_team_id', 'Hill shelter');
      await at(olga, '/note').fill('The house is full until Friday.');
    });
    await reached(olga, 'Declined');
  });
  await tally.step('its sender sees the reason, the note and the other team', async () => {
    await visit(anna, pathOf(olga));
    // Where nobody stands by the coordinators look for somebody, which is then the last step.
    await anna.locator('.steps li').filter({ hasText: 'Declined' }).waitFor();
    await anna.getByText('Suggested instead: Hill shelter').waitFor();
    await anna.getByText('The house is full until Friday.').waitFor();
    await inspect(anna);
  });
}
async function refuse(tally, anna) {
  await tally.step('a refusal costs nothing: it is recorded and nothing can be sent', async () => {
    await visit(anna, '/cases');
    await anna.locator('table a').last().click();
    await settle(anna);
    const path = pathOf(anna);
    await visit(anna, `${path}/consent`);
    await explain(anna);
    await choose(anna, '/receiver_team_id', 'Hill shelter');
    await decide(anna, 'refusal', ['needs']);
    if (!(await at(anna, '/counts').isChecked())) throw new Error('counting is not offered');
    await anna.route('**/notices', (route) => route.abort());
    await submit(anna);
    await anna.getByText('It could not be counted').waitFor();
    await anna.unroute('**/notices');
    await submit(anna);
    await anna.waitForURL(new RegExp(`${path}$`));
    await anna.locator('.tracks').getByText('Refused').waitFor();
    await visit(anna, `${path}/refer`);
    await at(anna, '/need').selectOption('shelter');
    const hill = anna.locator('[id="/receiver_team_id"] .choices > *').filter({ hasText: 'Hill shelter' });
    await hill.getByRole('link', { name: 'Ask the person first' }).waitFor();
    if (await hill.locator('input').isEnabled()) throw new Error('it can be chosen all the same');
    if (await at(anna, '/fields').count()) throw new Error('a parcel is offered all the same');
    await inspect(anna);
  });
}
// From where she left off: the need was chosen before the person was asked.
async function askFirst(tally, anna) {
  await tally.step('the need waits while the person is asked, and stands in no address', async () => {
    const hill = anna.locator('[id="/receiver_team_id"] .choices > *').filter({ hasText: 'Hill shelter' });
    await hill.getByRole('link', { name: 'Ask the person first' }).click();
    await anna.waitForURL(/\/consent\?to=/);
    if (anna.url().includes('shelter')) throw new Error(anna.url());
    await explain(anna);
    await decide(anna, 'consent', ['needs']);
    await recordConsent(anna);
    if (anna.url().includes('shelter')) throw new Error(anna.url());
    await hill.locator('input:checked').waitFor();
    if ((await at(anna, '/need').inputValue()) !== 'shelter') throw new Error('the need is to be chosen again');
  });
}

export async function referral({ tally }, anna, olga) {
  const made = { casePath: '/cases', referralPath: '/referrals' };
  await tally.step('a case opens with two spellings of a name', async () => { made.casePath = await openCase(anna); });
  await tally.step('the safe contact stands first on the case', async () => {
    const words = await anna.locator('.notice[data-kind=private]').innerText();
    for (const word of ['duty desk', '9:00 to 18:00', 'Code word: lilac']) if (!words.includes(word)) throw new Error(words);
  });
  await tally.step('a case is found by another spelling of its name', async () => {
    await visit(anna, '/cases');
    await at(anna, '/text').fill('Olena Kovalchuk');
    await anna.locator('[role=search] button').click();
    await anna.locator(`[role=status] a[href="${made.casePath}"]`).waitFor();
  });
  await tally.step('a compartment asks why, opens, looks open and stands in the timeline', () => openCompartment(anna, made.casePath));
  await tally.step('seven points are told and consent for one receiver is recorded', () => consent(anna, made.casePath));
  await tally.step('the parcel is shown before it is sent, then sent', async () => { made.referralPath = await refer(anna); });
  await tally.step('the case leads to what was sent', async () => {
    await visit(anna, made.casePath);
    await anna.locator(`.line a[href="${made.referralPath}"]`).first().click();
    await reached(anna, 'Sent');
  });
  await tally.step('the receiver finds it in the inbox', async () => {
    await visit(olga, '/');
    await picture(olga, 'my-work', { height: 560 });
    await visit(olga, '/referrals?box=in');
    await picture(olga, 'inbox', { height: 560 });
    await olga.locator(`a[href="${made.referralPath}"]`).click();
    await settle(olga);
  });
  await tally.step('the receiver says why, opens the parcel and reads the name in both spellings', async () => {
    await giveReason(olga, 'To see whether we can help');
    await olga.locator('.compartment .facts').getByText('Алена Ковальчук').waitFor();
    await olga.locator('.compartment .facts').getByText('Alena Kavalchuk').waitFor();
    await reached(olga, 'Seen');
  });
  await tally.step('the receiver asks on the line', async () => {
    await at(olga, '/text').fill('Does she come tonight?');
    await olga.locator('form:has([id="/text"]) button[type=submit]').click();
    await olga.getByText('Does she come tonight?').waitFor();
    await inspect(olga);
    await picture(olga, 'referral', { height: 1150 });
    await picture(olga, 'referral-phone', { width: 320, height: 900 });
  });
  await tally.step('the sender answers on the line', async () => {
    await visit(anna, made.referralPath);
    await anna.getByRole('button', { name: 'Answer this' }).click();
    await at(anna, '/text').fill('Yes, at nine.');
    await anna.locator('form:has([id="/text"]) button[type=submit]').click();
    await anna.getByText('Yes, at nine.').waitFor();
  });
  await tally.step('the receiver accepts, meets the person and records the outcome', async () => {
    await visit(olga, made.referralPath);
    await olga.getByText('Yes, at nine.').waitFor();
    await act(olga, 'accept');
    await reached(olga, 'Accepted');
    await act(olga, 'pause');
    await olga.locator('.notice').getByText('the person cannot be reached').waitFor();
    await act(olga, 'resume');
    await reached(olga, 'The clock runs on');
    await act(olga, 'first-contact');
    await reached(olga, 'First contact');
    await act(olga, 'begin-help');
    await reached(olga, 'Help under way');
    await act(olga, 'complete', () => at(olga, '/outcome').selectOption({ index: 1 }));
    await reached(olga, 'Completed');
  });
  await tally.step('the sender sees each step and the outcome', async () => {
    await visit(anna, made.referralPath);
    await reached(anna, 'Completed');
    const steps = await anna.locator('.steps li').allInnerTexts();
    for (const state of ['Sent', 'Seen', 'Accepted', 'First contact', 'Completed']) if (!steps.some((step) => step.startsWith(state))) throw new Error(`${state} is not in ${steps}`);
  });
  await decline(tally, anna, olga);
  await refuse(tally, anna);
  await askFirst(tally, anna);
  return made;
}
