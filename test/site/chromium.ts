import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
].filter(Boolean);

/** The Chromium of this machine, if it has one. */
export const executablePath = places.find((place) => existsSync(place));

/** Why the tests are skipped, as a part of their names. */
export const reason = `needs Chromium, found none of ${places.join(', ')}; on Debian and Ubuntu: apt-get install chromium, or name it in CHROMIUM`;

/** A browser that knows no other host than this machine. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      // Chromium refuses to start its sandbox for root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

/** The tests of a file; without a browser, one test that is skipped and says why. */
export function withChromium(tests: () => void): void {
  if (executablePath) tests();
  else test.skip(reason, () => undefined);
}

/** Where the site is served. */
export const address = () => process.env.SITE_ADDRESS ?? '';
