import { stringify } from 'yaml';
import type { Template } from '../../../cloudformation/template';
import { outcomeInWords } from '../../../experiment/outcome';
import type { Json, PlacedSetting, SettingName } from '../../../model/exam';
import { allTaskStatements } from '../../../model/exam-guides';
import { folderOf, type Pattern } from '../../../model/pattern';
import { type Claim, marks, type Proof } from '../../../sandbox/proofs';
import { bankQuestions } from '../../bank';
import { type Annotated, annotate, type Note } from '../annotate';
import { costChart, usePrices } from '../chart';
import { type Draw, diagram } from '../diagram';
import { codeBlock, type Highlighter } from '../highlight';
import { breakable, fragment, type Html, html, prose } from '../html';
import type { SourceFile } from '../sources';
import type { Study, Trial } from '../study';
import { type Page, rootOf } from './layout';
import { questionBlock } from './question';

/** What the page of a pattern is made from, beside the pattern itself. */
export interface Material {
  readonly study: Study;
  readonly handlers: readonly SourceFile[];
  readonly proof: Proof | undefined;
  readonly highlighter: Highlighter;
  readonly draw: Draw;
  /** The patterns before and after this one, in reading order. */
  readonly before: Pattern | undefined;
  readonly after: Pattern | undefined;
}

/** Where the page of a pattern is, below the site. */
export const pathOf = (pattern: Pattern) => `${folderOf(pattern)}.html`;

/** The place of a setting on the page of its pattern. */
export const factId = ({ id, property }: SettingName) => fragment(`fact ${id} ${property}`);

const trialId = ({ change }: Trial) => fragment(`try ${change}`);

/** The page of one pattern, in the order in which a person learns it. */
export function patternPage(material: Material): Page {
  const { study, before, after } = material;
  const { pattern } = study;
  const { id, exam, family } = pattern;
  const path = pathOf(pattern);
  const annotated = annotate(study);
  const sections = [
    { title: 'Answer', body: answer(material, annotated) },
    { title: 'Diagram', body: drawing(material, annotated) },
    { title: 'Stack', body: stack(material, annotated) },
    { title: 'Predict', body: predict(material) },
    { title: 'Handlers', body: handlers(material) },
    { title: 'Proof', body: proof(material) },
    { title: 'Corrections', body: corrections(study) },
    { title: 'Cost', body: cost(study) },
    { title: 'Deploy', body: deploy(study) },
  ].flatMap(({ title, body }) => (body ? [{ title, body, id: fragment(title) }] : []));
  return {
    path,
    title: id,
    description: exam.question,
    section: 'Patterns',
    content: html`<article class="pattern" data-pattern="${id}">
<header class="opening">
<p class="eyebrow"><a href="${rootOf(path)}index.html#${family}">${family}</a> <span aria-hidden="true">/</span> ${id}</p>
<h1>${prose(exam.question)}</h1>
</header>
<nav class="contents" aria-label="This page">
${sections.map((section) => html`<a href="#${section.id}">${section.title}</a>\n`)}</nav>
${sections.map((section) => html`<section id="${section.id}" aria-labelledby="${section.id}-title">${section.body}</section>\n`)}
<nav class="around" aria-label="Other patterns">
${before && html`<a rel="prev" href="${rootOf(path)}${pathOf(before)}"><small>Before</small> ${prose(before.exam.question)}</a>`}
${after && html`<a rel="next" href="${rootOf(path)}${pathOf(after)}"><small>Next</small> ${prose(after.exam.question)}</a>`}
</nav>
</article>`,
  };
}

function heading(id: string, title: string): Html {
  return html`<h2 id="${id}-title">${title}</h2>`;
}

