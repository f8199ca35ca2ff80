// What nobody has taken on, as a coordinator sees it: need, region, clock.
import { inspect, visit } from './browser.mjs';

export async function coordination({ tally }, vera) {
  await tally.screen(vera, 'queue', '/coordination', { views: ['en'] });
  await tally.step('the coordinator suggests a team and sees nothing of a person', async () => {
    await visit(vera, '/coordination');
    const rows = vera.locator('table.data tbody tr');
    await rows.or(vera.locator('.empty')).first().waitFor();
    if (await rows.count() === 0) return;
    if (await vera.locator('main a[href^="/cases/"], main a[href^="/referrals/"]').count()) throw new Error('it leads to a case or a referral');
    await rows.first().getByRole('button').click();
    await vera.locator('[id="/team_id"] input').first().check();
    await inspect(vera);
    await vera.getByRole('button', { name: 'Suggest this team to the sender' }).click();
    await rows.first().getByRole('button', { name: 'Suggest another' }).waitFor();
  });
}
