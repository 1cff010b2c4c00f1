import { Stack } from 'aws-cdk-lib';
import type { Exam, PlacedSetting } from '../../lib/model/exam';
import type { Pattern } from '../../lib/model/pattern';

/** A setting of a queue, where a test says nothing else. */
export function aSetting(parts: Partial<PlacedSetting> = {}): PlacedSetting {
  return {
    type: 'AWS::SQS::Queue',
    id: 'Work',
    property: 'DelaySeconds',
    value: 60,
    fact: 'A queue can delay its messages.',
    source: 'https://docs.aws.amazon.com/delay',
    seeds: ['003:42'],
    ...parts,
  };
}

/** A pattern that is an exam list and nothing else; its settings may be given one by one. */
export function aPattern({
  settings = [aSetting()],
  ...exam
}: Partial<Exam> & { readonly settings?: readonly PlacedSetting[] } = {}): Pattern {
  return {
    family: 'messaging',
    id: 'OneQueue',
    Stack,
    exercise: async () => ({ exercise: async () => undefined }),
    exam: {
      question: 'How do you delay a message?',
      answer: 'Give the queue a delivery delay.',
      wrong: [],
      questions: [],
      tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
      cost: 'free',
      remains: [],
      flow: [],
      checked: '2026-11-21',
      resources: settings.map(({ type, id, ...setting }) => ({ type, id, settings: [setting] })),
      naive: { lesson: 'It comes at once.', changes: [] },
      ...exam,
    },
  };
}
