// The quiz and the mock exam: drawn, remembered and scored by the same functions as `npm run quiz`.
import { type ExamCode, examGuides } from '../lib/model/exam-guides';
import { shuffled } from '../lib/run/random';
import {
  type Asked,
  answered,
  ask,
  byDomain,
  byNeed,
  drawExam,
  isRight,
  letterOf,
  type Question,
  type Result,
  scoreByDomain,
  standing,
  toRead,
} from '../lib/study/bank';
import { all, element, one, prose } from './dom';
import { exported, forget, remember, remembered, today, understood } from './store';

/** A question before its words are loaded. */
type Listed = Pick<Question, 'key' | 'pattern' | 'tasks'>;

interface Place {
  readonly path: string;
  readonly question: string;
}

interface Run {
  readonly exam: ExamCode | '';
  readonly isExam: boolean;
  readonly asked: readonly Asked[];
  /** The options that are chosen in each question. */
  readonly chosen: number[][];
  /** Whether the answer to each question is told already. */
  readonly told: boolean[];
  readonly ends: number | undefined;
  at: number;
}

const setup = one<HTMLFormElement>('#setup');
const stage = one('#run');
const [questions, places] = await Promise.all([
  load<Listed[]>('data/questions.json').then((list) => list.map(stub)),
  load<Record<string, Place>>('data/patterns.json'),
]);
let clock: ReturnType<typeof setInterval> | undefined;
let current: Run | undefined;

one('#practice').hidden = false;
setup.addEventListener('change', adapt);
setup.addEventListener('submit', (event) => {
  event.preventDefault();
  start().catch((error: Error) => problem(error.message));
});
document.addEventListener('keydown', letters);
addEventListener('remembered', showProgress);
progressTools();
adapt();
showProgress();

async function load<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`expected ${path}, got status ${response.status}`);
  return response.json();
}

/** What is drawn from: enough to choose by exam and by need. */
function stub({ key, pattern, tasks }: Listed): Question {
  return {
    key,
    pattern,
    tasks,
    kind: 'bank',
    text: '',
    right: [],
    wrong: [],
    because: '',
    shows: [],
  };
}

function setting() {
  const data = new FormData(setup);
  const exam = String(data.get('exam') ?? '') as ExamCode | '';
  return {
    isExam: data.get('mode') === 'exam',
    guide: examGuides.find((one) => one.exam === exam),
    count: Number(data.get('count')),
    minutes: Number(data.get('minutes')),
  };
}

/** Fits the form to what is chosen: a mock exam needs an exam, and starts with its length. */
function adapt(event?: Event): void {
  const { isExam, guide } = setting();
  for (const label of all('.quiz-only', setup)) label.hidden = isExam;
  for (const label of all('.exam-only', setup)) label.hidden = !isExam;
  const name = event?.target instanceof HTMLInputElement ? event.target.name : '';
  if (isExam && !guide)
    one<HTMLInputElement>(`[name=exam][value=${examGuides[0]?.exam}]`, setup).checked = true;
  if (name === 'mode' || name === 'exam' || name === '') {
    const { guide: chosen } = setting();
    const most = chosen ? byDomain(questions, chosen).flat().length : questions.length;
    const whole = chosen ? chosen.scored + chosen.unscored : 10;
    const count = one<HTMLInputElement>('[name=count]', setup);
    count.max = String(most);
    count.value = String(Math.min(isExam ? whole : 10, most));
  }
  if (name !== 'minutes') adaptMinutes();
  problem('');
}

/** A mock exam of another length has its share of the time. */
function adaptMinutes(): void {
  const { guide, count } = setting();
  if (!guide || !(count > 0)) return;
  const share = (guide.minutes * count) / (guide.scored + guide.unscored);
  one<HTMLInputElement>('[name=minutes]', setup).value = String(Math.ceil(share));
}

function problem(text: string): void {
  one('.problem', setup).textContent = text;
}

