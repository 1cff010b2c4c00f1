import { examGuides } from '../../../model/exam-guides';
import type { Pattern } from '../../../model/pattern';
import { bankQuestions, byDomain } from '../../bank';
import { html, prose } from '../html';
import type { Page } from './layout';
import { pathOf } from './pattern';

/** The quiz and the mock exam. They need JavaScript; without it, the page leads to the questions of the patterns. */
export function practicePage(patterns: readonly Pattern[]): Page {
  const questions = bankQuestions(patterns);
  const exams = examGuides.map((guide) => {
    const domains = byDomain(questions, guide);
    return { guide, domains, count: domains.flat().length };
  });
  return {
    path: 'practice.html',
    title: 'Practice',
    description: 'A quiz and mock exams with the questions of all patterns, in your browser alone.',
    section: 'Practice',
    scripts: ['practice.js'],
    content: html`<header class="opening">
<h1>Practice</h1>
<p class="intro">Questions that you got wrong come back first, and those that you know come back later. Your answers stay in this browser.</p>
</header>
<div id="practice" hidden>
<form class="setup" id="setup">
<fieldset><legend>What</legend>
<label><input type="radio" name="mode" value="quiz" checked> <span><strong>Quiz</strong> You see after each question whether you were right, and why.</span></label>
<label><input type="radio" name="mode" value="exam"> <span><strong>Mock exam</strong> Drawn by the weights of the domains, against the clock, with a score at the end.</span></label>
</fieldset>
<fieldset class="exams"><legend>Which exam</legend>
<label class="quiz-only"><input type="radio" name="exam" value="" checked> <span><strong>All</strong> ${questions.length} questions</span></label>
${exams.map(({ guide, count }) => html`<label><input type="radio" name="exam" value="${guide.exam}"> <span><strong>${guide.exam}</strong> ${guide.title.replace(/^AWS Certified /, '')}, ${count} questions</span></label>\n`)}
</fieldset>
<fieldset class="numbers"><legend>How much</legend>
<label>Questions <input type="number" name="count" min="1" value="10" inputmode="numeric" required></label>
<label class="exam-only" hidden>Minutes <input type="number" name="minutes" min="1" max="300" value="20" inputmode="numeric" required></label>
</fieldset>
<p class="problem" role="alert"></p>
<p><button type="submit" class="primary">Start</button> <span class="hint">Keys: <kbd>a</kbd> to <kbd>f</kbd> choose, <kbd>Enter</kbd> goes on</span></p>
</form>
<section id="run" hidden aria-labelledby="run-title"></section>
<section class="progress" aria-labelledby="progress-title">
<h2 id="progress-title">Your progress</h2>
<p id="standing" role="status"></p>
<table id="history" hidden><caption>Mock exams</caption><thead><tr><th scope="col">Day</th><th scope="col">Exam</th><th scope="col">Right</th><th scope="col">Of</th></tr></thead><tbody></tbody></table>
<p class="tools"><button type="button" id="export">Export</button> <button type="button" id="import">Import</button> <button type="button" id="forget">Forget everything</button><input type="file" id="file" accept="application/json,.json" hidden aria-label="File with progress"></p>
<p class="hint">The file has the form of the one that <code>npm run quiz</code> keeps, so you can take your progress from one to the other.</p>
</section>
</div>
<noscript><p>The quiz needs JavaScript. Without it, each pattern below opens with its questions.</p></noscript>
<details class="all"><summary>All questions, by pattern</summary>
<ul class="patterns">${patterns.map((pattern) => html`<li><a href="${pathOf(pattern)}#answer">${prose(pattern.exam.question)}</a> <p>${bankQuestions([pattern]).length} questions</p></li>\n`)}</ul></details>`,
  };
}
