// A lost connection, a page that is not theirs, and input that means harm.
import { readFileSync } from 'node:fs';
import { at, inspect, submit, visit } from './browser.mjs';
import { opened, unseal } from './cases.mjs';

const naughty = JSON.parse(readFileSync(new URL('../../tests/data/naughty-strings/blns.json', import.meta.url), 'utf8'));
const casesOf = (page) => page.evaluate(async () => (await (await fetch('/api/v1/cases?limit=50')).json()).items.length);

// A text box keeps one kind of line end; a summary holds 10,000 characters.
const typed = (text) => text.replace(/\r\n?/g, '\n');
function bundles() {
  const out = [[]];
  let length = 0;
  for (const text of naughty.map(typed)) {
    if (length + text.length > 8000) { out.push([]); length = 0; }
    out.at(-1).push(text);
    length += text.length + 3;
  }
  return out.map((texts) => `[${texts.join(']\n[')}]`);
}

async function openWith(page, summary, name = '') {
  await visit(page, '/cases/new');
  if (name) await at(page, '/values/identity.names/0/name').fill(name);
  await at(page, '/values/casework.summary').fill(summary);
  await submit(page);
}
async function shownSummary(page) {
  await opened(page, 'cases');
  const casework = page.locator('.compartment').filter({ hasText: 'Casework' });
  await unseal(page, casework, 'To read it back');
  return casework.locator('.facts div').filter({ has: page.getByText('Summary', { exact: true }) }).locator('dd .lines').textContent();
}

export async function trouble({ tally }, page) {
  await tally.step('a lost connection is told and keeps what was typed; sending again works', async () => {
    await visit(page, '/cases/new');
    await at(page, '/values/casework.summary').fill('Typed before the line was lost');
    await page.context().setOffline(true);
    await submit(page);
    await page.locator('.errors').getByText('No answer from the server').waitFor();
    await page.context().setOffline(false);
    if ((await at(page, '/values/casework.summary').inputValue()) !== 'Typed before the line was lost') throw new Error('it is gone');
    await submit(page);
    await opened(page, 'cases');
  });
  await tally.step('an answer lost on its way does not open the case twice', async () => {
    const before = await casesOf(page);
    let lost = false;
    await page.route('**/api/v1/cases', async (route) => {
      if (route.request().method() !== 'POST' || lost) return route.fallback();
      lost = true;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await openWith(page, 'Sent once, answered never');
    await page.locator('.errors').waitFor();
    await submit(page);
    await opened(page, 'cases');
    await page.unroute('**/api/v1/cases');
    const after = await casesOf(page);
    if (after !== before + 1) throw new Error(`${after - before} cases were opened`);
  });
  await tally.step('a list that could not be loaded can be tried again', async () => {
    await visit(page, '/');
    await page.context().setOffline(true);
    try {
      await page.locator('#rail a[href="/cases"]').click();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await inspect(page);
    } finally {
      await page.context().setOffline(false);
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('table').waitFor();
  });
  await tally.step('what is not theirs looks like what is not there', async () => {
    await visit(page, '/cases/01a20b6f-0000-7000-8000-000000000000');
    await page.locator('.errors').waitFor();
    await inspect(page);
    await visit(page, '/log');
    if (await page.locator('main table, main dl').count()) throw new Error('the log is shown');
    await inspect(page);
  });
  await tally.step('a refused field says which and how to mend it, and keeps what was typed', async () => {
    await visit(page, '/cases/new');
    await at(page, '/values/identity.birth-date.year').fill('9');
    await at(page, '/values/casework.summary').fill('Kept');
    await submit(page);
    await page.locator('.errors a').first().waitFor();
    await page.locator('.errors a').getByText('Date of birth: ').waitFor();
    await page.locator('.field-error').first().waitFor();
    await inspect(page);
    if ((await at(page, '/values/casework.summary').inputValue()) !== 'Kept') throw new Error('it is gone');
  });
  await tally.step('a script in a name and in a reason is text', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    const mixed = `${bad} العربية 👩‍👩‍👧 \u202eabc\u202c`;
    await openWith(page, mixed, bad);
    const shown = await shownSummary(page);
    if (shown !== mixed) throw new Error(JSON.stringify(shown));
    await unseal(page, page.locator('.compartment').filter({ hasText: 'Identity' }), mixed);
    await page.locator('.compartment .facts').getByText(bad).first().waitFor();
    if (await page.locator('img').count()) throw new Error('it became an element');
  });
  let number = 0;
  const all = bundles();
  for (const bundle of all) {
    number += 1;
    await tally.step(`naughty strings come back as typed, ${number} of ${all.length}`, async () => {
      await openWith(page, bundle);
      const shown = await shownSummary(page);
      if (shown === bundle) return;
      const at = [...bundle].findIndex((letter, index) => letter !== [...shown ?? ''][index]);
      throw new Error(`differs at ${at}: ${JSON.stringify(bundle.slice(at - 10, at + 30))} and ${JSON.stringify((shown ?? '').slice(at - 10, at + 30))}`);
    });
  }
}
