import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A company has forty accounts in one organization. A new law allows it to keep resources in one Region only. The administrators of the accounts must not be able to change that. What should the company do?',
    right: [
      'Attach a service control policy that denies other Regions to the unit of the accounts',
    ],
    because:
      'A Deny in an SCP overrides whatever the account allows, and only the management account can change the SCP.',
    wrong: [
      {
        answer: 'Attach an IAM policy that denies other Regions to every user and role',
        because: 'Administrators of the accounts can detach it, and it does not limit root users.',
      },
      {
        answer: 'Turn on a Config rule that reports resources which are in other Regions',
        because: 'A Config rule finds resources after they were created. It prevents nothing.',
      },
      {
        answer: 'Set a permissions boundary for the administrators of each of the accounts',
        because:
          'A boundary limits the users and roles that have it, and administrators can create others.',
      },
    ],
    shows: [
      { id: 'Guardrail', property: 'Type' },
      { id: 'Guardrail', property: 'Content.Statement.0.Effect' },
    ],
    tasks: ['SAA-C03 1.1', 'DOP-C02 6.1'],
    seeds: ['003:951', '003:954', '004:4362', '004:4363'],
  },
  {
    text: 'An SCP of an organizational unit allows all actions of Amazon S3. A user of a member account has no IAM policy, and cannot list any bucket. The account has no other restrictions. What is missing?',
    right: ['An IAM policy that allows the user to list the buckets'],
    because: 'An SCP sets the limit and grants nothing. IAM policies must still allow the call.',
    wrong: [
      {
        answer: 'An SCP with the same Allow, attached to the account itself',
        because: 'However many SCPs allow the action, none of them grants it.',
      },
      {
        answer: 'A permissions boundary that allows the user to list buckets',
        because: 'A permissions boundary is a limit, too, and grants nothing.',
      },
      {
        answer: 'A trust of the management account in a role of the account',
        because:
          'The user wants to use its own account, so no role of another account is involved.',
      },
    ],
    shows: [{ id: 'Guardrail', property: 'Content.Statement.0.Effect' }],
    tasks: ['SAA-C03 1.1'],
    seeds: ['002:307', '003:953'],
  },
  {
    text: 'An SCP at the root of an organization denies cloudtrail:StopLogging. The security team tests it: in all member accounts, even the root user gets an error. In the management account, the call still succeeds. Why?',
    right: ['Service control policies do not limit the management account'],
    because:
      'SCPs limit member accounts only. That is a reason to run no workloads in the management account.',
    wrong: [
      {
        answer: 'The root user of an account is never limited by any SCP',
        because: 'In member accounts, SCPs limit the root user as well, as the test showed.',
      },
      {
        answer: 'An SCP at the root must be attached to each account, too',
        because: 'Accounts inherit the SCPs of the root and of the units above them.',
      },
      {
        answer: 'The IAM policy of the caller allows the call explicitly',
        because: 'An explicit Deny of an SCP would override it, as in the member accounts.',
      },
    ],
    shows: [
      { id: 'Guardrail', property: 'Type' },
      { id: 'Guardrail', property: 'Content.Statement.1.Action' },
    ],
    tasks: ['SOA-C03 4.1', 'SAA-C03 1.1'],
    seeds: ['004:4367', '004:4368'],
  },
  {
    text: 'A platform team has written an SCP that denies every action outside eu-central-1. Minutes after it was attached to the production accounts, deployments fail, because no role can be created. Which two steps would have prevented this?',
    right: [
      'Exempt the global services in the statement by NotAction',
      'Attach the policy to a unit with one test account at first',
    ],
    because:
      'IAM has its only endpoint in us-east-1, so the Deny holds for it. A unit with a test account shows that before production does.',
    wrong: [
      {
        answer: 'Allow iam:CreateRole in the IAM policies of the roles',
        because: 'The Deny of the SCP overrides every Allow of IAM policies.',
      },
      {
        answer: 'Attach the policy at the root instead of at one unit',
        because: 'It would then break all member accounts instead of some.',
      },
      {
        answer: 'Add a second SCP that allows all actions of IAM there',
        because: 'An explicit Deny in one SCP overrides an Allow in another.',
      },
    ],
    shows: [
      { id: 'Guardrail', property: 'Content.Statement.0.NotAction' },
      { id: 'Workloads', property: 'Name' },
    ],
    tasks: ['DOP-C02 2.2', 'SAA-C03 1.1'],
    seeds: ['002:62', '003:954'],
  },
];
