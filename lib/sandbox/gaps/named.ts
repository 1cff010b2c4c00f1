import { readdirSync, readFileSync } from 'node:fs';
import { type GapId, gapIds } from '../../model/gap-ids';
import { folderOf, type Pattern } from '../../model/pattern';

/**
 * The gaps that a pattern names: its exercise for a claim, or its exam list as a resource type. This
 * reads the source, because an exercise says what its claims need only while it runs, and the probes
 * must end before that.
 */
export function gapsNamedBy(pattern: Pick<Pattern, 'family' | 'id'>): readonly GapId[] {
  const folder = `lib/patterns/${folderOf(pattern)}`;
  const source = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n');
  return gapIds.filter((id) => source.includes(`'${id}'`));
}
