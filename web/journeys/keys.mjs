// Keys of a team changed, a case given new ones, who holds what; a member's leaving and its consequences told.
import { inspect, visit } from './browser.mjs';

async function rotate(tally, manager) {
  await tally.step('a case manager makes new keys for the team, and nothing is left under the old ones', async () => {
    await visit(manager, '/members');
    await manager.getByRole('link', { name: 'Keys of the team' }).click();
    await manager.getByRole('heading', { name: 'Keys of the team' }).waitFor();
    await manager.getByRole('button', { name: 'Make new keys' }).click();
    await manager.getByRole('dialog').getByRole('button', { name: 'Make new keys' }).click();
    await manager.getByText('Going on').waitFor({ state: 'detached' });
    await manager.getByRole('button', { name: 'Make new keys' }).waitFor();
    if (await manager.getByText('Seals still under the keys before').count()) throw new Error('seals are left under the old keys');
    await inspect(manager);
  });
  await tally.step('cases are read as before', async () => {
    await visit(manager, '/cases');
    await manager.locator('table tbody a').first().waitFor();
  });
}

async function rekey(tally, manager) {
  await tally.step('a case gets new keys', async () => {
    await visit(manager, '/cases');
    await manager.locator('table tbody a[href^="/cases/"]').first().click();
    await manager.waitForURL(/\/cases\/[0-9a-f-]+$/);
    await visit(manager, `${new URL(manager.url()).pathname}/rekey`);
    await manager.getByRole('button', { name: 'Give the case new keys' }).waitFor();
    await inspect(manager);
    await manager.getByRole('button', { name: 'Give the case new keys' }).click();
    await manager.getByText('The case has new keys').waitFor();
    await inspect(manager);
  });
}

export async function keys({ tally, enter }, manager) {
  await rotate(tally, manager);
  await tally.screen(manager, 'keys of a team', '/keys', { views: ['en', 'ru', 'x-mirror'] });
  await rekey(tally, manager);
  const path = new URL(manager.url()).pathname;
  await tally.screen(manager, 'new keys for a case', path, { views: ['en'] });
  const admin = await enter('admin');
  await tally.step('an administrator sees counts of another team, and no case', async () => {
    await visit(admin, '/keys');
    await admin.getByRole('heading', { name: 'Who holds keys' }).waitFor();
    if (await admin.getByRole('button', { name: 'Make new keys' }).count()) throw new Error('an administrator can change keys');
    await inspect(admin);
  });
  await admin.context().close();
}
