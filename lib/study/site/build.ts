import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pattern } from '../../model/pattern';
import { patterns as allPatterns } from '../../patterns';
import { notedProofs } from '../../sandbox/proofs';
import { bankQuestions } from '../bank';
import { annotate } from './annotate';
import { assets } from './assets';
import { createDraw } from './diagram';
import { createHighlighter } from './highlight';
import { correctionsPage } from './pages/corrections';
import { examMapPage } from './pages/exam-map';
import { findPage } from './pages/find';
import { homePage } from './pages/home';
import { type Page, write } from './pages/layout';
import { pathOf, patternPage } from './pages/pattern';
import { practicePage } from './pages/practice';
import { type Entry, entriesOf } from './search';
import { handlerFiles } from './sources';
import { type Study, studyAll } from './study';

/** The files of a site, by their paths below it. */
export type Files = Map<string, string | Uint8Array>;

/** What a worker makes of its patterns: plain data, so that it can be sent to the main thread. */
export interface Portion {
  readonly pages: readonly (readonly [path: string, text: string])[];
  readonly entries: readonly Entry[];
  readonly usdPerDay: Readonly<Record<string, number>>;
}

/**
 * Builds the site. The patterns are divided among workers, one for each processor, because synthesizing them and
 * asking the rules about their experiments takes most of the time.
 * @param command the built command, which calls `buildPortion` when it is started as a worker
 */
export async function buildSite(patterns: readonly Pattern[], command: string): Promise<Files> {
  const width = Math.min(availableParallelism(), patterns.length);
  const shares = Array.from({ length: width }, (_, worker) =>
    patterns.filter((_, index) => index % width === worker).map(({ id }) => id),
  );
  const [portions, staticFiles] = await Promise.all([
    Promise.all(shares.map((ids, worker) => inWorker(command, { ids, worker }))),
    assets(),
  ]);
  const files: Files = new Map(staticFiles);
  const usdPerDay = Object.assign({}, ...portions.map((portion) => portion.usdPerDay));
  const pages: Page[] = [
    homePage(patterns, usdPerDay),
    practicePage(patterns),
    findPage(patterns),
    examMapPage(patterns),
    correctionsPage(patterns),
  ];
  for (const page of pages) files.set(page.path, write(page));
  for (const [path, text] of portions.flatMap((portion) => portion.pages)) files.set(path, text);
  for (const [path, text] of data(patterns, portions)) files.set(path, text);
  return files;
}

/** What the pages of practice and search load when they need it. */
function data(patterns: readonly Pattern[], portions: readonly Portion[]): [string, string][] {
  const questions = bankQuestions(patterns);
  const entries = portions.flatMap((portion) => portion.entries);
  const kinds = [...new Set(entries.map(({ kind }) => kind))];
  return [
    // Enough to draw from; the words of a question follow with those of its pattern.
    [
      'data/questions.json',
      JSON.stringify(questions.map(({ key, pattern, tasks }) => ({ key, pattern, tasks }))),
    ],
    ...patterns.map(({ id }): [string, string] => [
      `data/questions/${id}.json`,
      JSON.stringify(questions.filter(({ pattern }) => pattern === id)),
    ]),
    [
      'data/patterns.json',
      JSON.stringify(
        Object.fromEntries(
          patterns.map((one) => [one.id, { path: pathOf(one), question: one.exam.question }]),
        ),
      ),
    ],
    ...kinds.map((kind): [string, string] => [
      `data/search/${kind}.json`,
      JSON.stringify(entries.filter((entry) => entry.kind === kind)),
    ]),
  ];
}

interface Share {
  readonly ids: readonly string[];
  readonly worker: number;
}

function inWorker(command: string, share: Share): Promise<Portion> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(command, { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`expected a portion of the site, got exit code ${code}`)),
    );
  });
}

/** The pages of some patterns, and what can be found on them. */
export async function buildPortion({ ids, worker }: Share): Promise<Portion> {
  const patterns = allPatterns.filter(({ id }) => ids.includes(id));
  const [highlighter, draw] = await Promise.all([createHighlighter(), createDraw()]);
  const proofs = notedProofs();
  const studies = studyAll(patterns, `site-${worker}`);
  const pageOf = (study: Study) => {
    const position = allPatterns.indexOf(study.pattern);
    return patternPage({
      study,
      handlers: handlerFiles(study.pattern),
      proof: proofs[study.pattern.id],
      highlighter,
      draw,
      before: allPatterns[position - 1],
      after: allPatterns[position + 1],
    });
  };
  return {
    pages: studies.map((study) => [pathOf(study.pattern), write(pageOf(study))]),
    entries: studies.flatMap((study) =>
      entriesOf(study, annotate(study), handlerFiles(study.pattern)),
    ),
    usdPerDay: Object.fromEntries(studies.map(({ pattern, cost }) => [pattern.id, cost.usdPerDay])),
  };
}
