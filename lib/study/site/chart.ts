import { type Html, html, raw } from './html';

/** What a service bills for each use, as lib/cost says it in words. */
export interface UsePrice {
  readonly service: string;
  /** What is counted, such as `requests`. */
  readonly unit: string;
  readonly usdEach: number;
  /** How many of them are free each month. */
  readonly free: number;
}

/**
 * The prices by use in a sentence such as `SQS: 0.40 USD per million requests beyond 1 million a month`. What is billed
 * by volume or by time is left out, because it does not grow with the number of uses alone.
 * @param fifo whether the queues of the stack are FIFO queues, which have a price of their own
 */
export function usePrices(sentence: string, fifo: boolean): UsePrice[] {
  const [, service = '', rest = ''] = /^([^:]+): (.*)$/.exec(sentence) ?? [];
  const forFifo = /([\d.]+) USD for FIFO/.exec(rest)?.[1];
  const price =
    /([\d.]+) USD per (million|[\d,]+) ([A-Za-z][\w ]*?)(?: beyond ([\d.,]+)( million)?(?: a month)?)?(?=,(?! but)|;|$| and | of your own| to a | of a )/g;
  return [...rest.matchAll(price)].map(([, usd, per = '', unit = '', free, millions]) => ({
    service,
    unit,
    usdEach: Number(fifo ? (forFifo ?? usd) : usd) / (per === 'million' ? 1e6 : count(per)),
    free: free ? count(free) * (millions ? 1e6 : 1) : 0,
  }));
}

const count = (text: string) => Number(text.replaceAll(',', ''));

const size = { width: 520, height: 300, left: 58, right: 34, top: 30, bottom: 46 };
const uses = { least: 4, most: 8 };
const dollars = { least: -2, most: 3 };

/** What a month costs against the number of uses, both in powers of ten: one line for each thing that is billed. */
export function costChart(prices: readonly UsePrice[], idlePerMonth: number): Html | undefined {
  if (prices.length === 0) return undefined;
  const { width, height, left, right, top, bottom } = size;
  const x = (power: number) =>
    left + ((power - uses.least) / (uses.most - uses.least)) * (width - left - right);
  const y = (usd: number) => {
    const power = Math.min(Math.max(Math.log10(usd), dollars.least), dollars.most);
    return (
      height -
      bottom -
      ((power - dollars.least) / (dollars.most - dollars.least)) * (height - top - bottom)
    );
  };
  const cost = ({ usdEach, free }: UsePrice, power: number) =>
    Math.max(0, 10 ** power - free) * usdEach;
  const powers = Array.from(
    { length: (uses.most - uses.least) * 40 + 1 },
    (_, i) => uses.least + i / 40,
  );
  const lines = prices
    .map((price) => {
      const points = powers.filter((power) => {
        const usd = cost(price, power);
        return usd >= 10 ** dollars.least && usd <= 10 ** dollars.most;
      });
      return { price, points, end: cost(price, points.at(-1) ?? uses.most) };
    })
    .filter(({ points }) => points.length > 1)
    .sort((one, other) => other.end - one.end);
  const at = (power: number, usd: number) => `${x(power).toFixed(1)},${y(usd).toFixed(1)}`;
  const words = prices
    .map(({ service, unit, usdEach, free }) => {
      const some = cost({ service, unit, usdEach, free }, 7);
      return `10 million ${unit} of ${service} cost ${money(some)} USD a month`;
    })
    .join('; ');
  const plot = [
    ...range(dollars).map(
      (power) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(10 ** power)}" y2="${y(10 ** power)}"/>` +
        `<text class="tick" x="${left - 10}" y="${y(10 ** power) + 4}" text-anchor="end">${money(10 ** power)}</text>`,
    ),
    ...range(uses).map(
      (power) =>
        `<text class="tick" x="${x(power)}" y="${height - bottom + 22}" text-anchor="middle">${amount(power)}</text>`,
    ),
    `<text class="axis" x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">uses a month</text>`,
    `<text class="axis" x="${left - 10}" y="${top - 18}" text-anchor="end">USD</text>`,
    ...(idlePerMonth >= 10 ** dollars.least
      ? [
          `<line class="idle" x1="${left}" x2="${width - right}" y1="${y(idlePerMonth)}" y2="${y(idlePerMonth)}"/>`,
          `<text class="tick" x="${left + 6}" y="${y(idlePerMonth) - 6}">idle: ${money(idlePerMonth)} USD</text>`,
        ]
      : []),
    ...lines.map(({ price, points }, index) => {
      const path = points.map((power) => at(power, cost(price, power))).join(' ');
      return `<polyline class="line l${index % 6}" points="${path}"/>`;
    }),
  ].join('');
  // Of two lines, the upper one is named first.
  const legend = lines.map(
    ({ price: { service, unit } }, index) =>
      html`<li><svg class="chart" viewBox="0 0 30 8" width="30" height="8" aria-hidden="true"><line class="line l${index % 6}" x1="0" x2="30" y1="4" y2="4"/></svg> ${service} ${unit}</li>`,
  );
  return html`<svg class="chart plot" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${words}">${raw(plot)}</svg>
<ul class="legend">${legend}</ul>`;
}

const range = ({ least, most }: { least: number; most: number }) =>
  Array.from({ length: most - least + 1 }, (_, index) => least + index);

const money = (usd: number) =>
  usd >= 1 ? usd.toLocaleString('en-US', { maximumFractionDigits: 2 }) : usd.toFixed(2);

const amount = (power: number) =>
  power >= 6 ? `${10 ** (power - 6)} million` : (10 ** power).toLocaleString('en-US');
