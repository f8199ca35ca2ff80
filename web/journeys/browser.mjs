// A browser, a session each, and the checks that every screen passes.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../staff/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

export const base = process.env.NRM_URL ?? 'https://localhost:8443';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const patience = 20_000;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

// NRM_BIN is the program, NRM_BIN_ARGS what follows every command, such as the instance's folder.
export function opennrm(...command) {
  const more = (process.env.NRM_BIN_ARGS ?? '').split(' ').filter(Boolean);
  return execFileSync(process.env.NRM_BIN ?? 'opennrm', ['--format', 'json', ...command, ...more], { encoding: 'utf8', timeout: patience }).trim();
}
export const accounts = () => JSON.parse(opennrm('demo', 'accounts'));
export const codeOf = (account) => opennrm('demo', 'code', account).match(/\d{6}/)[0];

// What an authenticator app shows for a secret in base 32, some half minutes from now.
export function totp(secret, steps = 0) {
  const bits = [...secret.replace(/[\s=]/g, '').toUpperCase()].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// A console error is a fault, but for the answers that the browser itself reports and a step may want.
const told = /Failed to load resource/;
export async function openPage(browser, faults) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !told.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => { faults.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.waiting = new Set();
  page.on('requestfinished', (request) => page.waiting.delete(request));
  page.on('requestfailed', (request) => page.waiting.delete(request));
  page.on('request', (request) => {
    page.waiting.add(request);
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== new URL(base).origin && !request.isNavigationRequest()) faults.push(`foreign request: ${url.origin}`);
  });
  page.on('response', (response) => { if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`); });
  return page;
}

export const at = (page, pointer) => page.locator(`[id="${pointer}"]`);
export const pathOf = (page) => new URL(page.url()).pathname;
export const button = (page, words) => page.locator('main').getByRole('button', { name: words, exact: true });
export const inDialog = (page, words) => page.locator('dialog').getByRole('button', { name: words, exact: true });
export const submit = (page) => page.locator('main button[data-main][type=submit]').click();
export async function choose(page, pointer, label) {
  const option = at(page, pointer).locator('option').filter({ hasText: label }).first();
  await at(page, pointer).selectOption(await option.getAttribute('value'));
}
export async function fillDate(page, pointer, parts) {
  for (const [part, digits] of Object.entries(parts)) await at(page, `${pointer}.${part}`).fill(digits);
}
// A page has settled when it has its heading and has asked for nothing for a moment.
export async function settle(page) {
  await page.locator('main h1').first().waitFor();
  for (let quiet = 0, since = Date.now(); quiet < 4; quiet = page.waiting.size ? 0 : quiet + 1) {
    if (Date.now() - since > patience) throw new Error('the page never came to rest');
    await page.waitForTimeout(40);
  }
}
export async function visit(page, path, tongue = 'en') {
  page.waiting.clear();
  await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${tongue}`);
  await settle(page);
}

// What is prepared, not looked at, goes straight to the server.
export const post = (page, path, body) => page.evaluate(async ([path, body]) => {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-NRM': '1', 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}, [`/api/v1${path}`, body]);

// The second factor works once a half minute, so a code that was used is waited out.
export const waitOutCode = (page) => page.waitForTimeout(31_000 - (Date.now() % 30_000));
export async function signIn(page, account, password, code = () => codeOf(account)) {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await at(page, '/account').fill(account);
    await at(page, '/password').fill(password);
    await at(page, '/code').fill(code());
    await page.locator('form button[type=submit]').click();
    const done = await Promise.race([
      page.locator('#rail').waitFor({ state: 'attached' }).then(() => true),
      page.locator('.errors').waitFor().then(() => false),
    ]);
    if (done) return settle(page);
    await waitOutCode(page);
    await page.reload();
    await settle(page);
  }
  throw new Error(`${account} could not sign in`);
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
async function checkAxe(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
  if (violations.length) throw new Error(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`).join('; '));
}
// Words for people only: no number of the machine's, no code, no empty message.
const raw = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b(access|basis|case|casework|compartment|contact|directory|identity|kernel|log|referral|whereabouts|work)\.[a-z]|\bundefined\b|\bNaN\b|\[object/;
async function checkWords(page, called) {
  // What is marked as code is meant for whoever reads it as such: the auditor's column of refusals.
  const codes = await page.locator('code').allInnerTexts();
  const words = codes.reduce((text, code) => text.replace(code, ''), await page.locator('body').innerText());
  const found = words.match(raw);
  if (found) throw new Error(`shows what is not for people: ${found[0]}`);
  const title = await page.title();
  if (title !== called) throw new Error(`the title says more than the program's name: ${title}`);
}
async function checkLayout(page) {
  const { scroll, inner, small } = await page.evaluate(() => {
    const shown = (control) => control.getBoundingClientRect().width > 1;
    const inText = (control) => control.matches('a') && getComputedStyle(control).display === 'inline';
    const controls = [...document.querySelectorAll('a, button, select, summary, input:not([type=checkbox], [type=radio]), textarea')].filter((control) => shown(control) && !inText(control));
    return {
      scroll: document.documentElement.scrollWidth, inner: innerWidth,
      small: controls.filter((control) => control.getBoundingClientRect().height < (innerWidth < 640 ? 44 : 24) - 0.5).map((control) => control.outerHTML.slice(0, 120)),
    };
  });
  if (scroll > inner) throw new Error(`overflows: ${scroll} of ${inner}`);
  if (small.length) throw new Error(`too small to touch: ${small.slice(0, 3).join(' | ')}`);
}
// `called`: the title; a page for the public names no program.
export async function inspect(page, called = 'OpenNRM') {
  await checkLayout(page);
  await checkWords(page, called);
  await checkAxe(page);
}
