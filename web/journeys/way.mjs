// A case moves along its tracks: help at once, the notice after consent, what is lacking and by when.
import { at, button, inDialog, inspect, visit } from './browser.mjs';
import { agree, openCase } from './cases.mjs';

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