async function start(): Promise<void> {
  const { isExam, guide, count, minutes } = setting();
  // An exam asks without regard to what you know.
  const order = shuffled(questions, Math.random);
  const needed = isExam ? order : byNeed(order, remembered().progress, today());
  const drawn = guide ? drawExam(needed, guide, count).questions : needed.slice(0, count);
  const whole = await withWords(shuffled(drawn, Math.random));
  current = {
    exam: guide?.exam ?? '',
    isExam,
    asked: whole.map((question) => ask(question, Math.random)),
    chosen: whole.map(() => []),
    told: whole.map(() => false),
    ends: isExam ? Date.now() + minutes * 60_000 : undefined,
    at: 0,
  };
  setup.hidden = true;
  stage.hidden = false;
  one('#practice').classList.add('running');
  if (current.ends !== undefined) clock = setInterval(tick, 1000);
  show(current);
}

/** The same questions with their words, which come by pattern. */
async function withWords(list: readonly Question[]): Promise<Question[]> {
  const ids = [...new Set(list.map(({ pattern }) => pattern))];
  const loaded = await Promise.all(ids.map((id) => load<Question[]>(`data/questions/${id}.json`)));
  const byKey = new Map(loaded.flat().map((question) => [question.key, question]));
  return list.flatMap(({ key }) => byKey.get(key) ?? []);
}

/** Shows the question that the run is at. */
function show(run: Run): void {
  const asked = run.asked[run.at] as Asked;
  const { question, options } = asked;
  const chosen = run.chosen[run.at] as number[];
  const told = run.told[run.at] as boolean;
  const several = question.right.length > 1;
  const last = run.at === run.asked.length - 1;
  const inputs = options.map((_, index) => {
    const input = element('input', {
      type: several ? 'checkbox' : 'radio',
      name: 'option',
      value: String(index),
      checked: chosen.includes(index),
      disabled: told,
    });
    input.addEventListener('change', () => {
      run.chosen[run.at] = all<HTMLInputElement>('[name=option]:checked', stage).map(({ value }) =>
        Number(value),
      );
    });
    return input;
  });
  const labels = options.map((words, index) => {
    const good = question.right.includes(words);
    const why = good
      ? question.because
      : (question.wrong.find(({ answer }) => answer === words)?.because ?? '');
    return element(
      'label',
      { class: told ? (good ? 'is-right' : 'is-wrong') : '' },
      inputs[index] as HTMLInputElement,
      element('span', { class: 'letter', 'aria-hidden': 'true' }, letterOf(index)),
      element(
        'span',
        {},
        ...prose(words),
        ...(told && why
          ? [
              element(
                'span',
                { class: 'why' },
                element('strong', {}, good ? 'Right. ' : 'Wrong. '),
                ...prose(why),
              ),
            ]
          : []),
      ),
    );
  });
  const place = places[question.pattern];
  const status = element('p', { role: 'status', class: 'verdict-line' });
  const form = element(
    'form',
    { class: 'choices' },
    element(
      'fieldset',
      {},
      element('legend', { class: 'situation' }, ...prose(question.text)),
      ...labels,
    ),
    status,
    element(
      'p',
      { class: 'actions' },
      element(
        'button',
        { type: 'submit', class: 'primary' },
        told || run.isExam ? (last ? 'Finish' : 'Next') : 'Check',
      ),
      ...(run.isExam && run.at > 0 ? [button('Back', () => step(run, -1))] : []),
      button(run.isExam ? 'Finish now' : 'Stop', () => finish(run)),
      ...(told && place ? [element('a', { href: place.path }, 'Read the pattern')] : []),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (told || run.isExam) step(run, 1);
    else check(run, status);
  });
  stage.replaceChildren(
    element(
      'div',
      { class: 'run-head' },
      element(
        'h2',
        { id: 'run-title', tabindex: '-1' },
        `${run.isExam ? `Mock exam ${run.exam}` : 'Quiz'}: question ${run.at + 1} of ${run.asked.length}`,
      ),
      element('span', { id: 'clock' }),
    ),
    form,
  );
  if (told) status.textContent = isRight(asked, chosen) ? 'You were right.' : 'You were wrong.';
  tick();
  one('#run-title').focus();
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, words);
  made.addEventListener('click', act);
  return made;
}

