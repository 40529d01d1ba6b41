import { defineConfig } from '@playwright/test';

const browser = process.env.GRACEFALL_BROWSER;
const electron = process.env.GRACEFALL_ELECTRON;

/** Journeys through the built app. The browser project drives the browser shell; the desktop project runs where Electron's binary is. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  // Each test starts its own app and host on its own workspace; two at once would only slow each other on small machines.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: [
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [{ name: 'browser', testIgnore: /desktop\// }, ...(electron ? [{ name: 'desktop', testMatch: /desktop\// }] : [])],
});
