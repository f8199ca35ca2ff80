// What one body sent to another, declared by both, explained, agreed to and signed; and the figures about answers.
import { at, choose, fillDate, inspect, settle, submit, visit } from './browser.mjs';
import { picture } from './tally.mjs';

// The month before this one: a month that is over.
function lastMonth() {
  const first = new Date(new Date().getFullYear(), new Date().getMonth() - 1, 1);
  return { year: String(first.getFullYear()), month: String(first.getMonth() + 1).padStart(2, '0') };
}
async function open(page, month) {
  await visit(page, '/reconciliation');
  await choose(page, '/from_organisation_id', 'Hill');
  await choose(page, '/to_organisation_id', 'Lake');
  for (const pointer of ['/first_month', '/last_month']) await fillDate(page, pointer, month);
  await submit(page);
  await page.locator('table.data a').first().waitFor();
  return page.locator('table.data a').first().getAttribute('href');
}
const list = (lines) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`number;date;need\n${lines.join('\n')}\n`) });
async function declare(page, lines) {
  await at(page, '/file').setInputFiles(list(lines));
  await page.locator('form[aria-labelledby=declare] button[type=submit]').last().click();
}
async function sign(page, path) {
  await visit(page, path);
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('Signed.', { exact: true }).waitFor();
}

export async function ledger({ tally }, vera, olga, sender) {
  const { year, month } = lastMonth();
  const line = (number, day) => `${number}/${year.slice(2)};${day}.${month}.${year};shelter`;
  let path = '';
  await tally.step('a coordinator opens a reconciliation of a month that is over', async () => {
    path = await open(vera, { year, month });
    await inspect(vera);
  });
  await tally.step('a list with a name in it is refused, and the name is not repeated', async () => {
    await visit(olga, path);
    await declare(olga, [line(1, '03'), `Alesia;04.${month}.${year};shelter`]);
    await olga.locator('.errors').waitFor();
    if ((await olga.locator('main').innerText()).includes('Alesia')) throw new Error('the name is on the page');
    await inspect(olga);
  });
  await tally.step('a list of numbers is declared and compared', async () => {
    await declare(olga, [line(1, '03'), line(2, '04'), line(3, '05')]);
    await olga.getByText('Declared and compared.').waitFor();
    await inspect(olga);
  });
  await tally.screen(sender, 'reconciliation', path, { views: ['en', 'ru', 'x-mirror'] });
  await tally.step('the sender says what became of each line', async () => {
    await visit(sender, path);
    await picture(sender, 'reconciliation', { whole: true });
    await sender.getByRole('button', { name: 'Choose all' }).click();
    await at(sender, '/parts/0/reason').selectOption('before-opennrm');
    await sender.locator('form[aria-labelledby=explain] button[data-main]').click();
    await sender.getByText('3 lines wait for the other side to agree.').waitFor();
  });
  await tally.step('the receiver agrees', async () => {
    await visit(olga, path);
    await olga.getByRole('button', { name: 'Choose all' }).click();
    await inspect(olga);
    await olga.locator('form[aria-labelledby=agree] button[data-main]').click();
    await olga.getByText('3 lines are settled.').waitFor();
  });
  await tally.step('both sign the protocol', async () => {
    await sign(sender, path);
    await sign(olga, path);
    await olga.getByText('Signed by both sides').first().waitFor();
  });
  await tally.screen(olga, 'protocol', `${path}/protocol`, { views: ['en'] });
  await picture(olga, 'protocol', { whole: true });
  await tally.screen(vera, 'reconciliations', '/reconciliation', { views: ['en'] });
  await tally.screen(olga, 'figures of a body', '/supervision', { views: ['en', 'ru', 'x-mirror'] });
  await tally.screen(vera, 'figures of all bodies', '/supervision', { views: ['en'] });
  await tally.step('a table of the figures is saved', async () => {
    await visit(olga, '/supervision');
    await picture(olga, 'supervision', { whole: true });
    const download = olga.waitForEvent('download');
    await olga.getByRole('button', { name: 'Save as CSV Answered in time' }).click();
    if ((await download).suggestedFilename() !== 'groups.csv') throw new Error('another file');
    await settle(olga);
  });
}
