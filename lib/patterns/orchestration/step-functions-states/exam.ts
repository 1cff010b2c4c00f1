import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const machine = `${reference}/aws-resource-stepfunctions-statemachine.html`;
const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const types = `${guide}/choosing-workflow-type.html`;
const errors = `${guide}/concepts-error-handling.html`;

export const exam: Exam = {
  question:
    'Which states branch, wait, fan out, retry, and catch, what lets a worker outside do a step, and which workflow type fits?',
  answer:
    'Choice branches, Wait waits, Map and Parallel fan out, and Retry and Catch handle errors. An activity lets a worker anywhere do a task. Use Standard for long work that must not happen twice, and Express for short work at a high rate.',
  wrong: [
    {
      answer: 'Amazon SWF, to orchestrate Lambda functions and other services',
      because:
        'In SWF, you write and run the program that decides what comes next. Step Functions runs the state machine for you.',
    },
    {
      answer: 'A chain of SQS queues, with a function behind each',
      because:
        'Each step must know the next one, and no service knows the state of the whole order, waits for two branches, or undoes a step.',
    },
    {
      answer: 'A function that invokes the other functions, waits, and retries',
      because:
        'You pay while it waits, it ends after 15 minutes, and you write the retries and the error handling yourself.',
    },
    {
      answer: 'An Express workflow for a job of an hour',
      because:
        'An Express workflow ends after five minutes. A Standard workflow can run for a year.',
    },
    {
      answer: 'Activities, to orchestrate the workflow',
      because:
        'An activity is one task that a worker polls for. The state machine decides which tasks run, and when.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 4.1', 'SAA-C03 2.1', 'SAA-C03 2.2', 'DOP-C02 2.3'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(shop)', to: 'OrderWorkflow', label: 'order' },
    { from: 'OrderWorkflow', to: 'Stocker', label: 'each line' },
    { from: 'OrderWorkflow', to: 'Cashier', label: 'charge' },
    { from: 'Stocker', to: 'Stock', label: 'reserve, release' },
    { from: '(shop)', to: 'QuoteWorkflow', label: 'price?' },
    { from: 'QuoteWorkflow', to: 'Cashier', label: 'price' },
    { from: 'QuoteWorkflow', to: 'WorkflowLogs', label: 'history' },
    { from: 'PackingWorkflow', to: 'Packing', label: 'task' },
    { from: 'PackerRole', to: 'Packing', label: 'polls' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::StepFunctions::StateMachine',
      id: 'OrderWorkflow',
      settings: [
        {
          property: 'StateMachineType',
          value: 'STANDARD',
          fact: 'A Standard workflow runs for up to a year, and runs each task once unless you define a Retry; its history stays for 90 days.',
          source: types,
          seeds: ['003:1163', '003:1164', '003:1167', '003:1168'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'EXPRESS',
              outcome: 'replace',
              because:
                'You cannot change the type of a state machine. The new one may run a step of an order more than once.',
            },
          ],
        },
        {
          property: 'StateMachineName',
          fact: 'If you do not name a state machine, CloudFormation does; another name replaces it.',
          source: machine,
          seeds: [],
          tasks: ['DOP-C02 2.3'],
          experiments: [
            {
              value: 'orders',
              outcome: 'replace',
              because:
                'The new state machine has a new ARN, which every program that starts it must know.',
            },
          ],
        },
        {
          property: 'Definition.StartAt',
          value: 'ChooseCarrier',
          fact: 'A state machine is a JSON document in the Amazon States Language; exactly one state, that of StartAt, runs first.',
          source: `${guide}/statemachine-structure.html`,
          seeds: ['003:1175', '003:1176', '003:1178', '004:2900'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'Missing',
              outcome: 'fails',
              because: 'StartAt must be the name of a state.',
              source: `${guide}/statemachine-structure.html`,
            },
            {
              value: ['ChooseCarrier', 'HasLines'],
              outcome: 'fails',
              because:
                'StartAt is one name. To begin with two states, begin with a Parallel state.',
              source: `${guide}/statemachine-structure.html`,
            },
          ],
        },
        {
          property: 'Definition.TimeoutSeconds',
          value: 3600,
          fact: 'TimeoutSeconds limits an execution or a task; without it, a task that never answers can wait for as long as the execution may run.',
          source: `${guide}/sfn-best-practices.html`,
          seeds: ['003:1161'],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'An order that waits for something can now stay open for a year.',
            },
          ],
        },
        {
          property: 'Definition.States.ChooseCarrier.Type',
          value: 'Pass',
          fact: 'A Pass state does no work: it passes its input to its output, or adds fixed data.',
          source: `${guide}/state-pass.html`,
          seeds: ['004:2908'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'Definition.States.HasLines.Type',
          value: 'Choice',
          fact: 'A Choice state compares its input with rules, in order, and goes to the state of the first rule that matches.',
          source: `${guide}/state-choice.html`,
          seeds: ['004:2912', '003:1161', '003:1177'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
        },
        {
          property: 'Definition.States.HasLines.Default',
          value: 'EmptyOrder',
          fact: 'If no rule of a Choice state matches and it has no Default, the execution fails with States.NoChoiceMatched.',
          source: `${guide}/state-choice.html`,
          seeds: ['004:2912'],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because: 'Nothing leads to the state EmptyOrder, and every state must be reachable.',
              source: 'https://states-language.net/#states-fields',
            },
          ],
        },
        {
          property: 'Definition.States.ReserveLines.Type',
          value: 'Map',
          fact: 'A Map state runs the same states for each item of a list; a Parallel state runs different branches with the same input.',
          source: `${guide}/state-map.html`,
          seeds: ['004:2920', '004:2922', '003:1161'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
        },
        {
          property: 'Definition.States.ReserveLines.MaxConcurrency',
          value: 2,
          fact: 'MaxConcurrency limits how many items of a Map state run at the same time; 0, the default, sets no limit.',
          source: `${guide}/state-map.html`,
          seeds: ['004:2922'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'The lines are reserved one after the other.',
            },
          ],
        },
        {
          property:
            'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry.0.MaxAttempts',
          value: 3,
          fact: 'A retrier retries its errors up to MaxAttempts times, by default 3, and then the catchers of the state apply.',
          source: errors,
          seeds: ['003:1160'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 4.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'Zero means never: one busy moment of the warehouse fails the order.',
            },
          ],
        },
        {
          property:
            'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry.0.BackoffRate',
          value: 2,
          fact: 'The wait before a retry begins with IntervalSeconds, and grows by the factor BackoffRate, by default 2, up to MaxDelaySeconds.',
          source: errors,
          seeds: ['003:1160'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'The waits do not grow, so a warehouse that is overloaded gets no rest.',
            },
          ],
        },
        {
          property:
            'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry.0.JitterStrategy',
          value: 'NONE',
          fact: 'With the JitterStrategy FULL, each wait is random, from 0 up to the delay that the back-off gives; the default is NONE.',
          source: errors,
          seeds: ['003:1160'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'FULL',
              outcome: 'update',
              because: 'Orders that failed together no longer retry together.',
            },
          ],
        },
        {
          property: 'Definition.States.ChargeAndLabel.Type',
          value: 'Parallel',
          fact: 'A Parallel state ends when all of its branches have ended; if one branch fails, Step Functions stops the others.',
          source: `${guide}/state-parallel.html`,
          seeds: ['004:2920', '003:1161'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
        },
        {
          property: 'Definition.States.ChargeAndLabel.Catch.0.ResultPath',
          value: '$.error',
          fact: 'Task, Map, and Parallel states can have Catch; with a ResultPath, the error is added to the input instead of replacing it.',
          source: errors,
          seeds: ['003:1160'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The error replaces the order, so ReleaseLines finds no lines to give back, and fails.',
            },
          ],
        },
        {
          property: 'Definition.States.ChargeAndLabel.Branches.1.States.LetCustomerCancel.Type',
          value: 'Wait',
          fact: 'A Wait state waits for seconds or until a time; a Standard workflow pays by state transition, so waiting costs nothing.',
          source: `${guide}/state-wait.html`,
          seeds: ['004:2914'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'Definition.States.ChargeAndLabel.Branches.0.States.Charge.End',
          value: true,
          fact: 'A state with End true ends its branch; Succeed and Fail end it too, and have neither Next nor End.',
          source: `${guide}/statemachine-structure.html`,
          seeds: ['003:1179', '004:2916', '004:2918'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because: 'A task must have either Next or End.',
              source: 'https://states-language.net/#transition',
            },
          ],
        },
        {
          property: 'Definition.States.Ordered.Type',
          value: 'Succeed',
          fact: 'A Succeed state ends an execution as a success, and a Fail state ends it as a failure with an Error and a Cause.',
          source: `${guide}/state-fail.html`,
          seeds: ['004:2916', '004:2918'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'LoggingConfiguration.IncludeExecutionData',
          value: false,
          fact: 'A Standard workflow has its history in the console and in GetExecutionHistory; a log is for alarms, queries, and a longer time.',
          source: types,
          seeds: ['003:1164'],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::StepFunctions::StateMachine',
      id: 'QuoteWorkflow',
      settings: [
        {
          property: 'StateMachineType',
          value: 'EXPRESS',
          fact: 'An Express workflow runs for up to five minutes, for high event rates, and has no .sync tasks, no callbacks, and no activities.',
          source: types,
          seeds: ['003:1169', '003:1170', '003:1171', '003:1172'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'STANDARD',
              outcome: 'replace',
              because:
                'The new state machine cannot be started with StartSyncExecution, so the shop gets no price.',
            },
          ],
        },
        {
          property: 'LoggingConfiguration.Level',
          value: 'ALL',
          fact: 'Step Functions keeps no history of an Express workflow; it can write the events to CloudWatch Logs at the level ALL, ERROR, or FATAL.',
          source: `${guide}/cw-logs.html`,
          seeds: ['003:1169'],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: 'OFF',
              outcome: 'update',
              because: 'Nobody can find out later why a price was not computed.',
            },
            {
              value: 'ERROR',
              outcome: 'update',
              because: 'The log shows what failed, and nothing about executions that succeeded.',
            },
          ],
        },
        {
          property: 'Definition.States.Price.TimeoutSeconds',
          value: 10,
          fact: 'StartSyncExecution starts an Express workflow, waits until it ends, and returns its result; StartExecution returns at once.',
          source: `${guide}/choosing-workflow-type.html`,
          seeds: ['003:1170'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'TracingConfiguration',
          fact: 'With TracingConfiguration, Step Functions sends traces of its executions to X-Ray.',
          source: machine,
          seeds: [],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::StepFunctions::Activity',
      id: 'Packing',
      settings: [
        {
          property: 'EncryptionConfiguration',
          fact: 'An activity connects a task with a worker that runs anywhere, on EC2, in Lambda, or at home, and polls it with GetActivityTask.',
          source: `${guide}/concepts-activities.html`,
          seeds: ['003:1180', '003:1181', '000:223'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: { Type: 'AWS_OWNED_KEY' },
              outcome: 'replace',
              because:
                'This is the default, but CloudFormation sees a new property and creates another activity.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::StepFunctions::StateMachine',
      id: 'PackingWorkflow',
      settings: [
        {
          property: 'Definition.States.Pack.HeartbeatSeconds',
          value: 60,
          fact: 'HeartbeatSeconds must be smaller than TimeoutSeconds; a task without a heartbeat in that time fails with States.HeartbeatTimeout.',
          source: `${guide}/concepts-activities.html`,
          seeds: ['003:1180'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'If a packer crashes, its order waits for an hour until somebody notices.',
            },
            {
              value: 3600,
              outcome: 'fails',
              because: 'The heartbeat must be smaller than the timeout of the task.',
              source: 'https://states-language.net/#timeouts-and-heartbeats',
            },
          ],
        },
        {
          property: 'StateMachineType',
          value: 'STANDARD',
          fact: 'Only Standard workflows can use activities; an activity is one task, and it orchestrates nothing.',
          source: types,
          seeds: ['003:1168', '003:1172', '000:223'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'EXPRESS',
              outcome: 'fails',
              because: 'Express workflows do not support activities.',
              source: types,
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The task has no retry of its own errors. The warehouse is busy for a moment, and the whole order fails.',
    changes: [
      {
        type: 'AWS::StepFunctions::StateMachine',
        id: 'OrderWorkflow',
        property: 'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry',
        value: null,
      },
    ],
  },
};