function answer({ study }: Material, annotated: readonly Annotated[]): Html {
  const { pattern } = study;
  const [lead, ...others] = bankQuestions([pattern]);
  if (!lead) throw new Error(`expected a question of ${pattern.id}`);
  const tasks = allTaskStatements().filter(({ id }) => pattern.exam.tasks.includes(id));
  const path = pathOf(pattern);
  return html`${heading('answer', 'Choose the answer')}
<div class="answering"><div>
${questionBlock(lead)}
${
  others.length > 0 &&
  html`<details class="others"><summary>${others.length} more ${others.length === 1 ? 'question' : 'questions'} that this stack answers</summary>
${others.map(
  (
    question,
    index,
  ) => html`<div class="case"><h3>Question ${index + 2}</h3><p class="situation">${prose(question.text)}</p>
${questionBlock(question, showsLinks(question.shows, annotated))}</div>\n`,
)}</details>`
}</div>
<aside class="tasks" aria-labelledby="tasks-title"><h3 id="tasks-title">On the exam</h3>
<ul>${tasks.map(({ id, title }) => html`<li><a href="${rootOf(path)}exam-map.html#${fragment(id)}">${id}</a> ${title}</li>\n`)}</ul></aside></div>`;
}

/** Links to the settings that embody an answer. */
function showsLinks(shows: readonly SettingName[], annotated: readonly Annotated[]): Html | false {
  const notes = annotated.flatMap((part) => part.notes);
  const known = shows.filter((one) =>
    notes.some(({ setting }) => setting.id === one.id && setting.property === one.property),
  );
  if (known.length === 0) return false;
  return html`<p class="shows">In the stack: ${known.map((one) => html`<a href="#${factId(one)}">${breakable(`${one.id}.${one.property}`)}</a> `)}</p>`;
}

function drawing({ study, draw }: Material, annotated: readonly Annotated[]): Html {
  const { pattern, template, paths } = study;
  const href = (construct: string) => {
    const part = annotated.find(({ resources }) =>
      resources.some((id) => paths[id] === construct || paths[id]?.startsWith(`${construct}/`)),
    );
    return part && `#${partId(part)}`;
  };
  return html`${heading('diagram', 'How it fits together')}
<figure class="drawing" tabindex="0" aria-label="Diagram">${diagram(pattern.exam.flow, { resources: template.Resources, paths }, draw, href)}</figure>`;
}

const partId = ({ first }: Annotated) => `l${first}`;

function stack({ study, highlighter }: Material, annotated: readonly Annotated[]): Html {
  const { source, pattern } = study;
  const lines = highlighter.lines(source.trimEnd(), 'typescript');
  const plain = source.split('\n');
  return html`${heading('stack', 'The stack, annotated')}
<p class="intro">This is all of <code>lib/patterns/${folderOf(pattern)}/stack.ts</code>. Beside each paragraph are the facts that an exam asks about it, each checked against its source on ${pattern.exam.checked}. A number marks the line that sets the value.</p>
<p class="switch-all" hidden><button type="button" aria-pressed="false">Show all as CloudFormation</button></p>
<div class="annotated">
${annotated.map((part) => paragraph(part, { study, highlighter, lines, plain }))}</div>`;
}

interface Setting {
  readonly study: Study;
  readonly highlighter: Highlighter;
  readonly lines: readonly string[];
  readonly plain: readonly string[];
}

