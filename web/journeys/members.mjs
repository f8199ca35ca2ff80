// Keys for a colleague who waits, and a newcomer who joins by invitation.
import { at, inDialog, inspect, signIn, totp, visit } from './browser.mjs';
import { giveReason } from './cases.mjs';

export async function members({ tally, enter, stranger }, olga) {
  const yulia = await enter('yulia');
  await tally.step('who waits for keys is told what to do', async () => {
    await visit(yulia, '/');
    await yulia.getByText('You wait for keys').waitFor();
    await inspect(yulia);
  });
  await tally.step('a colleague types the fingerprint that she reads out; a wrong digit gives nothing', async () => {
    const own = (await yulia.locator('.fingerprint').innerText()).trim();
    const wrong = own.slice(0, -1) + (own.endsWith('0') ? '1' : '0');
    await visit(olga, '/members');
    const row = olga.locator('form').filter({ hasText: 'yulia' });
    if ((await olga.locator('main').innerText()).includes(own)) throw new Error('the page shows what the person is to read out');
    await row.locator('input').fill(wrong);
    await row.getByRole('button').click();
    await olga.locator('.errors').waitFor();
    await inspect(olga);
    await row.locator('input').fill(own);
    await row.getByRole('button').click();
    await olga.getByText('now holds the keys').waitFor();
    await row.waitFor({ state: 'detached' });
  });
  await tally.step('with the keys she opens what was sent to the team', async () => {
    await visit(yulia, '/referrals?box=in');
    // Of what others took back, nothing opens any more.
    const links = await yulia.locator('table a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const link of links) {
      await visit(yulia, link);
      if (await at(yulia, '/reason').count()) break;
    }
    await giveReason(yulia, 'To take over the case');
    await yulia.locator('.compartment[data-seal=open] .facts').first().waitFor();
  });
  await yulia.context().close();

  let invitation = '';
  await tally.step('a case manager invites a service provider', async () => {
    await visit(olga, '/members');
    await at(olga, '/roles=service-provider').check();
    await olga.getByRole('button', { name: 'Make an invitation' }).click();
    invitation = (await olga.locator('section p.long').last().innerText()).trim();
  });
  const newcomer = await stranger();
  await tally.step('the invited person joins, keeps the recovery code and signs in', async () => {
    await visit(newcomer, '/join');
    await at(newcomer, '/invitation').fill(invitation);
    await at(newcomer, '/account').fill('zlata');
    await at(newcomer, '/name').fill('Zlata (fictional)');
    await at(newcomer, '/password').fill('four unrelated words here');
    await newcomer.locator('form button[type=submit]').click();
    await at(newcomer, '/code').waitFor();
    await inspect(newcomer);
    const secret = await newcomer.locator('.long').first().innerText();
    await newcomer.locator('#kept').check();
    await at(newcomer, '/code').fill(totp(secret, -1));
    await newcomer.locator('form button[type=submit]').click();
    await newcomer.locator('main a[data-main]').click();
    await signIn(newcomer, 'zlata', 'four unrelated words here', () => totp(secret));
    await newcomer.getByText('You wait for keys').waitFor();
  });
  await tally.step('an invitation works once', async () => {
    const second = await stranger();
    await visit(second, '/join');
    await at(second, '/invitation').fill(invitation);
    await at(second, '/account').fill('zoya');
    await at(second, '/name').fill('Zoya (fictional)');
    await at(second, '/password').fill('four unrelated words here');
    await second.locator('form button[type=submit]').click();
    await second.locator('.errors').waitFor();
    await second.context().close();
  });
  await tally.step('a member is suspended after one question, and her session ends', async () => {
    await visit(olga, '/members');
    await olga.locator('tr').filter({ hasText: 'zlata' }).getByRole('button').click();
    await inspect(olga);
    await inDialog(olga, 'Suspend').click();
    await olga.locator('tr').filter({ hasText: 'zlata' }).getByText('Suspended').waitFor();
    await newcomer.locator('#rail a[href="/members"]').click();
    await at(newcomer, '/password').waitFor();
  });
  await newcomer.context().close();
}
