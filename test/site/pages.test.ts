import { readdirSync } from 'node:fs';
import { source as axe } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { address, launch, withChromium } from './chromium';

/** What a page may weigh when it is opened for the first time, compressed, with its fonts. */
const MOST_BYTES = 200 * 1024;

withChromium(() => {
  const pages = readdirSync('dist/site', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html'));
  const ids = new Map<string, ReadonlySet<string>>();
  const links: { readonly from: string; readonly to: string }[] = [];
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('there are pages', () => {
    expect(pages.length).toBeGreaterThan(20);
  });

  describe.each(pages)('%s', (path) => {
    let page: Page;
    const problems: string[] = [];
    const sizes: Promise<number>[] = [];
    beforeAll(async () => {
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
      page.on('requestfinished', (request) => {
        if (!request.url().startsWith(address())) problems.push(request.url());
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      });
      await page.goto(address() + path);
      await page.waitForLoadState('networkidle');
    });
    afterAll(() => page?.close());

    test('opens without an error, a request to another host, or too many bytes', async () => {
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      expect(problems).toEqual([]);
      expect(bytes).toBeLessThan(MOST_BYTES);
    });

    test('has ids that are there once, and links to this site or by https', async () => {
      const found = await page.evaluate(() => ({
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        // The links of a drawing have no href of their own that is a text.
        links: [...document.querySelectorAll('a[href]')].map(
          (link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href,
        ),
      }));
      expect(found.ids.length).toBe(new Set(found.ids).size);
      ids.set(path, new Set(found.ids));
      for (const link of found.links) {
        if (link.startsWith(address()))
          links.push({ from: path, to: link.slice(address().length) });
        else expect(link).toMatch(/^https:\/\//);
      }
    });

    test.each(['light', 'dark'] as const)(
      'has no serious finding of axe in %s colors',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFindings(page)).toEqual([]);
      },
    );

    test('fits every width, with everything open', async () => {
      for (const width of [1280, 768, 390, 320]) {
        await page.setViewportSize({ width, height: 844 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect({ width, over: Math.max(0, over) }).toEqual({ width, over: 0 });
      }
    });
  });

  test('no link is dead', () => {
    const dead = links.filter(({ to }) => {
      const [file = '', fragment] = to.split(/[?#]/);
      const known = ids.get(file || 'index.html');
      return (
        known === undefined || (to.includes('#') && !known.has(decodeURIComponent(fragment ?? '')))
      );
    });
    expect(links.length).toBeGreaterThan(1000);
    expect(dead).toEqual([]);
  });
});

/** What axe finds to be serious or critical, with everything opened that can be opened. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const result of document.querySelectorAll<HTMLElement>('.result')) result.hidden = false;
  });
  // As a script of the page it would need a hole in the content security policy.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{
          violations: {
            id: string;
            impact: string;
            nodes: { html: string; failureSummary?: string }[];
          }[];
        }>;
      };
    };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
}
