// A case's life: filtered, held with another team, closed and opened again; a night of contacts without a case.
import { at, button, inspect, settle, visit } from './browser.mjs';
import { agree, openCase } from './cases.mjs';

async function addTeam(page, path) {
  await visit(page, path);
  await button(page, 'Add Hill shelter (fictional)').click();
  await at(page, '/compartments=casework').check();
  await button(page, 'Give these keys').click();
  await page.getByText('Until', { exact: false }).first().waitFor();
  await inspect(page);
}
async function closeAndReopen(page, path) {
  await visit(page, path);
  await button(page, 'Close the case').click();
  await at(page, '/reason').selectOption('goals-reached');
  await at(page, '/note').fill('She lives with her sister now (fictional).');
  await inspect(page);
  await button(page, 'Close the case').click();
  await page.getByText('Closed on').waitFor();
  await inspect(page);
  await button(page, 'Open the case again').click();
  await at(page, '/reason').fill('She came back');
  await button(page, 'Open the case again').click();
  await button(page, 'Close the case').waitFor();
}
async function filterAndSave(page) {
  await visit(page, '/cases');
  await page.locator('summary').filter({ hasText: 'Filter the list' }).click();
  await at(page, '/filter/need').selectOption('shelter');
  await at(page, '/filter/keeper').selectOption('me');
  await button(page, 'Show').click();
  await page.locator('table.data tbody tr').first().waitFor();
  await at(page, '/name').fill('Beds wanted');
  await button(page, 'Save').click();
  await button(page, 'Beds wanted').waitFor();
  await inspect(page);
}
async function takeFile(page) {
  await visit(page, '/cases');
  await button(page, 'As a spreadsheet').click();
  await at(page, '/reason').fill('For the morning meeting');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('main form[aria-label="As a spreadsheet"] button[type=submit]').click()]);
  if (file.suggestedFilename() !== 'cases.xlsx') throw new Error(`the file is called ${file.suggestedFilename()}`);
}
// With keys alone: the hands never leave them.
async function night(page, count) {
  await visit(page, '/contacts');
  await at(page, '/channel').focus();
  for (let call = 0; call < count; call += 1) {
    if (call === 0) await page.keyboard.type('By t');
    await page.keyboard.press('Tab');
    await page.keyboard.type(call % 2 ? 'Asked' : 'Inf');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByText(call ? `${call + 1} contacts recorded` : '1 contact recorded').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === '/channel');
  }
  await page.locator('table.data tbody tr').nth(count - 1).waitFor();
}
async function correct(page) {
  await visit(page, '/contacts');
  await page.locator('table.data tbody tr').first().getByRole('button', { name: 'Correct' }).click();
  await at(page, '/note').fill('Asked where it is safe tonight (fictional).');
  await button(page, 'Save the correction').click();
  await page.locator('table.data').getByText('Asked where it is safe tonight (fictional).').waitFor();
}

export async function caselife(stage, manager) {
  const { tally } = stage;
  let path;
  await tally.step('a case is opened', async () => { path = await openCase(manager, 'Tanya Life (fictional)'); });
  await tally.step('the person agrees that another team works on it', () => agree(manager, path, 'Hill shelter', ['contact', 'needs', 'situation']));
  await tally.step('the team is given the casework', () => addTeam(manager, path));
  const nina = await stage.enter('nina');
  await tally.step('the other team finds it in its own list', async () => {
    await visit(nina, '/cases');
    await nina.locator(`a[href="${path}"]`).click();
    await nina.getByText('Your team works on it together with them.', { exact: false }).waitFor();
    await inspect(nina);
  });
  await tally.step('the other team ends its part and finds nothing any more', async () => {
    await button(nina, 'End Hill shelter (fictional)').click();
    await nina.locator('dialog button[data-main]').click();
    await nina.waitForURL(/\/cases$/);
    await settle(nina);
    if (await nina.locator(`a[href="${path}"]`).count()) throw new Error('it is still listed');
  });
  await tally.step('the case is closed with a look at what is open, and opened again', () => closeAndReopen(manager, path));
  await tally.step('the list is filtered and the filter kept', () => filterAndSave(manager));
  await tally.step('the list is taken as a spreadsheet', () => takeFile(manager));
  await tally.step('three calls of a night are typed without the mouse', () => night(manager, 3));
  await tally.step('a contact is corrected', () => correct(manager));
  await tally.screen(manager, 'contacts', '/contacts', { views: ['en', 'ru', 'x-mirror'] });
  await tally.screen(manager, 'cases with filters', '/cases', { views: ['en'], prepare: async () => {
    await manager.locator('summary').first().click();
    await at(manager, '/filter/need').waitFor();
  } });
  await tally.screen(manager, 'a case to close', path, { views: ['en'], prepare: async () => {
    await button(manager, 'Close the case').click();
    await at(manager, '/reason').waitFor();
  } });
}
