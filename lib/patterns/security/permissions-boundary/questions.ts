import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'Developers of a game studio may create IAM roles for their Lambda functions. A security engineer must make sure that no role which they create can ever do more than read and write game tables, whatever policies they attach. It must stay a task of the developers. What should the engineer do?',
    right: ['Allow iam:CreateRole only with a certain permissions boundary, by a condition'],
    because:
      'The condition key iam:PermissionsBoundary lets developers create only roles that have the boundary. The boundary limits what any policy of such a role can allow.',
    wrong: [
      {
        answer: 'Attach the permissions boundary to the group that has all of the developers',
        because:
          'A group cannot have a boundary. On the users, it would limit them and not the roles that they create.',
      },
      {
        answer: 'Allow iam:CreateRole only to a pipeline, which reviews each of the new policies',
        because: 'It works, but developers could no longer create the roles themselves.',
      },
      {
        answer: 'Deny all other services to the whole account by a service control policy',
        because: 'It would also limit everyone and everything else in the account.',
      },
    ],
    shows: [
      { id: 'DeveloperPolicy', property: 'PolicyDocument.Statement.0.Action' },
      { id: 'FunctionBoundary', property: 'PolicyDocument.Statement.0.Action' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['004:3954', '004:3956', '004:3958', '004:3960', '004:3965', '003:956'],
  },
  {
    text: 'A role has an identity-based policy that allows s3:GetObject and dynamodb:PutItem. Its permissions boundary allows dynamodb:* and sqs:*. No other policy exists. What can the role do?',
    right: ['Only dynamodb:PutItem'],
    because:
      'A principal can do what both the identity-based policy and the boundary allow. The boundary itself grants nothing.',
    wrong: [
      {
        answer: 'Only s3:GetObject and dynamodb:PutItem',
        because: 'The boundary does not allow s3:GetObject.',
      },
      {
        answer: 'All actions of DynamoDB and SQS',
        because: 'A boundary only limits. The identity-based policy does not allow these actions.',
      },
      {
        answer: 'All actions that one of the two allows',
        because: 'The permissions are the intersection, not the sum.',
      },
    ],
    shows: [{ id: 'FunctionBoundary', property: 'PolicyDocument.Statement.0.Action' }],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:956', '004:3958', '004:3960'],
  },
  {
    text: 'A user is in two groups whose policies allow s3:DeleteObject on all buckets. A third policy, attached to the user, denies s3:DeleteObject on the bucket with contracts. The bucket policy allows the deletion to the user. Can the user delete a contract?',
    right: ['No, because an explicit Deny overrides every Allow'],
    because: 'IAM first looks for an explicit Deny in all policies that apply. One is enough.',
    wrong: [
      {
        answer: 'Yes, because three policies allow it, and one denies it',
        because: 'Policies are not counted. One explicit Deny decides.',
      },
      {
        answer: 'Yes, because a bucket policy goes before the policies of IAM',
        because: 'A resource-based policy has no higher rank. A Deny in any of them decides.',
      },
      {
        answer: 'No, because a user can be in one group with S3 actions only',
        because: 'A user can be in several groups and has the permissions of each.',
      },
    ],
    shows: [{ id: 'DeveloperPolicy', property: 'PolicyDocument.Statement.4.Effect' }],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:993', '004:114', '004:116', '004:118', '004:120'],
  },
  {
    text: 'Two hundred researchers share a bucket, and each of them may use the folder with his or her own IAM user name only. New researchers join each week. Which solution needs the least administration?',
    right: ['One policy for the group, with the variable aws:username in the path of the folder'],
    because:
      'IAM replaces the policy variable by the name of the user who makes the request, so one policy fits all users.',
    wrong: [
      {
        answer: 'One policy for each user, with the name of the user in the path of the folder',
        because: 'Someone has to create another policy for each new researcher.',
      },
      {
        answer: 'One policy for the group, with the element Principal for each user name',
        because: 'An identity-based policy has no Principal element.',
      },
      {
        answer: 'One bucket for each user, with the name of the user in the bucket name',
        because: 'Bucket names are global, and someone has to create a bucket for each person.',
      },
    ],
    shows: [
      { id: 'MembershipPolicy', property: 'PolicyDocument.Statement.0.Condition.StringEquals' },
      { id: 'MembershipPolicy', property: 'PolicyDocument.Version' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:957', '003:958'],
  },
  {
    text: 'An auditor asks a company for all IAM roles, access keys and console passwords that nobody has used for 90 days. The list should also name permissions that active roles do not use, and it should stay current. Which service gives it with the least effort?',
    right: ['An unused access analyzer of IAM Access Analyzer'],
    because:
      'It reports unused roles, keys, and passwords, and unused services and actions of active users and roles, after a number of days that you choose.',
    wrong: [
      {
        answer: 'A report of Amazon Inspector about all the accounts',
        because: 'Inspector looks for vulnerabilities in workloads, not for unused access.',
      },
      {
        answer: 'An external access analyzer of IAM Access Analyzer',
        because: 'It finds resources that principals outside the account can reach.',
      },
      {
        answer: 'A credential report of IAM, which is read each week',
        because:
          'It lists users with their passwords and keys. It has neither roles nor unused permissions.',
      },
    ],
    shows: [
      { id: 'UnusedAccessAnalyzer', property: 'Type' },
      {
        id: 'UnusedAccessAnalyzer',
        property: 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge',
      },
    ],
    tasks: ['SAA-C03 1.1', 'SOA-C03 4.1', 'DOP-C02 6.3'],
    seeds: ['003:97', '003:98', '003:99'],
  },
  {
    text: 'Twelve accountants of a small company have IAM users with the same permissions, each from inline policies. Every change takes an administrator twelve edits, and some users differ by mistake. What is the best practice for these users?',
    right: ['One managed policy, attached to a group of the accountants'],
    because: 'Each user inherits the permissions of the group, so one edit changes them for all.',
    wrong: [
      {
        answer: 'One IAM user that all the accountants share for their work',
        because:
          'Nobody could tell who did what, and the password would be known to twelve people.',
      },
      {
        answer: 'One managed policy, attached to each user by a script',
        because: 'The script has to run for each new user, and it can still be forgotten.',
      },
      {
        answer: 'One permissions boundary, set on each of the twelve users',
        because: 'A boundary limits permissions. It grants none.',
      },
    ],
    shows: [{ id: 'Developers', property: 'Policies' }],
    tasks: ['SAA-C03 1.1'],
    seeds: ['004:95', '004:100', '004:104'],
  },
  {
    text: 'A developer may create Lambda functions and has an existing execution role to use. CreateFunction fails, because the developer has no permission to hand the role to Lambda. The developer must not hand over other roles. What should an administrator add?',
    right: ['An Allow for iam:PassRole on the ARN of this role'],
    because:
      'A caller who gives a role to a service needs iam:PassRole on that role. The key iam:PassedToService can limit the service.',
    wrong: [
      {
        answer: 'An Allow for sts:AssumeRole on the ARN of this role',
        because:
          'Lambda assumes the role, not the developer. The developer would get its credentials.',
      },
      {
        answer: 'An Allow for iam:CreateRole with the name of this role',
        because: 'The role exists already. Creating one is another permission.',
      },
      {
        answer: 'The developer as a principal in the trust of this role',
        because: 'The trust policy says who can assume the role. It must name Lambda.',
      },
    ],
    shows: [
      { id: 'DeveloperPolicy', property: 'PolicyDocument.Statement.2.Condition.StringEquals' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['004:97', '004:3965'],
  },
];
