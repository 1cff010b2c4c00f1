import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answered, type Progress, readProgress, writeProgress } from './bank';

/** The file in which a learner's own folder keeps the progress, by the customs of the operating system. */
export function progressFile(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  home: string,
): string {
  return join(stateFolder(platform, env, home), 'aws-exam-patterns', 'quiz.json');
}

function stateFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  // XDG says that a relative path is invalid and ignored.
  const state = env.XDG_STATE_HOME;
  return state?.startsWith('/') ? state : join(home, '.local', 'state');
}

/** What a learner has answered so far, kept in a file. */
export interface Notebook {
  readonly progress: Progress;
  /** Writes down one more answer at once, so that nothing is lost when the quiz is interrupted. */
  readonly note: (key: string, isRight: boolean) => void;
}

/**
 * Opens the notebook. A file that cannot be understood is set aside and never overwritten; one that
 * cannot be read or written is left alone, and the quiz goes on without it.
 * @param today as YYYY-MM-DD
 * @param warn receives a sentence for the learner
 */
export function openNotebook(
  file: string,
  today: string,
  warn: (message: string) => void,
): Notebook {
  let isOpen = true;
  const close = (doing: string, error: unknown) => {
    isOpen = false;
    warn(`cannot ${doing} ${file} (${reason(error)}); this quiz remembers no answers`);
    return {};
  };
  const read = (): Progress => {
    try {
      return understood(file, textOf(file), warn);
    } catch (error) {
      return close('read', error);
    }
  };
  const progress = read();
  const note = (key: string, isRight: boolean) => {
    if (!isOpen) return;
    // Another quiz may have written in the meantime.
    const known = read();
    if (!isOpen) return;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, writeProgress(answered(known, key, isRight, today)));
      renameSync(draft, file);
    } catch (error) {
      close('write', error);
    }
  };
  return { progress, note };
}

/** Forgets all answers: deletes the file. */
export function forget(file: string): void {
  rmSync(file, { force: true });
}

function understood(file: string, text: string | undefined, warn: (message: string) => void) {
  if (text === undefined) return {};
  try {
    return readProgress(text);
  } catch (error) {
    const aside = freeName(file);
    renameSync(file, aside);
    warn(
      `expected the answers of earlier quizzes in ${file}, got ${(error as Error).message}; the file is now ${aside}, and this quiz starts anew`,
    );
    return {};
  }
}

/** The text of a file; undefined where there is none. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function freeName(file: string): string {
  for (let number = 1; ; number++) {
    const name = `${file}.damaged-${number}`;
    if (textOf(name) === undefined) return name;
  }
}

const reason = (error: unknown) =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message;