function paragraph(part: Annotated, { study, highlighter, lines, plain }: Setting): Html {
  const { first, last, notes, kind, resources, outputs } = part;
  const range = plain.slice(first - 1, last);
  const indentation = Math.min(
    ...range.filter(Boolean).map((line) => line.length - line.trimStart().length),
  );
  const code = range.map((_, index) => {
    const number = first + index;
    const here = notes.filter((note) => note.line === number);
    const marked = here.map(
      ({ setting, mark }) =>
        `<a class="mark" href="#${factId(setting)}" aria-label="note ${mark}">${mark}</a>`,
    );
    const text = dedent(lines[number - 1] ?? '', indentation);
    return here.length > 0
      ? `<span class="line" data-marks="${here.map(({ mark }) => mark).join(' ')}">${text}${marked.join('')}</span>`
      : text;
  });
  const name = `Lines ${first} to ${last}`;
  const typescript = codeBlock(code, name);
  if (kind === 'imports') {
    return html`<div class="part imports" id="${partId(part)}"><details><summary>${range.length} imports</summary>${typescript}</details></div>\n`;
  }
  const made = resources.length + outputs.length;
  const what = [
    resources.length > 0 &&
      `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}`,
    outputs.length > 0 && `${outputs.length} ${outputs.length === 1 ? 'output' : 'outputs'}`,
  ].filter(Boolean);
  const id = partId(part);
  return html`<div class="part" id="${id}">
<div class="panes">${
    made > 0
      ? html`
<div class="switch"><label><input type="radio" name="${id}" checked> TypeScript<span class="unseen">, lines ${first} to ${last}</span></label> <label><input type="radio" name="${id}" class="to-cfn"> CloudFormation <small>${what.join(', ')}</small></label></div>
<div class="as-cdk">${typescript}</div>
<div class="as-cfn">${codeBlock(highlighter.lines(cloudFormation(study.template, part), 'yaml'), `CloudFormation of lines ${first} to ${last}`)}</div>`
      : typescript
  }</div>
<div class="notes">${byResource(notes).map(([resource, own]) => noteGroup(resource, own, study))}</div>
</div>\n`;
}

/** Highlighted code without the first characters of its line, which are spaces. */
const dedent = (line: string, by: number) =>
  by === 0 ? line : line.replace(new RegExp(`^((?:<[^>]+>)*) {${by}}`), '$1');

/** The resources and outputs that a paragraph makes, as a template in YAML. */
function cloudFormation({ Resources, Outputs = {} }: Template, part: Annotated): string {
  const pick = (from: Readonly<Record<string, unknown>>, ids: readonly string[]) =>
    ids.length > 0 ? Object.fromEntries(ids.map((id) => [id, from[id]])) : undefined;
  const some = {
    Resources: pick(Resources, part.resources),
    Outputs: pick(Outputs, part.outputs),
  };
  // The name of a handler's code is a hash that changes with every edit of it.
  const text = JSON.stringify(some).replace(/[0-9a-f]{64}/g, '…');
  return stringify(JSON.parse(text), { aliasDuplicateObjects: false, lineWidth: 96 }).trimEnd();
}

function byResource(notes: readonly Note[]): [string, Note[]][] {
  const groups = new Map<string, Note[]>();
  for (const note of notes) {
    const { id, type } = note.setting;
    const key = `${id} ${type}`;
    groups.set(key, [...(groups.get(key) ?? []), note]);
  }
  return [...groups];
}

function noteGroup(_: string, notes: readonly Note[], study: Study): Html {
  const [{ setting }] = notes as [Note];
  return html`<h3 class="resource">${breakable(setting.id)} <small>${shortType(setting.type)}</small></h3>
<ul class="facts">${notes.map((note) => fact(note, study))}</ul>`;
}

/** `SQS Queue` for `AWS::SQS::Queue`. */
export const shortType = (type: string) => type.replace(/^AWS::/, '').replace('::', ' ');

function fact({ setting, mark }: Note, { trials }: Study): Html {
  const { property, value, fact: sentence, source, today } = setting;
  const own = trials.filter((trial) => trial.setting === setting);
  return html`<li id="${factId(setting)}"${mark && html` data-mark="${mark}"`}>
<p class="name">${mark && html`<span class="mark" aria-hidden="true">${mark}</span>`}<code>${breakable(property)}</code> <span class="value">${valueInWords(value)}</span></p>
<p>${prose(sentence)} <a class="source" href="${source}">source<span class="unseen"> of ${property}</span></a></p>
${today && html`<p class="changed"><strong>${today.since && today.since !== 'unknown' ? `Changed ${today.since}.` : 'Often taught wrong.'}</strong> ${prose(today.now)}</p>`}
${own.length > 0 && html`<p class="try">Predict: ${own.map((trial) => html`<a href="#${trialId(trial)}">${short(trial.experiment.value)}</a> `)}</p>`}
</li>\n`;
}

