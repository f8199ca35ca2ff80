// One organisation, two teams: the crisis room asks its own society's lawyers, who see what she agreed to and no more.
import { at, inspect, pathOf, submit, visit } from './browser.mjs';
import { act, agree, openCase, opened } from './cases.mjs';

export async function inhouse({ tally, enter }, olga) {
  const darya = await enter('darya');
  let casePath = '';
  let referralPath = '';
  await tally.step('another team of the same organisation is asked like any other', async () => {
    casePath = await openCase(olga, 'Zoya Inhouse (fictional)');
    await agree(olga, casePath, 'Legal aid desk', ['needs']);
    await at(olga, '/need').selectOption('legal-aid');
    await olga.locator('[id="/receiver_team_id"] input:checked').waitFor();
    await olga.locator('[id="/fields"]').waitFor({ state: 'attached' });
    await inspect(olga);
    await submit(olga);
    await opened(olga, 'referrals');
    referralPath = pathOf(olga);
  });
  await tally.step('the other team answers, and the case stays closed to it', async () => {
    await visit(darya, '/referrals?box=in');
    await darya.locator(`a[href="${referralPath}"]`).click();
    await act(darya, 'accept');
    await darya.locator('.steps li[data-step=now]').filter({ hasText: 'Accepted' }).waitFor();
    if ((await darya.locator('main').innerText()).includes('Zoya')) throw new Error('a name that was not sent is shown');
    await inspect(darya);
    await visit(darya, casePath);
    await darya.locator('.errors').getByText('There is nothing here that you may see.').waitFor();
  });
  await tally.step('its sender sees the answer', async () => {
    await visit(olga, referralPath);
    await olga.locator('.steps li[data-step=now]').filter({ hasText: 'Accepted' }).waitFor();
  });
  await darya.context().close();
}
