// Keys of a team changed, a case given new ones, who holds what; a member's leaving and its consequences told.
import { inDialog, inspect, visit } from './browser.mjs';

async function rotate(tally, manager) {
  await tally.step('a case manager makes new keys for the team, and nothing is left under the old ones', async () => {
    await visit(manager, '/members');
    await manager.getByRole('link', { name: 'Keys of the team' }).click();
    await manager.getByRole('heading', { name: 'Keys of the team' }).waitFor();
    await manager.getByRole('button', { name: 'Make new keys' }).click();
    await inDialog(manager, 'Make new keys').click();
    await manager.getByText('Going on').waitFor({ state: 'detached' });
    await manager.getByRole('button', { name: 'Make new keys' }).waitFor();
    if (await manager.getByText('Seals still under the keys before').count()) throw new Error('seals are left under the old keys');
    await inspect(manager);
  });
}

// A colleague does what her role opens; what it does not is left to others, and said.
async function rekey(tally, officer, path) {
  await tally.step('a case gets new keys and is read as before', async () => {
    await visit(officer, `${path}/rekey`);
    await officer.getByRole('button', { name: 'Give the case new keys' }).waitFor();
    await inspect(officer);
    await officer.getByRole('button', { name: 'Give the case new keys' }).click();
    await officer.getByText(/The case has new keys|Your part is done/).waitFor();
    await inspect(officer);
    await visit(officer, path);
    await officer.locator('.compartment').first().waitFor();
  });
}

async function switchEmergencyKeys(tally, manager) {
  await tally.step('a case manager takes the emergency keys away and gives them again', async () => {
    await visit(manager, '/keys');
    await manager.getByRole('button', { name: 'Take the emergency keys away' }).click();
    await manager.getByText('No emergency keys are kept.').waitFor();
    await manager.getByRole('button', { name: 'Keep emergency keys' }).click();
    await manager.getByText('Emergency keys are kept.', { exact: true }).waitFor();
  });
}

export async function keys({ tally, enter }, manager, officer, casePath) {
  await rotate(tally, manager);
  await switchEmergencyKeys(tally, manager);
  await tally.screen(manager, 'keys of a team', '/keys', { views: ['en', 'ru', 'x-mirror'] });
  await rekey(tally, officer, casePath);
  await tally.screen(officer, 'new keys for a case', `${casePath}/rekey`, { views: ['en'] });
  const admin = await enter('admin');
  await tally.step('an administrator sees counts of another team, and no case', async () => {
    await visit(admin, '/keys');
    await admin.getByRole('heading', { name: 'Who holds keys' }).waitFor();
    if (await admin.getByRole('button', { name: 'Make new keys' }).count()) throw new Error('an administrator can change keys');
    await inspect(admin);
  });
  await admin.context().close();
}
