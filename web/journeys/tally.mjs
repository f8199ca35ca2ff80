// Counts steps, and looks at a screen in every language and width that it must bear.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, visit } from './browser.mjs';

export const widths = [1280, 320];
export const tongues = ['en', 'x-mirror'];
// Pictures for the handbook are taken only where somebody asks for them, so that a test changes no file.
const pictures = process.env.NRM_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

export class Tally {
  passed = 0;
  failed = 0;
  faults = [];

  async step(name, act) {
    const started = Date.now();
    try {
      await act();
      if (this.faults.length) throw new Error(this.faults.join('; '));
      this.passed += 1;
      console.log(`ok   ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL ${name}: ${String(error.message ?? error).slice(0, 1500)}`);
    }
    this.faults.length = 0;
  }

  // `prepare` brings a visited page into the state to look at.
  async screen(page, name, path, { prepare, views = tongues } = {}) {
    for (const tongue of views) {
      for (const width of widths) {
        await this.step(`${name} in ${tongue} at ${width}`, async () => {
          await page.setViewportSize({ width, height: 900 });
          await visit(page, path, tongue);
          await prepare?.();
          await inspect(page);
        });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed ? 1 : 0;
  }
}

export async function picture(page, name, { width = 1280, height = 900, whole = false } = {}) {
  if (!pictures) return;
  await page.setViewportSize({ width, height });
  await page.evaluate(() => { document.activeElement?.blur?.(); scrollTo(0, 0); });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: whole });
  await page.setViewportSize({ width: 1280, height: 900 });
}
