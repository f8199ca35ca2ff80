// What most journeys do on the way to what they are about: a case opened, the person asked, a compartment unsealed, an answer
// given to a referral.
import { at, choose, pathOf, settle, submit, visit } from './browser.mjs';

// `kind` as in the address: cases, referrals, bases.
export async function opened(page, kind) {
  await page.waitForURL(new RegExp(`/${kind}/[0-9a-f-]{36}$`));
  await settle(page);
}

export async function openCase(page, name) {
  await visit(page, '/cases/new');
  await at(page, '/values/identity.names/0/name').fill(name);
  await at(page, '/values/casework.age-class=adult').check();
  await at(page, '/values/casework.age-class/reason').selectOption('own-statement');
  await at(page, '/values/casework.needs=shelter').check();
  await submit(page);
  await opened(page, 'cases');
  return pathOf(page);
}

// A text that nobody has checked in the person's language is explained with an interpreter only.
export async function explain(page) {
  await at(page, '/interpreter/used').check();
  await at(page, '/interpreter/name').fill('Interpreter 7 (fictional)');
  const points = await page.locator('.points input').all();
  if (points.length !== 7) throw new Error(`${points.length} points`);
  for (const point of points) await point.check();
}
export async function decide(page, decision, groups) {
  for (const group of groups) await at(page, `/field_groups=${group}`).check();
  await at(page, `/decision=${decision}`).check();
}
export async function recordConsent(page) {
  await submit(page);
  await page.waitForURL(/\/refer\?to=/);
  await settle(page);
}
export async function agree(page, path, team, groups, purpose = 'assist') {
  await visit(page, `${path}/consent`);
  await explain(page);
  await choose(page, '/receiver_team_id', team);
  await at(page, '/purpose').selectOption(purpose);
  await decide(page, 'consent', groups);
  await recordConsent(page);
}

export async function giveReason(page, reason) {
  await at(page, '/reason').fill(reason);
  await page.locator('.compartment form button[type=submit]').click();
}
export async function unseal(page, compartment, reason) {
  await compartment.locator('header button').first().click();
  await giveReason(page, reason);
}

export async function act(page, name, fill) {
  await at(page, `/act=${name}`).check();
  await fill?.();
  await page.locator('form:has([id="/act"]) button[type=submit]').click();
}
