import { readdirSync, readFileSync } from 'node:fs';
import { folderOf, type Pattern } from '../../model/pattern';

/** A file of the project, as a page shows it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Whether Lambda calls it; the others are its core. */
  readonly isHandler: boolean;
}

/** The handlers of a pattern, each before the files that only it imports; none for a pattern without functions. */
export function handlerFiles(pattern: Pattern): SourceFile[] {
  const folder = `lambda/${folderOf(pattern)}`;
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  } catch {
    return [];
  }
  const files = names.sort().map((name): SourceFile => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    const isHandler = /^export (async function|const) handler\b/m.test(text);
    return { path: `${folder}/${name}`, text, isHandler };
  });
  return files.sort((one, other) => Number(other.isHandler) - Number(one.isHandler));
}