function valueInWords(value: PlacedSetting['value']): Html {
  if (value === undefined) return html`<em>not set</em>`;
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return html`<code>${breakable(text.length > 90 ? `${text.slice(0, 89)}…` : text)}</code>`;
}

const short = (value: unknown) => {
  if (value === null) return 'removed';
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
};

function predict({ study }: Material): Html | undefined {
  const { trials, pattern } = study;
  if (trials.length === 0) return undefined;
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = `${trial.setting.id}\n${trial.setting.type}`;
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return html`${heading('predict', 'Predict the diff')}
<p class="intro">Each of these changes was made to the template of this stack, and the diff is what <code>cdk diff</code> prints. What happens when you deploy it?</p>
<p class="tally" role="status"></p>
<div class="trials">${[...groups].map(([key, own]) => {
    const [id = '', type = ''] = key.split('\n');
    return html`<h3 class="resource">${breakable(id)} <small>${shortType(type)}</small></h3>
${own.map((trial) => trialBlock(trial, pattern))}`;
  })}</div>`;
}

function trialBlock(trial: Trial, pattern: Pattern): Html {
  const { setting, experiment, change, diff, objections } = trial;
  const also = experiment.also ?? [];
  return html`<details class="trial" id="${trialId(trial)}" data-key="${pattern.id}/${change}" data-outcome="${experiment.outcome}">
<summary><code>${breakable(setting.property)}</code> <span class="change"><span class="from">${setting.value === undefined ? html`<em>not set</em>` : html`<code>${short(setting.value)}</code>`}</span> <span class="arrow">to</span> <strong class="to">${changedTo(experiment.value)}</strong>${also.map(({ id = setting.id, property, value }) => html` <span class="also">and <code>${breakable(id === setting.id ? property : `${id}.${property}`)}</code> to ${changedTo(value)}</span>`)}</span></summary>
<div class="result">
<p class="outcome ${experiment.outcome}"><strong>${capital(outcomeInWords[experiment.outcome])}.</strong> ${prose(experiment.because)}${experiment.outcome === 'fails' && html` <a class="source" href="${experiment.source}">source<span class="unseen"> of the refusal</span></a>`}</p>
${
  diff === undefined
    ? html`<ul class="objections">${objections.map((objection) => html`<li>${objection}</li>`)}</ul>`
    : codeBlock(diff.split('\n').map(diffLine), `Diff of ${change}`)
}
<p class="command"><code>npm run experiment -- ${pattern.id} '${change}'</code></p>
</div>
</details>\n`;
}

const changedTo = (value: Json) =>
  value === null ? html`<em>not set</em>` : html`<code>${short(value)}</code>`;

