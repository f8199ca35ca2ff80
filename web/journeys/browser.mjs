// A browser, a session each, and the checks that every screen passes: axe, no sideways overflow, no breach of the
// content policy, no request to another origin, no error in the console.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../staff/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

export const base = process.env.NRM_URL ?? 'https://localhost:8443';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const widths = [1280, 320];
export const tongues = ['en', 'x-mirror'];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

// NRM_BIN is the program, NRM_BIN_ARGS what follows every command, such as the instance's folder.
export function opennrm(...command) {
  const more = (process.env.NRM_BIN_ARGS ?? '').split(' ').filter(Boolean);
  return execFileSync(process.env.NRM_BIN ?? 'opennrm', [...command, ...more], { encoding: 'utf8' }).trim();
}
export function accounts() {
  const answer = JSON.parse(opennrm('demo', 'accounts', '--format', 'json'));
  return Array.isArray(answer) ? answer : (answer.accounts ?? answer.items);
}
export const codeOf = (account) => opennrm('demo', 'code', account).match(/\d{6}/)[0];

export async function openPage(browser, faults) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('console', (message) => {
    const words = message.text();
    if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(words)) faults.push(`content policy: ${words}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== new URL(base).origin && !request.isNavigationRequest()) faults.push(`foreign request: ${url.origin}`);
  });
  return page;
}

export const at = (page, pointer) => page.locator(`[id="${pointer}"]`);
export async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.locator('main h1').first().waitFor();
}
export async function visit(page, path, tongue = 'en') {
  await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${tongue}`);
  await settle(page);
}

// The second factor works once a half minute, so a code that was used is waited out.
export async function signIn(page, { account, password }) {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await at(page, '/account').fill(account);
    await at(page, '/password').fill(password);
    await at(page, '/code').fill(codeOf(account));
    await page.locator('form button[type=submit]').click();
    const done = await Promise.race([
      page.locator('#rail').waitFor({ state: 'attached', timeout: 30_000 }).then(() => true),
      page.locator('.errors').waitFor({ timeout: 30_000 }).then(() => false),
    ]);
    if (done) return;
    await page.waitForTimeout(31_000 - (Date.now() % 30_000));
    await page.reload();
    await settle(page);
  }
  throw new Error(`${account} could not sign in`);
}

export async function inspect(page) {
  const { scroll, inner } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, inner: window.innerWidth }));
  if (scroll > inner) throw new Error(`overflows: ${scroll} of ${inner}`);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  if (violations.length) throw new Error(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`).join('; '));
  const title = await page.title();
  if (title !== 'OpenNRM') throw new Error(`the title says more than the program's name: ${title}`);
}
