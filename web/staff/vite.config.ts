import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messages } from './scripts/messages.mjs';

// The proxy is for development only; the built files are served by the server itself.
export default defineConfig({
  plugins: [messages(), svelte()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, cssCodeSplit: false, manifest: true },
  server: { proxy: { '/api': { target: process.env.NRM_URL ?? 'https://localhost:8443', secure: false } } },
  test: { include: ['test/**/*.test.ts'], hookTimeout: 60_000, testTimeout: 60_000 },
});
