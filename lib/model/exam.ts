/**
 * What an exam can ask about a stack, as data.
 *
 * A stack never reads this: it states the same values as literals, in plain CDK, because the
 * literal is what a learner came to see. Tests check the two against each other.
 */
export interface Exam {
  /** The question that the stack answers, in one sentence; the stack class opens with it. */
  readonly question: string;
  /** The right answer, in one to three sentences; the stack is this answer in full. */
  readonly answer: string;
  /** The other answers that an exam offers, and why each is wrong. */
  readonly wrong: readonly WrongAnswer[];
  /** Further questions that the stack answers, in the words of an exam; they are in questions.ts beside the list. */
  readonly questions: readonly ExamQuestion[];
  /** The task statements of the exam guides that the pattern serves. */
  readonly tasks: readonly TaskId[];
  /** What one deployed copy costs while nobody uses it: nothing, a few cents a day, or so much that `--all` leaves it out. */
  readonly cost: 'free' | 'cents' | 'opt-in';
  /** What `cdk destroy` leaves behind, and how to delete it; empty where it leaves nothing. */
  readonly remains: readonly string[];
  /** The drawing of the pattern: at most ten nodes. */
  readonly flow: readonly Arrow[];
  /** The day on which the facts below were last compared with their sources, as YYYY-MM-DD. */
  readonly checked: string;
  /** The settings that an exam asks about, grouped by the resource that has them. */
  readonly resources: readonly ResourceSettings[];
  /** The typical first attempt, as changes to the good stack. */
  readonly naive: Naive;
}

export interface WrongAnswer {
  readonly answer: string;
  readonly because: string;
}

/** A question as an exam asks it: a situation, its right answers, and the others on offer. */
export interface ExamQuestion {
  /** The situation, and what is asked. Where there is more than one right answer, it says how many ("Which two …?"). */
  readonly text: string;
  /** The right answers, each about as long as the wrong ones. */
  readonly right: readonly string[];
  /** Why they are right, in one or two sentences. */
  readonly because: string;
  /** At least three other answers, and why each is wrong. */
  readonly wrong: readonly WrongAnswer[];
  /** The settings of the stack that embody the answer. */
  readonly shows: readonly SettingName[];
  /** The task statements that the question belongs to, the closest first; a mock exam draws it for the first one of that exam. */
  readonly tasks: readonly TaskId[];
  /** The lines of the notes that ask it. */
  readonly seeds: readonly SeedLine[];
}

/** Names a setting of an exam list. */
export interface SettingName {
  /** Id of the construct, such as `WorkQueue`. */
  readonly id: string;
  /** Path of the property, as the setting spells it. */
  readonly property: string;
}

/** An exam and one of its task statements, such as `DVA-C02 1.2`; the titles are in exam-guides.ts. */
export type TaskId = `${'DVA-C02' | 'SAA-C03' | 'SOA-C03' | 'DOP-C02'} ${number}.${number}`;

/** A line of the exam notes from which the project was made, as document and line: `003:183`. */
export type SeedLine = `00${0 | 1 | 2 | 3 | 4}:${number}`;

export interface Arrow {
  /** A construct id of the stack, or a name in parentheses for something outside the stack: `(producer)`. */
  readonly from: string;
  readonly to: string;
  /** Two or three words that say what moves along the arrow, or when. */
  readonly label?: string;
}

/** A resource of the stack, and what an exam asks about it. */
export interface ResourceSettings extends ResourceName {
  readonly settings: readonly Setting[];
}

export interface ResourceName {
  /** CloudFormation type of the resource. */
  readonly type: string;
  /** Id of the construct that the resource belongs to: its path below the stack, such as `WorkQueue`. */
  readonly id: string;
}

/** A setting together with the resource that has it. */
export interface PlacedSetting extends ResourceName, Setting {}

/** One property of a resource that an exam asks about. */
export interface Setting {
  /** Path of the property below `Properties`, separated by dots; a number is the index in a list. */
  readonly property: string;
  /** Left out where the lesson is that the property is absent. */
  readonly value?: Json;
  /** A statement about AWS in at most 25 words, true outside this project too, with its unit and range if it has them. */
  readonly fact: string;
  /** The page where the fact was read. */
  readonly source: string;
  /** The lines of the notes that speak of it. */
  readonly seeds: readonly SeedLine[];
  /** A correction, only where the notes are outdated or wrong. */
  readonly today?: Correction;
  /** The task statements that the setting serves, only if they are fewer than those of the pattern. */
  readonly tasks?: readonly TaskId[];
  /** Other values to try; see `npm run experiment`. */
  readonly experiments?: readonly Experiment[];
}

export interface Correction {
  /** What the notes say, rephrased. */
  readonly notes: string;
  /** What is true now. */
  readonly now: string;
  /** When it changed; `unknown` where no source gives a date; left out where the notes were never right. */
  readonly since?: ChangeDate | 'unknown';
  /** The page that says so. */
  readonly source: string;
}

/** YYYY, YYYY-MM or YYYY-MM-DD. */
export type ChangeDate = `${number}` | `${number}-${number}` | `${number}-${number}-${number}`;

/** One changed value, what happens to the resource, and why; a test performs it. */
export type Experiment = Trial | FailingTrial;

interface Trial {
  /** The other value; `null` removes the property. */
  readonly value: Json;
  /** What must change with it, because AWS does not accept one value without the other. */
  readonly also?: readonly Companion[];
  /**
   * `update`: changed in place. `replace`: a new resource is created and the old one deleted.
   * `refused`: synth refuses it.
   */
  readonly outcome: 'update' | 'replace' | 'refused';
  /** One sentence: what you would see, or why it is refused. */
  readonly because: string;
}

/** An experiment that synth accepts and AWS refuses at deployment. */
interface FailingTrial extends Omit<Trial, 'outcome'> {
  readonly outcome: 'fails';
  /** The page that says that AWS refuses it. */
  readonly source: string;
}

/** A further change of an experiment; without `type` and `id`, it changes the same resource. */
export interface Companion extends Partial<ResourceName> {
  readonly property: string;
  /** The other value; `null` removes the property. */
  readonly value: Json;
}

/** The typical first attempt: changes that `npm run experiment` makes together. */
export interface Naive {
  /** What goes wrong with them, in one sentence. */
  readonly lesson: string;
  readonly changes: readonly Change[];
}

export interface Change extends ResourceName {
  readonly property: string;
  /** The other value; `null` removes the property. */
  readonly value: Json;
}

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

const placed = new WeakMap<Exam, readonly PlacedSetting[]>();

/** All settings of an exam list in their order, each with its resource. Every call returns the same objects. */
export function settingsOf(exam: Exam): readonly PlacedSetting[] {
  const known = placed.get(exam);
  if (known) return known;
  const settings = exam.resources.flatMap(({ type, id, settings }) =>
    settings.map((setting) => ({ type, id, ...setting })),
  );
  placed.set(exam, settings);
  return settings;
}
