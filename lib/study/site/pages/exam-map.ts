import type { PlacedSetting } from '../../../model/exam';
import { examGuides, taskStatements } from '../../../model/exam-guides';
import type { Pattern } from '../../../model/pattern';
import { settingsFor, shortName } from '../../docs/exam-map';
import { fragment, html } from '../html';
import type { Page } from './layout';
import { factId, pathOf } from './pattern';

/** From each task statement of the exam guides to the patterns and settings that serve it. */
export function examMapPage(patterns: readonly Pattern[]): Page {
  return {
    path: 'exam-map.html',
    title: 'Exam map',
    description: 'The patterns for each task statement of the AWS exam guides.',
    section: 'Exam map',
    content: html`<header class="opening"><h1>Exam map</h1>
<p class="intro">For each task statement of the exam guides, the patterns that serve it and the settings that show it. A task statement without a pattern is listed too.</p></header>
<form class="filter" id="filter" hidden>
<fieldset><legend class="unseen">Exam</legend><label><input type="radio" name="exam" value="" checked> All</label> ${examGuides.map(({ exam }) => html`<label><input type="radio" name="exam" value="${exam}"> ${exam}</label> `)}</fieldset>
<label>Words <input type="search" name="words" autocomplete="off" placeholder="encryption, Lambda, queue …"></label>
<label class="check"><input type="checkbox" name="served"> Only with a pattern</label>
<p id="shown" role="status"></p>
</form>
${examGuides.map((guide) => {
  const { exam, title, source, checked } = guide;
  return html`<section class="exam" data-exam="${exam}" aria-labelledby="${fragment(exam)}">
<h2 id="${fragment(exam)}">${exam} <small><a href="${source}">${title.replace(/^AWS Certified /, '')}</a>, guide as of ${checked}</small></h2>
${guide.domains.map(
  (
    domain,
    index,
  ) => html`<div class="domain"><h3>${index + 1}. ${domain.title} <small>${domain.percent}%</small></h3>
<ul class="statements">${taskStatements(guide, domain).map(({ id, title: task }) => {
    const serving = patterns.flatMap((pattern) => {
      const settings = settingsFor(pattern, id);
      return settings.length > 0 ? [{ pattern, settings }] : [];
    });
    return html`<li id="${fragment(id)}"${serving.length > 0 && html` data-served`}><h4><span class="number">${id.split(' ')[1]}</span> ${task}</h4>
${
  serving.length === 0
    ? html`<p class="none">No pattern yet.</p>`
    : html`<ul>${serving.map(({ pattern, settings }) => html`<li><a href="${pathOf(pattern)}">${pattern.id}</a> <span class="settings">${firstFew(pattern, settings)}</span></li>`)}</ul>`
}</li>\n`;
  })}</ul></div>\n`,
)}</section>\n`;
})}`,
  };
}

/** How many settings are named below a pattern. */
const MOST = 4;

function firstFew(pattern: Pattern, settings: readonly PlacedSetting[]) {
  // Those that serve the fewest task statements say most about one of them.
  const telling = settings
    .toSorted((one, other) => (one.tasks?.length ?? 99) - (other.tasks?.length ?? 99))
    // Two constructs often have the same property.
    .filter(
      ({ property }, index, all) =>
        all.findIndex((other) => shortName(other.property) === shortName(property)) === index,
    )
    .slice(0, MOST);
  const more = settings.length - telling.length;
  return [
    ...telling.map(
      (setting) =>
        html`<a href="${pathOf(pattern)}#${factId(setting)}">${shortName(setting.property)}</a> `,
    ),
    ...(more > 0 ? [html`and ${more} more`] : []),
  ];
}
