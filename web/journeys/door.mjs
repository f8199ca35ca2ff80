// Before anybody is signed in: the ways in, and the way out.
import { at, base, inspect, visit } from './browser.mjs';

export async function door({ tally, stranger, scriptless }) {
  const page = await stranger();
  for (const [name, path] of [['sign in', '/'], ['join', '/join'], ['recover', '/recover']]) await tally.screen(page, name, path, { views: ['en', 'ru', 'x-mirror'] });
  await tally.step('a wrong password is told, and tells nothing else', async () => {
    await visit(page, '/');
    await at(page, '/account').fill('nobody-here');
    await at(page, '/password').fill('not the password at all');
    await at(page, '/code').fill('000000');
    await page.locator('form button[type=submit]').click();
    await page.locator('.errors').waitFor();
    await inspect(page);
  });
  await tally.step('every stop of the keyboard is seen', async () => {
    await visit(page, '/');
    for (let stop = 0; stop < 9; stop += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => { const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement); return outlineStyle !== 'none' || boxShadow !== 'none'; });
      if (!seen) throw new Error(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120)));
    }
  });
  await tally.step('Leave comes first in tab order, blanks the page and puts another in its place', async () => {
    await visit(page, '/');
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.id)) !== 'leave') throw new Error('something else comes first');
    const away = await page.locator('#leave').getAttribute('href');
    await page.route(`${away}**`, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<title>Elsewhere</title>' }));
    await page.locator('#leave').click();
    await page.waitForURL(`${away}**`);
  });
  await tally.step('Leave is a plain link without script', async () => {
    const context = await scriptless();
    const plain = await context.newPage();
    await plain.goto(base);
    if (!(await plain.locator('a#leave[href^="https:"]').isVisible())) throw new Error('it is not there');
    await context.close();
  });
  await page.context().close();
}
