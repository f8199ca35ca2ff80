// A hospital that works on paper: the letter is made and saved, and answered on a page without scripts.
import { execFileSync } from 'node:child_process';
import { at, base, inspect, pathOf, settle, submit, visit } from './browser.mjs';
import { opened } from './cases.mjs';
import { picture } from './tally.mjs';

const read = (file) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

async function write(page) {
  await page.locator('[id="/partner_id"] option').nth(3).waitFor({ state: 'attached' });
  await at(page, '/partner_id').selectOption({ index: 3 });
  await at(page, '/need').selectOption('medical-help');
  await at(page, '/sender').fill('Duty desk, room 4');
  await at(page, '/phone').fill('+375 17 000 00 00');
  await at(page, '/agreed=person').check();
  await submit(page);
  await opened(page, 'letters');
  return pathOf(page);
}
async function print(page) {
  await at(page, '/languages=ru').check();
  const download = page.waitForEvent('download');
  await page.locator('form.sheet').filter({ hasText: 'Save as PDF' }).locator('button[type=submit]').click();
  const file = await download;
  if (file.suggestedFilename() !== 'letter.pdf') throw new Error(`it is called ${file.suggestedFilename()}`);
  const paper = read(await file.path());
  const code = paper.match(/[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}/)?.[0];
  const reference = paper.match(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0];
  if (!code || !reference || !paper.includes(`${base}/answer`) || !paper.includes('Медицинская помощь')) throw new Error(paper);
  return { code, reference };
}

export async function letters({ tally, scriptless, stranger }, page, casePath) {
  let path = '';
  let paper;
  await tally.screen(page, 'letters', `${casePath}/letters`, { views: ['en', 'ru', 'x-mirror'] });
  await tally.step('a letter is written from the case', async () => {
    await visit(page, casePath);
    await page.locator(`a[href="${casePath}/letters"]`).click();
    await settle(page);
    path = await write(page);
    await inspect(page);
  });
  await tally.step('what would tell is refused with what to do', async () => {
    await visit(page, `${casePath}/letters`);
    await page.locator('[id="/partner_id"] option').nth(3).waitFor({ state: 'attached' });
    await at(page, '/partner_id').selectOption('by-hand');
    await at(page, '/partner_name').fill('Town clinic');
    await at(page, '/need').selectOption('medical-help');
    await at(page, '/sender').fill('Anti-trafficking unit');
    await at(page, '/phone').fill('1');
    await at(page, '/agreed=person').check();
    await submit(page);
    await page.locator('.errors').getByText('Choose other words').waitFor();
    await inspect(page);
  });
  await tally.step('it is saved to print, with a code on it', async () => {
    await visit(page, path);
    paper = await print(page);
    await page.locator('form.sheet').getByText('handed to your device').waitFor();
    await inspect(page);
    await picture(page, 'letter', { height: 1100 });
  });
  await tally.step('the answer page bears narrow screens and each of its languages', async () => {
    const outside = await stranger();
    for (const [language, title] of [['en', 'Answer to a letter'], ['ru', 'Ответ на письмо'], ['be', 'Адказ на ліст']])
      for (const width of [320, 1280]) {
        await outside.setViewportSize({ width, height: 900 });
        await outside.goto(`${base}/answer?language=${language}`);
        await inspect(outside, title);
      }
    await outside.setViewportSize({ width: 320, height: 900 });
    await outside.evaluate(() => { document.documentElement.dir = 'rtl'; });
    await inspect(outside, 'Адказ на ліст');
    await outside.context().close();
  });
  await tally.step('the hospital answers without scripts, and nothing is shown to it', async () => {
    const context = await scriptless();
    const plain = await context.newPage();
    await plain.goto(`${base}/answer?language=en`);
    const say = async (code) => {
      await at(plain, 'reference').fill(paper.reference.toLowerCase());
      await at(plain, 'code').fill(code);
      await plain.locator('input[value=decline]').check();
      await at(plain, 'reason').selectOption('no-place');
      await plain.locator('button[type=submit]').click();
    };
    await say('0000-0000-0000-0000-0000-0000');
    await plain.locator('.problem').waitFor();
    if (await at(plain, 'code').inputValue()) throw new Error('what was typed came back');
    await say(paper.code.replaceAll('-', ' '));
    await plain.getByText('Your answer has arrived').waitFor();
    if ((await plain.content()).includes(paper.reference)) throw new Error('it tells of the letter');
    await context.close();
  });
  await tally.step('the team reads the answer', async () => {
    await visit(page, path);
    await page.getByText('They cannot help').first().waitFor();
    await page.getByText('No free place').waitFor();
    if (await page.locator('form.sheet').count()) throw new Error('it could be answered again');
  });
  await tally.screen(page, 'letter', path, { views: ['en'] });
}
