import type { Pattern } from '../../../model/pattern';
import { html, prose } from '../html';
import type { Page } from './layout';
import { pathOf } from './pattern';

const kinds = [
  ['facts', 'Facts'],
  ['questions', 'Questions'],
  ['corrections', 'Corrections'],
  ['code', 'Code'],
] as const;

/** Full-text search. It needs JavaScript; without it, the page lists the patterns. */
export function findPage(patterns: readonly Pattern[]): Page {
  return {
    path: 'find.html',
    title: 'Find',
    description: 'Search the facts, the questions, the corrections and the code of all patterns.',
    section: 'Find',
    scripts: ['find.js'],
    content: html`<header class="opening"><h1>Find</h1></header>
<form class="search" id="search" role="search" hidden>
<label for="query" class="unseen">Search facts, questions, corrections and code</label>
<input type="search" id="query" name="q" autocomplete="off" spellcheck="false" placeholder="visibility timeout, 29 seconds, ReportBatchItemFailures …">
<fieldset><legend class="unseen">Where</legend>${kinds.map(([kind, title]) => html`<label><input type="checkbox" name="kind" value="${kind}" checked> ${title}</label> `)}</fieldset>
</form>
<p id="count" role="status"></p>
<ol id="results" class="results"></ol>
<noscript><p>The search needs JavaScript. The patterns are:</p></noscript>
<ul class="patterns" id="everything">${patterns.map((pattern) => html`<li><a href="${pathOf(pattern)}">${prose(pattern.exam.question)}</a> <p><span class="id">${pattern.id}</span></p></li>\n`)}</ul>`,
  };
}
