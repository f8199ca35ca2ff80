// A case moves along its tracks: help at once, the notice after consent, what is lacking and by when.
import { at, button, inDialog, inspect, visit } from './browser.mjs';
import { agree, openCase } from './cases.mjs';

// As if the time for asking had ended while the dialog stood open: the answer's words ask for a field, which must then be there.
async function tooLate(page) {
  await page.route('**/moves', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', json: { type: 'urn:opennrm:problem:identification.window-over', title: 'The time for asking is over.', status: 409 } }));
  await inDialog(page, 'Send the notice').click();
  await at(page, '/exceptional').waitFor();
  await page.unroute('**/moves');
  await inspect(page);
  await inDialog(page, 'Cancel').click();
}

export async function way({ tally }, anna) {
  let casePath = '';
  await tally.step('emergency help is given at once, and the notice says what it lacks', async () => {
    casePath = await openCase(anna, 'Eva Way (fictional)');
    await anna.getByRole('link', { name: 'Steps of the case' }).click();
    await button(anna, 'Give emergency help').click();
    await inspect(anna);
    await inDialog(anna, 'Give emergency help').click();
    await anna.locator('section > p > b').filter({ hasText: /^Emergency help$/ }).waitFor();
    await anna.getByText(/^No consent and no other ground stands for this step/).first().waitFor();
    if (await button(anna, 'Send the notice').count()) throw new Error('the notice is offered without a ground');
    await inspect(anna);
  });
  await tally.step('after consent the notice goes, with its reason sealed and the time that follows', async () => {
    await agree(anna, casePath, 'Identification desk', ['contact', 'needs'], 'identify');
    await visit(anna, `${casePath}/way`);
    await button(anna, 'Send the notice').click();
    await tooLate(anna);
    await button(anna, 'Send the notice').click();
    await at(anna, '/reason').fill('She asks for it (fictional).');
    await inDialog(anna, 'Send the notice').click();
    await anna.getByText('Notice sent').first().waitFor();
    await anna.getByText('She asks for it (fictional).').waitFor();
    await button(anna, 'Stop the time: the person cannot be reached').click();
    await button(anna, 'The person can be reached again').click();
    await button(anna, 'Stop the time: the person cannot be reached').waitFor();
    await inspect(anna);
  });
  await tally.screen(anna, 'way', `${casePath}/way`, { views: ['en', 'ru', 'x-mirror'] });
}
