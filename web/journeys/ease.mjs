// A first referral by somebody who never saw the program, counted: from sign-in to "sent", along what the screens offer and
// nothing else. No address is typed, no screen visited twice but by the program's own ways.
//   NRM_URL=https://localhost:8443 NRM_BIN=path/to/opennrm node web/journeys/ease.mjs [bench/ease.md]
// Prints a table; writes it into the file that is named, between its marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { accounts, at, base, codeOf, launch, openPage, settle } from './browser.mjs';

// What she has to go through: a screen is one until it shows another heading; a decision is a choice among what is offered;
// a press is a button or a link; a keystroke is a character.
class Count {
  stages = [];
  constructor(page) { this.page = page; }
  async stage(name, act) {
    this.now = { name, screens: 0, decisions: 0, presses: 0, keys: 0 };
    this.stages.push(this.now);
    await act();
  }
  async screen() {
    await settle(this.page);
    this.now.screens += 1;
  }
  async type(pointer, text) {
    await at(this.page, pointer).fill(text);
    this.now.keys += [...text].length;
  }
  async choose(pointer, value) {
    await at(this.page, pointer).selectOption(value);
    this.now.decisions += 1;
  }
  async check(control) {
    await (typeof control === 'string' ? at(this.page, control) : control).check();
    this.now.decisions += 1;
  }
  async press(control) {
    await (typeof control === 'string' ? this.page.locator(control).first() : control).click();
    this.now.presses += 1;
  }
  total() {
    return this.stages.reduce((sum, { screens, decisions, presses, keys }) => ({ name: 'together', screens: sum.screens + screens,
      decisions: sum.decisions + decisions, presses: sum.presses + presses, keys: sum.keys + keys }),
    { screens: 0, decisions: 0, presses: 0, keys: 0 });
  }
}

const main = 'button[data-main][type=submit]';
const heading = (page) => page.locator('main h1').first().innerText();

async function signIn(count, page) {
  await page.goto(`${base}/?lang=en`);
  await count.screen();
  const { password } = accounts().find(({ account }) => account === 'anna');
  await count.type('/account', 'anna');
  await count.type('/password', password);
  await count.type('/code', codeOf('anna'));
  await count.press('form button[type=submit]');
  await page.locator('#rail').waitFor({ state: 'attached' });
  await count.screen();
}
async function openCase(count, page) {
  await count.press('main a[data-main]');
  await count.screen();
  await count.type('/values/identity.names/0/name', 'Alena (fictional)');
  await count.check('/values/casework.age-class=adult');
  await count.choose('/values/casework.age-class/reason', 'own-statement');
  await count.type('/values/whereabouts.safe-contact/how', 'Through the duty desk');
  await count.check('/values/casework.needs=shelter');
  await count.type('/values/casework.summary', 'Found at night; needs a place to stay.');
  await count.press(main);
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  await count.screen();
}
// The case's main button; the first team that has room and that she was not asked about yet.
async function lookForPlace(count, page) {
  await count.press('main a[data-main]');
  await count.screen();
  await count.choose('/need', 'shelter');
  const ask = page.locator('[id="/receiver_team_id"] a.button').first();
  await ask.waitFor();
  await count.press(ask);
  await page.waitForURL(/\/consent\?to=/);
  await count.screen();
}
// A text that nobody has checked in her language is explained with an interpreter only.
async function askHer(count, page) {
  await count.check('/interpreter/used');
  await count.type('/interpreter/name', 'Interpreter 7');
  for (const point of await page.locator('.points input').all()) await count.check(point);
  for (const group of ['identity', 'contact', 'needs', 'situation']) {
    if (!(await at(page, `/field_groups=${group}`).isChecked())) await count.check(`/field_groups=${group}`);
  }
  await count.check('/decision=consent');
  await count.press(main);
  await page.waitForURL(/\/refer\?to=/);
  await count.screen();
}
async function send(count, page) {
  if ((await at(page, '/need').inputValue()) === '') await count.choose('/need', 'shelter');
  await at(page, '/receiver_team_id').locator('input:checked').waitFor();
  await at(page, '/question').waitFor();
  await count.type('/question', 'Is there a bed tonight?');
  await count.press(main);
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  await count.screen();
}

const stages = [['sign in', signIn], ['open the case', openCase], ['look who could take it', lookForPlace],
  ['explain and ask the person', askHer], ['say what is asked, and send', send]];

function table(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(['', 'screens', 'decisions', 'presses', 'keystrokes']), '|---|---|---|---|---|',
    ...rows.map(({ name, screens, decisions, presses, keys }) => line([name, screens, decisions, presses, keys]))].join('\n');
}

const faults = [];
const browser = await launch();
let failed = 0;
try {
  const page = await openPage(browser, faults);
  const count = new Count(page);
  for (const [name, act] of stages) await count.stage(name, () => act(count, page));
  const sent = await page.locator('.steps li[data-step=now]').innerText();
  const rows = [...count.stages, count.total()];
  console.log(`${table(rows)}\n\nended at “${await heading(page)}”: ${sent.replace(/\s+/g, ' ')}`);
  const file = process.argv[2];
  if (file) {
    const text = readFileSync(file, 'utf8');
    const [start, end] = ['<!-- first referral -->', '<!-- end -->'];
    const from = text.indexOf(start) + start.length;
    const to = text.indexOf(end, from);
    if (from < start.length || to < 0) throw new Error(`${file} has no place for the table`);
    writeFileSync(file, `${text.slice(0, from)}\n${table(rows)}\n${text.slice(to)}`);
  }
} catch (error) {
  failed = 1;
  console.log(`FAIL ${String(error.message ?? error).slice(0, 1500)}`);
} finally {
  await browser.close();
}
for (const fault of faults) console.log(`FAIL ${fault}`);
process.exit(failed || faults.length ? 1 : 0);