/** Tells whether the answer is right, and remembers it. */
function check(run: Run, status: HTMLElement): void {
  const asked = run.asked[run.at] as Asked;
  const chosen = run.chosen[run.at] as number[];
  const { length } = asked.question.right;
  if (chosen.length !== length) {
    status.textContent = length === 1 ? 'Choose an answer.' : `Choose ${length} answers.`;
    return;
  }
  run.told[run.at] = true;
  note(asked, chosen);
  show(run);
}

function note(asked: Asked, chosen: readonly number[]): void {
  remember({
    progress: answered(remembered().progress, asked.question.key, isRight(asked, chosen), today()),
  });
}

function step(run: Run, by: 1 | -1): void {
  run.at += by;
  if (run.at >= run.asked.length) finish(run);
  else show(run);
}

function tick(): void {
  if (current?.ends === undefined) return;
  const left = Math.max(0, Math.ceil((current.ends - Date.now()) / 1000));
  const place = document.querySelector('#clock');
  if (place)
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`;
  if (left === 0) finish(current);
}

/** The score, and what to read again. */
function finish(run: Run): void {
  clearInterval(clock);
  current = undefined;
  one('#practice').classList.remove('running');
  const results = run.asked.map((asked, index): Result => {
    const chosen = run.chosen[index] as number[];
    const answers = run.isExam ? chosen.length > 0 : run.told[index];
    return {
      asked,
      outcome: answers ? (isRight(asked, chosen) ? 'right' : 'wrong') : 'not answered',
    };
  });
  const right = results.filter(({ outcome }) => outcome === 'right').length;
  const counted = run.isExam
    ? results.length
    : results.filter(({ outcome }) => outcome !== 'not answered').length;
  if (run.isExam) {
    // In an exam, answers are final only now.
    for (const [index, { asked, outcome }] of results.entries()) {
      if (outcome !== 'not answered') note(asked, run.chosen[index] as number[]);
    }
    remember({
      exams: [...remembered().exams, { day: today(), exam: run.exam, right, asked: counted }],
    });
  }
  const again = button('Start another', () => {
    stage.hidden = true;
    setup.hidden = false;
    adapt();
    one('button', setup).focus();
  });
  again.className = 'primary';
  stage.replaceChildren(
    element('h2', { id: 'run-title', tabindex: '-1' }, `${right} of ${counted} right`),
    ...domainScores(run, results),
    ...reading(results),
    ...(run.isExam ? review(results) : []),
    element('p', { class: 'actions' }, again),
  );
  one('#run-title').focus();
}

function domainScores({ exam, isExam }: Run, results: readonly Result[]): HTMLElement[] {
  const guide = examGuides.find((one) => one.exam === exam);
  if (!guide || !isExam) return [];
  const rows = scoreByDomain(results, guide).map(({ title, percent, right, asked }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, title),
      element('td', {}, `${percent}%`),
      element('td', {}, asked > 0 ? `${right} of ${asked}` : 'none asked'),
      element(
        'td',
        {},
        ...(asked > 0
          ? [
              element('meter', {
                class: 'bar',
                value: String(right / asked),
                'aria-label': `${title}: ${right} of ${asked} right`,
              }),
            ]
          : []),
      ),
    ),
  );
  const head = ['Domain', 'Weight', 'Right', ''].map((words) =>
    words ? element('th', { scope: 'col' }, words) : element('td'),
  );
  return [
    element(
      'table',
      { class: 'score' },
      element('caption', {}, 'By domain'),
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...rows),
    ),
    element(
      'p',
      { class: 'hint' },
      `To pass ${guide.exam}, you need ${guide.pass} of 1,000 points. AWS does not publish how answers become points.`,
    ),
  ];
}

function reading(results: readonly Result[]): HTMLElement[] {
  const list = toRead(results);
  if (list.length === 0) return [];
  return [
    element('h3', {}, 'Read again'),
    element(
      'ul',
      { class: 'plain' },
      ...list.map(({ pattern }) =>
        element(
          'li',
          {},
          element('a', { href: places[pattern]?.path ?? '' }, places[pattern]?.question ?? pattern),
        ),
      ),
    ),
  ];
}

/** The questions of an exam that went wrong, with the right answers and the reasons. */
function review(results: readonly Result[]): HTMLElement[] {
  const wrong = results.filter(({ outcome }) => outcome !== 'right');
  if (wrong.length === 0) return [];
  return [
    element('h3', {}, 'What went wrong'),
    ...wrong.map(({ asked: { question } }) =>
      element(
        'details',
        { class: 'review' },
        element('summary', {}, ...prose(question.text)),
        element(
          'p',
          {},
          element('strong', {}, 'Right: '),
          ...prose(question.right.join('; ')),
          '. ',
          ...prose(question.because),
        ),
        element(
          'ul',
          { class: 'plain' },
          ...question.wrong.map(({ answer, because = '' }) =>
            element('li', {}, element('strong', {}, ...prose(`${answer}: `)), ...prose(because)),
          ),
        ),
      ),
    ),
  ];
}

/** A letter chooses the option that it names. Enter submits the form by itself. */
function letters(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (!current || ctrlKey || metaKey || altKey) return;
  if (
    key === 'Enter' &&
    !(target instanceof HTMLElement && target.matches('button, a, input, summary'))
  ) {
    event.preventDefault();
    one<HTMLFormElement>('form', stage).requestSubmit();
    return;
  }
  const input = all<HTMLInputElement>('[name=option]', stage).find(
    (_, index) => letterOf(index) === key.toLowerCase(),
  );
  if (!input || input.disabled) return;
  event.preventDefault();
  input.focus();
  input.click();
}

function showProgress(): void {
  const { progress, predictions, exams } = remembered();
  const { known, due } = standing(questions, progress, today());
  const predicted = Object.values(predictions);
  one('#standing').textContent =
    known + predicted.length + exams.length === 0
      ? 'You have not answered anything yet.'
      : `You have answered ${known} of ${questions.length} questions, and ${due} ${due === 1 ? 'is' : 'are'} due again. You have predicted ${predicted.length} ${predicted.length === 1 ? 'diff' : 'diffs'}, ${predicted.filter((verdict) => verdict === 'right').length} of them right.`;
  const table = one('#history');
  table.hidden = exams.length === 0;
  one('tbody', table).replaceChildren(
    ...exams
      .toReversed()
      .map(({ day, exam, right, asked }) =>
        element(
          'tr',
          {},
          ...[day, exam, String(right), String(asked)].map((words) => element('td', {}, words)),
        ),
      ),
  );
}

function progressTools(): void {
  const file = one<HTMLInputElement>('#file');
  one('#export').addEventListener('click', () => {
    const address = URL.createObjectURL(
      new Blob([exported(remembered())], { type: 'application/json' }),
    );
    element('a', { href: address, download: 'aws-exam-patterns.json' }).click();
    URL.revokeObjectURL(address);
  });
  one('#import').addEventListener('click', () => file.click());
  file.addEventListener('change', async () => {
    const text = await file.files?.[0]?.text();
    file.value = '';
    if (text === undefined) return;
    try {
      remember(understood(text));
    } catch (error) {
      one('#standing').textContent =
        `This file was not imported: expected progress, got ${(error as Error).message}.`;
    }
  });
  const button = one('#forget');
  button.addEventListener('click', () => {
    // Asks once more on the button itself.
    if (button.dataset.sure === undefined) {
      button.dataset.sure = '';
      button.textContent = 'Really forget everything?';
      return;
    }
    delete button.dataset.sure;
    button.textContent = 'Forget everything';
    forget();
  });
}
