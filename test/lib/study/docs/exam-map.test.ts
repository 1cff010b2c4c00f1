import { settingsOf } from '../../../../lib/model/exam';
import { allTaskStatements, examGuides } from '../../../../lib/model/exam-guides';
import { patterns } from '../../../../lib/patterns';
import { examMap, unservedTasks } from '../../../../lib/study/docs/exam-map';
import { aPattern, aSetting } from '../../../support/pattern';

const known = allTaskStatements().map(({ id }) => id);

describe('the exam guides', () => {
  test.each(examGuides)('$exam: its domains make up the whole exam', ({ domains, source }) => {
    expect(domains.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/aws-certification\//);
  });

  test('number their task statements by domain', () => {
    expect(new Set(known).size).toBe(known.length);
    expect(allTaskStatements()).toContainEqual({
      id: 'SAA-C03 2.2',
      title: 'Design highly available and/or fault-tolerant architectures',
    });
  });
});

describe.each(patterns)('$id', ({ exam }) => {
  test('serves task statements that there are, each with at least one setting', () => {
    expect(known).toEqual(expect.arrayContaining([...exam.tasks]));
    const served = new Set(settingsOf(exam).flatMap(({ tasks }) => tasks ?? exam.tasks));
    expect([...served].sort()).toEqual([...exam.tasks].sort());
    expect(new Set(exam.tasks).size).toBe(exam.tasks.length);
  });
});

describe('the unserved task statements', () => {
  test('are those that no setting serves', () => {
    const narrow = aPattern({ settings: [aSetting({ tasks: ['SAA-C03 2.1'] })] });
    const unserved = unservedTasks([narrow]).map(({ id }) => id);
    expect(unserved).toEqual(known.filter((id) => id !== 'SAA-C03 2.1'));
    expect(unservedTasks([]).map(({ id }) => id)).toEqual(known);
  });

  test('are on the map, under their exam, and nothing else is', () => {
    const listed = [...examMap(patterns).matchAll(/^- ([A-Z]{3}-C\d\d .*)$/gm)];
    const expected = unservedTasks(patterns).map(({ id, title }) => `${id} ${title}`);
    expect(listed.map(([, text]) => text)).toEqual(expected);
  });
});

describe('the exam map', () => {
  const page = 'messaging/one-queue.md';

  test('leads from a task statement to the settings of each resource on the page', () => {
    const one = aPattern({
      settings: [
        aSetting(),
        aSetting({ id: 'Dead' }),
        aSetting({ property: 'RedrivePolicy.maxReceiveCount' }),
      ],
    });
    const text = examMap([one]);
    expect(text).toContain(
      '#### SAA-C03 2.1 Design scalable and loosely coupled architectures\n\n' +
        `- [OneQueue](${page}): [Work](${page}#work-awssqsqueue) \`DelaySeconds\`, \`RedrivePolicy.maxReceiveCount\`; ` +
        `[Dead](${page}#dead-awssqsqueue) \`DelaySeconds\`\n`,
    );
    expect(text).not.toContain('### SOA-C03 domain');
    expect(text).toContain("-t 'OneQueue Work: DelaySeconds'");
  });

  test('names five settings at most, first those that serve few statements, and counts the others', () => {
    const wide = ['A', 'B', 'C.0.D.E', 'F', 'G', 'H'].map((property) => aSetting({ property }));
    const narrow = aSetting({ property: 'I.1', tasks: ['DVA-C02 1.1'] });
    const text = examMap([aPattern({ settings: [...wide, narrow] })]);
    const work = `[Work](${page}#work-awssqsqueue)`;
    expect(text).toContain(
      `- [OneQueue](${page}): ${work} \`A\`, \`B\`, \`D.E\`, \`F\`, \`I\`, and 2 more\n`,
    );
    expect(text).toContain(
      `- [OneQueue](${page}): ${work} \`A\`, \`B\`, \`D.E\`, \`F\`, \`G\`, and 1 more\n`,
    );
  });

  test('keeps the lines of the other patterns when one is added', () => {
    const items = (text: string) => text.split('\n').filter((line) => line.startsWith('- ['));
    const without = items(examMap(patterns.slice(1)));
    expect(items(examMap(patterns))).toEqual(expect.arrayContaining(without));
  });

  test('has every pattern below each of its task statements', () => {
    const sections = examMap(patterns).split(/^#### /m);
    for (const { id, exam } of patterns) {
      for (const task of exam.tasks) {
        const section = sections.find((text) => text.startsWith(`${task} `));
        expect(section).toContain(`- [${id}](`);
      }
    }
  });
});