/** A line of a diff; what is added, removed or replaced has a class of its own. */
function diffLine(line: string): string {
  const name = /\[-\]/.test(line)
    ? 'gone'
    : /\[\+\]/.test(line)
      ? 'new'
      : /\[~\]/.test(line)
        ? 'mod'
        : '';
  const { text } = html`${line}`;
  return name ? `<i class="${name}">${text}</i>` : text;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function handlers({ handlers: files, highlighter }: Material): Html | undefined {
  if (files.length === 0) return undefined;
  return html`${heading('handlers', 'Handlers and their core')}
<p class="intro">A handler keeps the AWS clients and the environment; what it decides is in pure functions in a file beside it.</p>
${files.map(
  (
    { path, text, isHandler },
    index,
  ) => html`<details class="file"${index === 0 && html` open`}><summary><code>${path}</code> <small>${isHandler ? 'handler' : 'core'}, ${text.trimEnd().split('\n').length} lines</small></summary>
${codeBlock(highlighter.lines(text.trimEnd(), 'typescript'), path)}</details>\n`,
)}`;
}

function proof({ study, proof: last }: Material): Html {
  const { id } = study.pattern;
  if (!last)
    return html`${heading('proof', 'What a run proves')}
<p class="intro">No run is on record here. <code>npm start -- ${id}</code> deploys this stack onto an emulator on your machine, proves its claims, and destroys it.</p>`;
  return html`${heading('proof', 'What the last run proved')}
<p class="intro">On ${last.day}, <code>npm start</code> deployed this stack onto an emulator, and its exercise tried these claims.</p>
<ul class="claims">${last.claims.map(claim)}</ul>`;
}

function claim({ claim: words, verdict, detail, milliseconds }: Claim): Html {
  return html`<li class="${fragment(verdict)}"><span class="mark" aria-hidden="true">${marks[verdict]}</span> <span><strong class="unseen">${verdict}: </strong>${prose(capital(words))}${detail && html` <small>${prose(detail)}</small>`}</span> <span class="time">${(milliseconds / 1000).toFixed(1)} s</span></li>\n`;
}

function corrections({ pattern }: Study): Html | undefined {
  const all = pattern.exam.resources.flatMap(({ id, settings }) =>
    settings.flatMap(({ today, property }) => (today ? [{ today, id, property }] : [])),
  );
  if (all.length === 0) return undefined;
  return html`${heading('corrections', 'What is taught wrong')}
<ul class="corrections">${all.map(
    ({ today, id, property }) => html`<li>
<p class="since">${today.since === undefined ? 'Never right' : today.since === 'unknown' ? 'Changed' : html`Since <time>${today.since}</time>`}</p>
<p class="then"><span>The notes say</span> ${prose(today.notes)}</p>
<p class="now"><span>True now</span> ${prose(today.now)} <a class="source" href="${today.source}">source<span class="unseen"> of the correction</span></a> <a href="#${factId({ id, property })}">in the stack</a></p>
</li>\n`,
  )}</ul>`;
}

function cost({ cost: idle, costInWords, template }: Study): Html {
  const fifo = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::SQS::Queue')
    .every(({ Properties }) => Properties?.FifoQueue === true);
  const prices = idle.grows.flatMap((sentence) => usePrices(sentence, fifo));
  const chart = costChart(prices, idle.usdPerMonth);
  return html`${heading('cost', 'What it costs')}
<p class="intro">In us-east-1, one copy costs ${costInWords}.</p>
<div class="costs">${chart && html`<figure>${chart}<figcaption>What each of these costs in a month, by the number of uses. Free shares are taken off.</figcaption></figure>`}
<ul class="plain">${idle.grows.map((sentence) => html`<li>${prose(sentence)}</li>`)}</ul></div>`;
}

function deploy({ pattern }: Study): Html {
  const { id, exam } = pattern;
  const commands = (lines: readonly string[], name: string) =>
    html`<div class="commands"><pre class="code" tabindex="0" role="region" aria-label="${name}"><code>${lines.join('\n')}</code></pre><button type="button" class="copy" hidden>Copy</button></div>`;
  return html`${heading('deploy', 'Deploy it, and destroy it')}
<div class="ways">
<div><h3>On your machine, without an account</h3>
${commands([`npm start -- ${id}`], 'Commands for the emulator')}
<p>This deploys the stack onto an emulator, proves what it does, and destroys it. With <code>--set naive</code>, it also shows the typical first attempt. ${prose(exam.naive.lesson)}</p></div>
<div><h3>In a sandbox account of yours</h3>
${commands([`npx cdk deploy ${id}`, `npm run exercise -- ${id}`, `npx cdk destroy ${id}`], 'Commands for an account')}
${
  exam.remains.length === 0
    ? html`<p><code>cdk destroy</code> leaves nothing behind.</p>`
    : html`<p><code>cdk destroy</code> leaves behind:</p><ul class="plain">${exam.remains.map((thing) => html`<li>${prose(thing)}</li>`)}</ul>`
}</div>
</div>`;
}
