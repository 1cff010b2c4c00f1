import { isDeepStrictEqual } from 'node:util';
import {
  type Change,
  type Exam,
  type Experiment,
  type PlacedSetting,
  settingsOf,
} from '../model/exam';
import { spellValue, type Wish } from './wish';

/** Everything that an experiment changes: the setting itself first, then its companions. */
export function changesOf(setting: PlacedSetting, { value, also = [] }: Experiment): Change[] {
  const { type, id, property } = setting;
  return [{ type, id, property, value }, ...also.map((one) => ({ type, id, ...one }))];
}

/** A listed experiment, with its companion changes, as you type it on the command line. */
export function spell(setting: PlacedSetting, experiment: Experiment): string {
  return changesOf(setting, experiment)
    .map(({ id, property, value }) => `${id}.${property}=${spellValue(value)}`)
    .join('; ');
}

/** The setting of an exam list that a wish changes, if it is listed. */
export function listedSetting(
  exam: Exam,
  { construct, property }: Wish,
): PlacedSetting | undefined {
  return settingsOf(exam).find(
    (one) => one.property === property && `${one.id}/`.startsWith(`${construct}/`),
  );
}

/** The listed experiment that the wishes make together, if there is one. */
export function listedExperiment(exam: Exam, wishes: readonly Wish[]): Experiment | undefined {
  return settingsOf(exam)
    .flatMap((setting) =>
      (setting.experiments ?? []).map((experiment) => ({ setting, experiment })),
    )
    .find(({ setting, experiment }) => sameChanges(changesOf(setting, experiment), wishes))
    ?.experiment;
}

function sameChanges(changes: readonly Change[], wishes: readonly Wish[]): boolean {
  return (
    changes.length === wishes.length &&
    changes.every(({ id, property, value }) =>
      wishes.some(
        (wish) =>
          wish.property === property &&
          `${id}/`.startsWith(`${wish.construct}/`) &&
          isDeepStrictEqual(wish.value, value),
      ),
    )
  );
}
