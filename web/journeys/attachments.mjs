// A file goes into a case and comes out again byte for byte; a browser is never asked to show it.
import { readFileSync } from 'node:fs';
import { at, inspect, settle, submit, visit } from './browser.mjs';
import { picture } from './tally.mjs';

// A PDF in its first bytes, then noise that nothing can compress.
function paper(size) {
  const bytes = Buffer.alloc(size, '%PDF-1.7\n% fictional\n');
  for (let i = 64, seed = 7; i < size; i += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = seed >>> 16;
  }
  return bytes;
}
const choose = (page, name, buffer) => page.locator('[id="/file"]').setInputFiles({ name, mimeType: 'text/html', buffer });
async function open(page, row) {
  await row.locator('.acts button').first().click();
  await at(page, '/reason').fill('The embassy asked for a copy');
  const download = page.waitForEvent('download');
  await row.locator('form button[type=submit]').click();
  return download;
}

export async function attachments({ tally }, page, casePath) {
  const content = paper(3 * 1024 * 1024 + 17);
  const row = page.locator('.tracks li').filter({ hasText: 'паспорт копия.pdf' });
  await tally.step('a file of 3 MiB is sent and listed', async () => {
    await visit(page, casePath);
    await page.locator(`a[href="${casePath}/files"]`).click();
    await settle(page);
    await choose(page, 'паспорт копия.pdf', content);
    await at(page, '/compartment').selectOption('identity');
    await at(page, '/description').fill('Copy of her passport (fictional)');
    await submit(page);
    await row.waitFor();
    await inspect(page);
    await picture(page, 'files', { height: 900 });
  });
  await tally.step('it comes back byte for byte, under its name', async () => {
    const download = await open(page, row);
    if (download.suggestedFilename() !== 'паспорт копия.pdf') throw new Error(download.suggestedFilename());
    if (!readFileSync(await download.path()).equals(content)) throw new Error('other bytes came back');
  });
  await tally.step('a page dressed as a picture is refused with what to do', async () => {
    await visit(page, `${casePath}/files`);
    await choose(page, 'photo.jpg', Buffer.from('<html><script>alert(1)</script></html>'));
    await submit(page);
    await page.locator('.errors').getByText('save it under its right type').waitFor();
    await inspect(page);
  });
  await tally.screen(page, 'files', `${casePath}/files`, { views: ['en', 'ru', 'x-mirror'] });
  await tally.screen(page, 'file asked why', `${casePath}/files`, { views: ['en'], prepare: () => row.locator('.acts button').first().click() });
  await tally.step('a removed file is gone', async () => {
    await visit(page, `${casePath}/files`);
    await row.locator('.acts button').nth(1).click();
    await at(page, '/reason').fill('The wrong person’s passport');
    await row.locator('form button[type=submit]').click();
    await row.waitFor({ state: 'detached' });
  });
}
