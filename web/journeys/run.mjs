// Whole tasks in a real browser against a running server with its demonstration accounts.
//   NRM_URL=https://localhost:8443 NRM_BIN=path/to/opennrm node web/journeys/run.mjs
import { accounts, launch, openPage, signIn, visit } from './browser.mjs';
import { Tally } from './tally.mjs';
import { door } from './door.mjs';
import { referral } from './referral.mjs';
import { attachments } from './attachments.mjs';
import { fields } from './fields.mjs';
import { members } from './members.mjs';
import { custody } from './custody.mjs';
import { trouble } from './trouble.mjs';
import { oversight } from './oversight.mjs';
import { screens } from './screens.mjs';
import { lock } from './lock.mjs';
import { security } from './security.mjs';
import { caselife } from './caselife.mjs';
import { consent } from './consent.mjs';
import { retention } from './retention.mjs';
import { keys } from './keys.mjs';
import { work } from './work.mjs';
import { places } from './places.mjs';
import { letters } from './letters.mjs';
import { handover } from './handover.mjs';
import { inhouse } from './inhouse.mjs';
import { way } from './way.mjs';
import { coordination } from './coordination.mjs';
import { ledger } from './ledger.mjs';

const tally = new Tally();
const browser = await launch();
const all = accounts();
const passwordOf = (name) => all.find(({ account }) => account === name).password;

const stage = {
  tally,
  // A page of its own for a member of the demonstration, signed in.
  async enter(account) {
    const page = await openPage(browser, tally.faults);
    await tally.step(`${account} signs in with password and code`, async () => {
      await visit(page, '/');
      await signIn(page, account, passwordOf(account));
    });
    return page;
  },
  resume: (page, account) => signIn(page, account, passwordOf(account)),
  stranger: () => openPage(browser, tally.faults),
  scriptless: () => browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true }),
};

const locked = await lock.begin(stage);
const outside = door(stage);
const anna = await stage.enter('anna');
const olga = await stage.enter('olga');
const made = await referral(stage, anna, olga);
await outside;
await attachments(stage, anna, made.casePath);
await letters(stage, anna, made.casePath);
await fields(stage, anna, olga, made);
await consent(stage, anna, olga);
await members(stage, olga);
await work(stage, anna, olga);
await custody(stage, olga);
await oversight(stage, olga);
await trouble(stage, anna);
await screens(stage, anna, olga, made);
await security(stage);
await caselife(stage, olga);
await places(stage, olga, anna);
await handover(stage, anna, olga);
await inhouse(stage, olga);
await way(stage, anna);
const vera = await stage.enter('vera');
const nina = await stage.enter('nina');
await coordination(stage, { anna, olga, nina, vera });
await ledger(stage, vera, olga, nina);
await retention(stage, await stage.enter('pavel'), olga, await stage.enter('dpo'));
await keys(stage, olga, anna, made.casePath);
await lock.end(stage, locked);
await browser.close();
process.exit(tally.close());
