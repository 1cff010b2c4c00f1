import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A bank processes loan applications in steps that take up to three weeks together. No step may run twice without the will of the bank, and auditors want to see what happened in each application of the last month. Which solution needs the least work?',
    right: ['A Standard workflow in Step Functions, whose history shows each step'],
    because:
      'A Standard workflow runs for up to a year, runs each task once unless it has a Retry, and keeps its history for 90 days.',
    wrong: [
      {
        answer: 'An Express workflow in Step Functions, whose log shows each step',
        because: 'An Express workflow ends after five minutes, and may run more than once.',
      },
      {
        answer: 'A Lambda function that calls the steps and waits between them',
        because: 'A function ends after fifteen minutes, so it cannot wait for three weeks.',
      },
      {
        answer: 'A chain of SQS queues with a function behind each of them',
        because:
          'A message may arrive twice, lives for at most 14 days, and no service shows the state of an application.',
      },
    ],
    shows: [{ id: 'OrderWorkflow', property: 'StateMachineType' }],
    tasks: ['SAA-C03 2.1', 'DVA-C02 1.1'],
    seeds: ['003:1163', '003:1164', '003:1167'],
  },
  {
    text: 'A game sends 20,000 events a second. Each of them passes three functions, which takes two seconds and may safely happen twice. The team wants one workflow for it and the lowest cost. Later it must be able to find out why an event failed. Which two choices fit?',
    right: [
      'An Express workflow, which is made for high event rates and short durations',
      'A logging configuration for the workflow, at the level ERROR or ALL',
    ],
    because:
      'Express workflows are for high rates and up to five minutes. Step Functions keeps no history of them, so the events have to go to CloudWatch Logs.',
    wrong: [
      {
        answer: 'A Standard workflow, because only it can invoke several functions in order',
        because: 'Both types have the same states. A Standard workflow costs by transition.',
      },
      {
        answer: 'A call of GetExecutionHistory for each event that failed',
        because: 'This operation does not support Express workflows.',
      },
      {
        answer: 'An activity for each of the functions, which they poll',
        because: 'Express workflows do not support activities, and polling adds time.',
      },
    ],
    shows: [
      { id: 'QuoteWorkflow', property: 'StateMachineType' },
      { id: 'QuoteWorkflow', property: 'LoggingConfiguration.Level' },
    ],
    tasks: ['SAA-C03 2.1', 'DVA-C02 4.1'],
    seeds: ['003:1169', '003:1170', '003:1171', '003:1172'],
  },
  {
    text: 'A workflow has one step that only a program in a data center can do, because it drives a printing press. The network there allows connections to AWS, but none from outside. How does the press take part in the workflow?',
    right: ['Its program polls an activity, and answers with the task token'],
    because:
      'An activity worker can run anywhere. It calls GetActivityTask and then SendTaskSuccess, so all connections go out.',
    wrong: [
      {
        answer: 'Its program is a target, which the task calls by HTTPS',
        because: 'The network accepts no connections from outside.',
      },
      {
        answer: 'Its program is the state machine, which starts the activities',
        because: 'A state machine runs in Step Functions. An activity does not start anything.',
      },
      {
        answer: 'Its program becomes a Lambda function in a VPC with a peering connection',
        because:
          'The program drives a machine on the spot, and peering does not reach a data center.',
      },
    ],
    shows: [
      { id: 'Packing', property: 'EncryptionConfiguration' },
      { id: 'PackingWorkflow', property: 'StateMachineType' },
    ],
    tasks: ['SAA-C03 2.1', 'DVA-C02 1.1'],
    seeds: ['003:1180', '003:1181', '000:223'],
  },
  {
    text: 'A task of a state machine calls the API of a partner, which answers with an error for some seconds on busy days. Today each such error ends the execution. Which change of the definition makes the workflow survive these errors without code?',
    right: ['A Retry with a BackoffRate for the name of this error in the task'],
    because:
      'A retrier waits IntervalSeconds, then longer by the BackoffRate, and tries again up to MaxAttempts times.',
    wrong: [
      {
        answer: 'A Catch for States.ALL that leads to the Fail state in the task',
        because: 'A catcher goes on with another state. This one ends the execution as before.',
      },
      {
        answer: 'A Choice state behind the task that compares the name of the error',
        because: 'The execution fails in the task, so the state behind it does not run.',
      },
      {
        answer: 'A larger TimeoutSeconds for the task and for the state machine',
        because: 'The partner answers in time, but with an error.',
      },
    ],
    shows: [
      {
        id: 'OrderWorkflow',
        property: 'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry.0.BackoffRate',
      },
      {
        id: 'OrderWorkflow',
        property: 'Definition.States.ReserveLines.ItemProcessor.States.Reserve.Retry.0.MaxAttempts',
      },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
    seeds: ['003:1160', '003:1161'],
  },
  {
    text: 'A state machine receives a list of invoices, which differs in length each day. The same three states must run for each invoice, but the database behind them allows only five at a time. Which state does the team use?',
    right: ['A Map state with MaxConcurrency 5'],
    because:
      'A Map state runs the same states for each item of a list, and MaxConcurrency limits how many run at once.',
    wrong: [
      {
        answer: 'A Parallel state with five branches',
        because:
          'The branches of a Parallel state are fixed in the definition, and all get the same input.',
      },
      {
        answer: 'A Choice state with a rule for each invoice',
        because: 'A Choice state takes one way, and its rules are fixed in the definition.',
      },
      {
        answer: 'A Wait state of five seconds between the invoices',
        because: 'A Wait state runs nothing for each item, and limits nothing.',
      },
    ],
    shows: [
      { id: 'OrderWorkflow', property: 'Definition.States.ReserveLines.Type' },
      { id: 'OrderWorkflow', property: 'Definition.States.ReserveLines.MaxConcurrency' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['004:2920', '004:2922'],
  },
  {
    text: 'A travel site books a flight, a hotel, and a car in a workflow. If the car cannot be booked, the flight and the hotel must be canceled. Which design does this?',
    right: ['A Catch on the steps that leads to states which cancel what was booked'],
    because:
      'A catcher passes the error to other states. They have to undo the earlier steps, because Step Functions does not.',
    wrong: [
      {
        answer: 'A Fail state, at which Step Functions rolls back the earlier steps',
        because: 'A Fail state only ends the execution. It undoes nothing.',
      },
      {
        answer: 'A Retry on the booking of the car, with no limit of attempts',
        because: 'If there is no car, each attempt fails, and nothing is canceled.',
      },
      {
        answer: 'An Express workflow, whose steps are one transaction',
        because: 'No type of workflow makes one transaction of its steps.',
      },
    ],
    shows: [
      { id: 'OrderWorkflow', property: 'Definition.States.ChargeAndLabel.Catch.0.ResultPath' },
    ],
    tasks: ['SAA-C03 2.2', 'DVA-C02 1.1'],
    seeds: ['003:1160'],
  },
  {
    text: 'An architect wants to coordinate several microservices in Lambda, with branches and error handling that the team can see in a diagram, and without servers that decide what comes next. Which service or feature does this?',
    right: ['A state machine of AWS Step Functions'],
    because:
      'A state machine describes the states and what follows them, and Step Functions runs it without servers of yours.',
    wrong: [
      {
        answer: 'A decider of Amazon SWF',
        because: 'A decider is a program that you write and run yourself.',
      },
      {
        answer: 'Activities of AWS Step Functions',
        because: 'An activity is a task for a worker outside. It does not orchestrate.',
      },
      {
        answer: 'A stream of Amazon Kinesis Data Streams',
        because: 'A stream carries records to consumers. It knows no steps and no branches.',
      },
    ],
    shows: [
      { id: 'OrderWorkflow', property: 'Definition.StartAt' },
      { id: 'OrderWorkflow', property: 'Definition.States.HasLines.Type' },
    ],
    tasks: ['SAA-C03 2.1'],
    seeds: ['000:217', '000:221', '000:223', '002:1027'],
  },
];
