import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { address, launch, withChromium } from './chromium';

const pattern = 'messaging/sqs-dead-letter-queue.html';

withChromium(() => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext({ acceptDownloads: true });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const open = (path: string) => page.goto(address() + path);

  test('a learner answers a question, and each answer says why it is right or wrong', async () => {
    await open(pattern);
    const options = page.locator('#answer .options').first();
    await options.getByText('Raise the visibility timeout').click();
    expect(await options.locator('details[open]').innerText()).toContain(
      'The message stays in the queue until it expires.',
    );
    expect(await page.locator('#answer .told').first().innerText()).toMatch(/^Wrong\./);
    await page.reload();
    expect(await page.locator('#answer .told').first().innerText()).toBe(
      'You got this wrong the last time.',
    );
    await options.getByText('dead-letter queue with a maximum').click();
    expect(await page.locator('#answer .told').first().innerText()).toMatch(/^Right\./);
    await open('index.html');
    expect(await page.locator('[data-pattern=SqsDeadLetterQueue] .done').innerText()).toMatch(
      /^1 of \d+ known$/,
    );
  });

  test('a learner predicts a diff before seeing it, and finds the prediction after a reload', async () => {
    await open(`${pattern}#predict`);
    const trial = page.locator('[data-key="SqsDeadLetterQueue/WorkQueue.VisibilityTimeout=10"]');
    await trial.locator('summary').click();
    expect(await trial.locator('.result').isVisible()).toBe(false);
    await trial.getByRole('button', { name: 'Refused at synth' }).click();
    expect(await trial.innerText()).toContain('Your prediction was right.');
    expect(await trial.locator('.objections').innerText()).toContain(
      'visibility timeout (10) is less than Function timeout (30)',
    );

    const other = page.locator('[data-key="SqsDeadLetterQueue/WorkQueue.VisibilityTimeout=30"]');
    await other.locator('summary').click();
    await other.getByRole('button', { name: 'Replaced' }).click();
    expect(await other.innerText()).toContain('You expected: replaced.');
    expect(await other.locator('pre').innerText()).toContain('[+] 30');

    await page.reload();
    expect(await page.locator('.tally').innerText()).toMatch(
      /^You have predicted 2 of \d+, and 1 of them right\.$/,
    );
    expect(await trial.getAttribute('class')).toContain('was-right');
    expect(await other.getAttribute('class')).toContain('was-wrong');
  });

  test('a switch shows the CloudFormation that a paragraph becomes', async () => {
    await open(`${pattern}#stack`);
    const part = page.locator('.part', { hasText: 'maxReceiveCount: 5' });
    await part.locator('label', { hasText: 'CloudFormation' }).click();
    expect(await part.locator('.as-cfn').innerText()).toContain('Type: AWS::SQS::Queue');
    expect(await part.locator('.as-cdk').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Show all as CloudFormation' }).click();
    expect(await page.locator('.as-cdk:visible').count()).toBe(0);
  });

  test('a learner searches, and a result leads to the place', async () => {
    await open('find.html');
    await page.getByRole('searchbox').fill('ReportBatchItemFailures');
    const result = page
      .locator('#results a', { hasText: 'Consumer.FunctionResponseTypes' })
      .first();
    await result.click();
    await page.waitForURL(/#fact-consumer-functionresponsetypes$/);
    expect(await page.locator(':target').innerText()).toContain('ReportBatchItemFailures');
  });

  test('a learner filters the exam map', async () => {
    await open('exam-map.html');
    const all = await page.locator('.statements > li:visible').count();
    await page.getByRole('radio', { name: 'DVA-C02' }).check();
    await page.getByLabel('Words').fill('encryption');
    const some = await page.locator('.statements > li:visible').count();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    expect(await page.locator('#shown').innerText()).toBe(`${some} task statements`);
  });

  test('a learner does a mock exam of five by keyboard alone, and finds the progress after a reload', async () => {
    await open('practice.html');
    await page.locator('#setup').waitFor();
    await page.locator('[name=mode][value=quiz]').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[name=mode][value=exam]').isChecked()).toBe(true);
    await page.locator('[name=count]').focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    for (let question = 1; question <= 5; question += 1) {
      await page.getByRole('heading', { name: `question ${question} of 5` }).waitFor();
      const several = /Which two/.test(await page.locator('.situation').innerText());
      await page.keyboard.press('a');
      if (several) await page.keyboard.press('b');
      expect(await page.locator('[name=option]:checked').count()).toBe(several ? 2 : 1);
      await page.keyboard.press('Enter');
    }
    const score = await page.getByRole('heading', { name: /of 5 right/ }).innerText();
    expect(await page.locator('.score tbody tr').count()).toBe(4);

    await page.reload();
    await page.locator('#history').waitFor();
    const [right] = score.split(' ');
    expect(await page.locator('#history tbody').innerText()).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d\\s+DVA-C02\\s+${right}\\s+5$`),
    );
    expect(await page.locator('#standing').innerText()).toContain('You have answered 5 of');
  });

  test('a quiz tells at once whether an answer is right', async () => {
    await open('practice.html');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'question 1 of 10' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.locator('.verdict-line').innerText()).toMatch(/^Choose /);
    const several = /Which two/.test(await page.locator('.situation').innerText());
    await page.keyboard.press('a');
    if (several) await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    expect(await page.locator('.verdict-line').innerText()).toMatch(/^You were (right|wrong)\.$/);
    expect(await page.locator('.why').count()).toBeGreaterThan(1);
  });

  test('progress can be exported, forgotten and imported again', async () => {
    await open(pattern);
    await page.locator('#answer .options').first().getByText('Lower the retention').click();
    await open('practice.html');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = await (await downloading).path();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1 });
    await page.getByRole('button', { name: 'Forget everything' }).click();
    await page.getByRole('button', { name: 'Really forget everything?' }).click();
    expect(await page.locator('#standing').innerText()).toBe('You have not answered anything yet.');
    await page.locator('#file').setInputFiles(file);
    await page.getByText('You have answered 1 of').waitFor();
    await page.locator('#file').setInputFiles({
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"version":2}'),
    });
    await page.getByText('expected progress, got version 2').waitFor();
  });

  test('a question, the code and the diffs can be read without JavaScript', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const reading = await plain.newPage();
    await reading.goto(address() + pattern);
    await reading.getByText('Raise the visibility timeout', { exact: true }).click();
    expect(await reading.locator('#answer details[open]').innerText()).toContain('Wrong.');
    const trial = reading.locator('[data-key="SqsDeadLetterQueue/WorkQueue.VisibilityTimeout=30"]');
    await trial.locator('summary').click();
    expect(await trial.locator('pre').innerText()).toContain('[+] 30');
    expect(await reading.locator('button:visible').count()).toBe(0);
    await reading.goto(`${address()}find.html`);
    expect(await reading.locator('#everything a').count()).toBeGreaterThan(10);
    await plain.close();
  });

  test('a printed page has every answer, and no controls', async () => {
    await open(pattern);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator('.contents').isVisible()).toBe(false);
    expect(await page.locator('.verdict:visible').count()).toBeGreaterThan(4);
    expect(await page.locator('.trial pre:visible').count()).toBeGreaterThan(5);
  });
});
