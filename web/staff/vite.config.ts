import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messages } from './scripts/messages.mjs';

// What every page stands on is one file, and what forms are made of another: each file of its own is a question to the server
// more, and few can be asked at once.
const groups = [
  { name: 'shell', test: /node_modules\/(svelte|esm-env|clsx)|src\/(generated|kernel)\/|src\/api\/(client|lists|notices|session)|src\/ui\/(Clock|Field|Icon|Loaded|Notice|Page|Problems|TextField|When|forms|icons)\./, priority: 2 },
  { name: 'form', test: /src\/ui\/(Choices|DateField|SelectField)\./, priority: 1 },
];

// The proxy is for development only; the built files are served by the server itself.
export default defineConfig({
  plugins: [messages(), svelte()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, cssCodeSplit: false, manifest: true, rolldownOptions: { output: { codeSplitting: { groups } } } },
  server: { proxy: { '/api': { target: process.env.NRM_URL ?? 'https://localhost:8443', secure: false } } },
  test: { include: ['test/**/*.test.ts'], hookTimeout: 60_000, testTimeout: 60_000 },
});
