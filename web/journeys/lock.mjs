// Locking blanks the page and ends the session; the same person goes on where she was.
import { at, inspect, pathOf, settle, visit } from './browser.mjs';

export const lock = {
  async begin({ tally, enter }) {
    const page = await enter('boris');
    await tally.step('Ctrl+Alt+L blanks the page, ends the session and asks for password and code', async () => {
      await visit(page, '/cases');
      await page.locator('table a').first().click();
      await settle(page);
      await page.getByText('duty desk').first().waitFor();
      await page.keyboard.press('Control+Alt+KeyL');
      await at(page, '/password').waitFor();
      if (await page.getByText('duty desk').count()) throw new Error('the safe contact is still on the page');
      const status = await page.evaluate(async () => { const answer = await fetch('/api/v1/session'); await answer.text(); return answer.status; });
      if (status !== 401) throw new Error(`the session still answers ${status}`);
      await inspect(page);
    });
    return page;
  },
  async end({ tally, resume }, page) {
    await tally.step('after the lock she goes on where she was', async () => {
      const path = pathOf(page);
      await resume(page, 'boris');
      await page.getByText('duty desk').first().waitFor();
      if (pathOf(page) !== path) throw new Error(`she is on ${page.url()}`);
    });
    await page.context().close();
  },
};
