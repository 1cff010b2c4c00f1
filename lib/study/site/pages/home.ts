import { settingsOf } from '../../../model/exam';
import type { Pattern } from '../../../model/pattern';
import { bankQuestions } from '../../bank';
import { html, prose } from '../html';
import type { Page } from './layout';
import { pathOf } from './pattern';

/** The first page: every pattern by its question. */
export function homePage(
  patterns: readonly Pattern[],
  usdPerDay: Readonly<Record<string, number>>,
): Page {
  const families = [...new Set(patterns.map(({ family }) => family))];
  const settings = patterns.flatMap(({ exam }) => settingsOf(exam));
  const experiments = settings.flatMap((setting) => setting.experiments ?? []);
  const numbers = [
    [patterns.length, 'stacks'],
    [bankQuestions(patterns).length, 'questions'],
    [settings.length, 'facts with a source'],
    [experiments.length, 'diffs to predict'],
  ] as const;
  return {
    path: 'index.html',
    title: 'AWS exam patterns',
    description:
      'Questions of the AWS Developer and Solutions Architect exams, each answered by a CDK stack that you can read, predict and deploy.',
    section: 'Patterns',
    content: html`<header class="opening">
<h1>Exam questions, answered by stacks that run</h1>
<p class="intro">Each page begins with a question of the AWS Developer and Solutions Architect exams. Choose an answer, read the stack that implements it, and predict what a change would do. Then deploy it on your own machine.</p>
<dl class="numbers">${numbers.map(([number, what]) => html`<div><dt>${what}</dt><dd>${number.toLocaleString('en-US')}</dd></div>`)}</dl>
</header>
${families.map(
  (family) => html`<section class="family" aria-labelledby="${family}">
<h2 id="${family}">${familyName(family)}</h2>
<ul class="patterns">${patterns
    .filter((one) => one.family === family)
    .map(
      (pattern) => html`<li data-pattern="${pattern.id}" data-questions="${bankQuestions([pattern])
        .map(({ key }) => key)
        .join(' ')}"><a href="${pathOf(pattern)}">${prose(pattern.exam.question)}</a>
<p><span class="id">${pattern.id}</span> <span>${settingsOf(pattern.exam).length} facts</span> <span>${idle(usdPerDay[pattern.id] ?? 0)}</span> <span class="done"></span></p></li>\n`,
    )}</ul>
</section>\n`,
)}`,
  };
}

/** A family as a title: `API`, `Messaging`. */
export const familyName = (family: string) =>
  family === 'api' ? 'API' : family.charAt(0).toUpperCase() + family.slice(1);

const idle = (usd: number) => (usd === 0 ? 'free while idle' : `${usd.toFixed(2)} USD a day`);
