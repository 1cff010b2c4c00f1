import type { Pattern } from '../../../model/pattern';
import { allCorrections, type Corrected } from '../../docs/corrections';
import { breakable, html, prose } from '../html';
import type { Page } from './layout';
import { factId, pathOf } from './pattern';

/** What the exam notes get wrong, as a time line of the changes that made it wrong. */
export function correctionsPage(patterns: readonly Pattern[]): Page {
  const all = allCorrections(patterns);
  const years = new Map<string, Corrected[]>();
  for (const one of all) {
    const { since } = one.today;
    const year =
      since === undefined
        ? 'Never right'
        : since === 'unknown'
          ? 'At some time'
          : since.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), one]);
  }
  const dated = [...years].filter(([year]) => /^\d/.test(year));
  const others = ['At some time', 'Never right'].flatMap((year) => {
    const own = years.get(year);
    return own ? [[year, own] as const] : [];
  });
  return {
    path: 'corrections.html',
    title: 'Corrections',
    description: 'What exam notes get wrong, since when, and where AWS says so.',
    section: 'Corrections',
    content: html`<header class="opening"><h1>Corrections</h1>
<p class="intro">The project was made from five documents of exam notes. ${all.length} of their statements are outdated or were never right. The latest change comes first.</p></header>
<ol class="timeline">${[...dated, ...others].map(
      ([year, own]) => html`<li><h2>${year}</h2>
<ul class="corrections">${own.map(
        ({ pattern, setting, today }) => html`<li>
<p class="since">${today.since && today.since !== 'unknown' && html`<time>${today.since}</time> `}<a href="${pathOf(pattern)}#${factId(setting)}">${breakable(pattern.id)}</a></p>
<p class="then"><span>The notes say</span> ${prose(today.notes)}</p>
<p class="now"><span>True now</span> ${prose(today.now)} <a class="source" href="${today.source}">source<span class="unseen"> of the correction</span></a></p>
</li>\n`,
      )}</ul></li>\n`,
    )}</ol>`,
  };
}
