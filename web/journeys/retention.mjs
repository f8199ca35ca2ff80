// A hold, a request that waits for it, its lifting by two people, and an erasure that nobody can undo.
import { at, inspect, settle, visit } from './browser.mjs';
import { openCase } from './cases.mjs';
import { picture } from './tally.mjs';

const item = (page, words) => page.locator('.tracks li').filter({ hasText: words }).first();

async function placeHold(page, path) {
  await visit(page, path);
  await page.locator('summary').filter({ hasText: 'Place a legal hold' }).click();
  await at(page, '/reason=criminal-case').check();
  await at(page, '/reference').fill('Article 90, file 12 (fictional)');
  await page.locator('form:has([id="/reference"]) button[type=submit]').click();
  await item(page, 'A criminal case').waitFor();
}
async function ask(page) {
  await page.locator('summary').filter({ hasText: 'Ask for erasure' }).click();
  await at(page, '/why=subject-request').check();
  await at(page, '/note').fill('She asked for it today.');
  await page.locator('form:has([id="/note"]) button[type=submit]').click();
}
async function askWhileHeld(page) {
  await ask(page);
  await item(page, 'Held back').waitFor();
  await page.getByText('Read out to the person').waitFor();
  await inspect(page);
  await picture(page, 'retention', { height: 1250 });
}
async function lift(first, second, path) {
  await visit(first, path);
  await first.locator('button').filter({ hasText: 'Ask to lift' }).click();
  await first.getByText('One person has asked to lift it').waitFor();
  await visit(second, path);
  await second.locator('.tracks button').filter({ hasText: /^Lift$/ }).click();
  await item(second, 'Waits for a second person').waitFor();
}
async function carryOut(page) {
  await page.locator('button').filter({ hasText: 'Carry out' }).click();
  await inspect(page);
  await page.locator('dialog button[data-main]').click();
  await page.locator('h1').filter({ hasText: 'Erased' }).waitFor();
}
async function isGone(page, path) {
  await visit(page, path);
  await page.locator('.errors').waitFor();
}

// `asker` and `other` are of one team; the other is its case manager, who alone carries out and lifts.
export async function retention({ tally }, asker, other, officer) {
  let path = '';
  await tally.step('a legal hold is placed on a case', async () => {
    path = `${await openCase(asker, 'Vera Nowhere (fictional)')}/retention`;
    await placeHold(asker, path);
  });
  await tally.step('an erasure that is asked for waits for the hold, with words to read out', () => askWhileHeld(asker));
  await tally.screen(asker, 'keeping and erasure of a case', path, { views: ['en', 'ru', 'x-mirror'] });
  await tally.step('two people lift the hold', () => lift(asker, other, path));
  await tally.screen(other, 'what waits for the team', '/retention', { views: ['en'] });
  await tally.step('another member carries the erasure out', async () => { await visit(other, path); await carryOut(other); });
  await tally.step('the case is gone for both', async () => { await isGone(asker, path); await isGone(other, path); });
  if (officer) await tally.screen(officer, 'erasures for the data protection officer', '/oversight', { views: ['en'] });
  await settle(asker);
}
