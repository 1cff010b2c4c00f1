import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

export const exam: Exam = {
  question:
    'Which states branch, wait, fan out, retry, and catch, what lets a worker outside do a step, and which workflow type fits?',
  // FILL IN 5: the right answer in one to three sentences, and three or more others, with why each is wrong.
  answer: '',
  wrong: [],
  questions,
  // FILL IN 6: the task statements that the pattern serves; lib/model/exam-guides.ts has their titles.
  tasks: ['DVA-C02 1.2'],
  // FILL IN 7: 'free', 'cents' or 'opt-in'. A type without a price is an error of npm run docs that names lib/cost.
  cost: 'free',
  // FILL IN 8: what cdk destroy leaves behind and the command that deletes it; empty where nothing stays.
  remains: [],
  // FILL IN 9: at most ten nodes. Each arrow must be a reference, an event source, a permission or a target.
  flow: [
    { from: '(caller)', to: 'Worker', label: 'event' },
    { from: 'Worker', to: 'WorkerLogs' },
  ],
  checked: '2026-11-28',
  // FILL IN 10: every setting that the exam asks about, each with a fact of at most 25 words and a page that says it.
  // An experiment claims update, replace, refused or, with its source, fails.
  resources: [
    {
      type: 'AWS::Lambda::Function',
      id: 'Worker',
      settings: [
        {
          property: 'Timeout',
          value: 10,
          fact: 'A function stops after its timeout, which is 3 seconds unless you set it.',
          source: `${reference}/aws-resource-lambda-function.html`,
          seeds: [],
          experiments: [
            { value: 60, outcome: 'update', because: 'The function may now run for a minute.' },
          ],
        },
      ],
    },
  ],
  // FILL IN 11: the typical first attempt, as changes to the good stack, and what goes wrong with it.
  naive: {
    lesson: 'A call that takes longer than the default timeout of three seconds fails.',
    changes: [{ type: 'AWS::Lambda::Function', id: 'Worker', property: 'Timeout', value: 3 }],
  },
};
