import { readFileSync } from 'node:fs';
import { context } from '../../../cdk.json';
import { drawRooms, readImports, roomImports } from '../../check/imports';
import type { Template } from '../../cloudformation/template';
import { withoutResource } from '../../cloudformation/template';
import { costSentence, idleCost } from '../../cost/idle-cost';
import { synthesize } from '../../experiment/synthesize';
import type { Pattern } from '../../model/pattern';
import { patterns } from '../../patterns';
import { pinnedVersion } from '../../run/python';
import { gaps } from '../../sandbox/gaps';
import { corrections } from './corrections';
import { emulatorGaps } from './emulator-gaps';
import { examMap } from './exam-map';
import type { Drawable } from './flow';
import { pageFile } from './links';
import { notesMap } from './notes-map';
import { index, page, withPart } from './page';

/** Every generated document in its current form, by its path below the project. */
export async function documents(): Promise<Map<string, string>> {
  const files = new Map([
    ['docs/exam-map.md', examMap(patterns)],
    ['docs/corrections.md', corrections(patterns)],
    ['docs/notes-map.md', notesMap(patterns)],
    ['docs/emulator-gaps.md', emulatorGaps(gaps, pinnedVersion())],
  ]);
  const perDay = new Map<Pattern, number>();
  for (const pattern of patterns) {
    const made = await synthesize(pattern, [], context, false);
    if ('refused' in made) throw new Error(`expected ${pattern.id} to synthesize: ${made.refused}`);
    const drawable = drawableOf(pattern, made);
    const template = { Resources: drawable.resources };
    const { usdPerDay, grows } = idleCost(template);
    perDay.set(pattern, usdPerDay);
    files.set(
      pageFile(pattern),
      page(pattern, drawable, { sentence: costSentence(template), grows }),
    );
  }
  files.set('README.md', withPart(readFileSync('README.md', 'utf8'), 'index', index(perDay)));
  const rooms = drawRooms(roomImports(readImports(['bin', 'lib', 'lambda'])));
  files.set(
    'CONTRIBUTING.md',
    withPart(readFileSync('CONTRIBUTING.md', 'utf8'), 'imports', `\`\`\`mermaid\n${rooms}\n\`\`\``),
  );
  return files;
}

/** The resources of a synthesized pattern, and the paths by which its drawing names them. */
export function drawableOf(
  { id: patternId }: Pattern,
  made: { readonly template: Template; readonly paths: Readonly<Record<string, string>> },
): Drawable {
  const below = (path: string) => withoutResource(path.slice(patternId.length + 1));
  const paths = Object.fromEntries(
    Object.entries(made.paths).map(([id, path]) => [id, below(path)]),
  );
  return { resources: made.template.Resources, paths };
}
