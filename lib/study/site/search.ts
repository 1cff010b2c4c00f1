import { settingsOf } from '../../model/exam';
import { bankQuestions } from '../bank';
import type { Annotated } from './annotate';
import { factId, pathOf } from './pages/pattern';
import type { SourceFile } from './sources';
import type { Study } from './study';

/** Something that can be found. */
export interface Entry {
  readonly kind: 'facts' | 'questions' | 'corrections' | 'code';
  readonly title: string;
  readonly text: string;
  readonly pattern: string;
  /** Where it is, below the site. */
  readonly href: string;
}

/** What the page of a pattern says. */
export function entriesOf(
  { pattern, source }: Study,
  annotated: readonly Annotated[],
  handlers: readonly SourceFile[],
): Entry[] {
  const { id, exam } = pattern;
  const path = pathOf(pattern);
  const entry = (kind: Entry['kind'], title: string, text: string, place: string): Entry => ({
    kind,
    title,
    text,
    pattern: id,
    href: `${path}#${place}`,
  });
  const lines = source.split('\n');
  return [
    ...settingsOf(exam).flatMap((setting) => {
      const title = `${setting.id}.${setting.property}`;
      const reasons = (setting.experiments ?? []).map(({ because }) => because);
      const place = factId(setting);
      return [
        entry('facts', title, [setting.fact, ...reasons].join(' '), place),
        ...(setting.today
          ? [entry('corrections', title, `${setting.today.notes} ${setting.today.now}`, place)]
          : []),
      ];
    }),
    ...bankQuestions([pattern]).map(({ text, right, wrong, because }) =>
      entry(
        'questions',
        text,
        [...right, because, ...wrong.map((one) => `${one.answer}. ${one.because ?? ''}`)].join(' '),
        'answer',
      ),
    ),
    ...annotated
      .filter(({ kind }) => kind === 'code')
      .map(({ first, last }) =>
        entry(
          'code',
          `stack.ts, lines ${first} to ${last}`,
          lines.slice(first - 1, last).join('\n'),
          `l${first}`,
        ),
      ),
    ...handlers.map(({ path: file, text }) =>
      entry('code', file.split('/').at(-1) ?? file, text, 'handlers'),
    ),
  ];
}
