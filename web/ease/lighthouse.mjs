// Lighthouse over the sign-in page and the main pages of the staff web, against a running demonstration.
//   NRM_URL=https://localhost:8443 NRM_BIN=path/to/opennrm node web/ease/lighthouse.mjs [--form desktop|mobile] [path…]
// Prints one line a page; exits with 1 where one is below 95.
import { accounts, base, codeOf } from '../journeys/browser.mjs';
import puppeteer from 'puppeteer-core';
import { desktopConfig, navigation } from 'lighthouse';

const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const words = process.argv.slice(2);
const form = words[0] === '--form' ? words.splice(0, 2)[1] : 'mobile';
const paths = words.length ? words : ['/', '/cases', '/cases/new', '/referrals', '/directory', '/log'];
const account = process.env.NRM_ACCOUNT ?? 'anna';

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', acceptInsecureCerts: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--ignore-certificate-errors'] });
const page = await browser.newPage();

async function signIn() {
  const { password } = accounts().find((one) => one.account === account);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await page.goto(`${base}/?lang=en`);
    await page.waitForSelector('[id="/account"]');
    await page.type('[id="/account"]', account);
    await page.type('[id="/password"]', password);
    await page.type('[id="/code"]', codeOf(account));
    await page.click('form button[type=submit]');
    // A code is good once: the next half minute brings another.
    if (await page.waitForSelector('#rail', { timeout: 15_000 }).then(() => true, () => false)) return;
    await new Promise((done) => setTimeout(done, 31_000 - (Date.now() % 30_000)));
  }
  throw new Error(`${account} could not sign in`);
}

const below = [];
async function measure(name, path) {
  // What is stored is the session: kept from page to page.
  const flags = { disableStorageReset: true, onlyCategories: CATEGORIES, logLevel: 'error' };
  const config = form === 'desktop' ? desktopConfig : undefined;
  const { lhr } = await navigation(page, `${base}${path}${path.includes('?') ? '&' : '?'}lang=en`, { flags, config });
  const scores = CATEGORIES.map((category) => Math.round(100 * (lhr.categories[category].score ?? 0)));
  console.log(`${form}\t${name}\t${scores.join('\t')}`);
  for (const category of CATEGORIES) {
    if (100 * lhr.categories[category].score >= LEAST) continue;
    below.push(`${name}: ${category}`);
    for (const { id, weight } of lhr.categories[category].auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 0.9) console.error(`  ${name}: ${category}: ${id} ${audit.displayValue ?? ''} (${audit.title})`);
    }
  }
}

try {
  console.log(`form\tpage\t${CATEGORIES.join('\t')}`);
  if (!words.length) await measure('sign-in', '/');
  await signIn();
  for (const path of paths) await measure(path, path);
} finally {
  await browser.close();
}
process.exit(below.length ? 1 : 0);
