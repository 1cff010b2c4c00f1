import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'An application on EC2 instances in account A must read objects from a bucket in account B. No long-term keys may be used. The instances already have a role in account A. Which two steps are needed?',
    right: [
      'Create a role in account B that trusts account A and may read the bucket',
      'Allow the role of the instances sts:AssumeRole on the ARN of that new role',
    ],
    because:
      'Both accounts must agree: the role in B trusts A, and A lets its own role assume it. The application then uses temporary credentials.',
    wrong: [
      {
        answer: 'Create a user in account B, and store its keys in the user data',
        because: 'These are long-term keys, and anyone who can read the user data can use them.',
      },
      {
        answer: 'Attach the role of account B to the instances as a second profile',
        because: 'An instance has one instance profile, with a role of its own account.',
      },
      {
        answer: 'Allow the role of the instances s3:GetObject, and change nothing in B',
        because: 'Access to another account needs the consent of that account.',
      },
    ],
    shows: [
      { id: 'ReportsRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
      { id: 'AnalystRole', property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:961', '003:962', '003:963', '003:976', '003:977', '003:983', '003:578', '003:579'],
  },
  {
    text: 'A company lets a monitoring vendor read its account through a role that trusts the account of the vendor. The vendor has thousands of customers, and one of them has guessed the ARN of the role. How does the company make sure that the vendor uses the role on its behalf only?',
    right: ['With an external ID of this customer as a condition in the trust policy'],
    because:
      'The vendor sends the external ID of the customer for whom it works, so another customer cannot make it use this role. This is the confused deputy problem.',
    wrong: [
      {
        answer: 'With a multi-factor device that the vendor presents for each of its sessions',
        because:
          'The vendor works without a person. It would also not tell for which customer it acts.',
      },
      {
        answer: 'With a shorter session of 15 minutes in the settings of this trusted role',
        because: 'A short session can be misused as well, and the vendor can start another one.',
      },
      {
        answer: 'With a random suffix in the name of the role that only the vendor knows',
        because: 'An ARN is no secret. It appears in logs and error messages.',
      },
    ],
    shows: [
      {
        id: 'ReportsRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
      },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:961', '003:962', '004:128'],
  },
  {
    text: 'A hospital with 3,000 employees has a directory that supports SAML 2.0. Employees need the AWS console for some hours a month, and people who leave the hospital must not be able to sign in any more. No second set of passwords may be created. What should be set up?',
    right: ['SAML federation with roles that the employees assume'],
    because:
      'The directory authenticates, and AWS STS gives temporary credentials for a role. When the directory locks a person, there is no new session.',
    wrong: [
      {
        answer: 'An IAM user for each employee, created by a script',
        because: 'It is a second directory, with passwords that must be managed and removed.',
      },
      {
        answer: 'A Cognito user pool with sign-up for all employees',
        because: 'A user pool is a directory of its own for users of applications.',
      },
      {
        answer: 'A custom identity broker that calls GetSessionToken',
        because: 'A broker is needed only without SAML 2.0, and this call is for users of IAM.',
      },
    ],
    shows: [
      { id: 'EmployeeRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
      {
        id: 'EmployeeRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
      },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['004:122', '004:124'],
  },
  {
    text: 'A bank keeps its users in an old LDAP directory, which does not support SAML 2.0 and cannot be replaced. Its internal tools must call AWS with temporary credentials, after a log-in to the directory. Which solution works?',
    right: ['An identity broker that checks the log-in and then calls AssumeRole'],
    because:
      'The broker authenticates against the directory and asks AWS STS for credentials, by AssumeRole or GetFederationToken.',
    wrong: [
      {
        answer: 'A SAML provider in IAM with the address of the old LDAP directory',
        because: 'The directory does not issue SAML assertions, so IAM has nothing to trust.',
      },
      {
        answer: 'An LDAP connection that IAM uses to verify users by their passwords',
        because: 'IAM does not query directories.',
      },
      {
        answer: 'An access key for each tool, in a group of the old LDAP directory',
        because: 'Access keys do not expire, and the directory cannot issue them.',
      },
    ],
    shows: [
      { id: 'EmployeeRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
      { id: 'ReportsRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['002:331', '002:333', '002:334', '002:336', '002:337'],
  },
  {
    text: 'A measuring server in a factory uploads results to S3 each minute. Today, it has the access keys of an IAM user in a file. The company runs its own certificate authority, and every server has a certificate. How can the server get temporary credentials with the least change?',
    right: ['With IAM Roles Anywhere, which accepts the certificate of the server'],
    because:
      'A trust anchor names the certificate authority. The server presents its certificate and gets a session of a role that trusts Roles Anywhere.',
    wrong: [
      {
        answer: 'With an instance profile, which is installed on the server by an agent',
        because: 'Instance profiles work for EC2 instances only.',
      },
      {
        answer: 'With a Cognito identity pool, which gives guests a role without log-in',
        because: 'Anyone who knows the ID of the pool would get the same role.',
      },
      {
        answer: 'With access keys of a user, which a scheduled script rotates each day',
        because:
          'These are still long-term credentials of a user, and the script needs keys itself.',
      },
    ],
    shows: [
      { id: 'TrustAnchor', property: 'Source.SourceType' },
      { id: 'ServerRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:994', '003:995', '003:996', '002:297'],
  },
  {
    text: 'A developer starts an EC2 instance by the AWS CLI and gets UnauthorizedOperation with a long encoded message. The developer wants to know which action on which resource was denied, and whether a Deny was the reason. What is needed?',
    right: ['Permission for sts:DecodeAuthorizationMessage, and a call of it'],
    because:
      'AWS STS decodes the message, which names the principal, the action, the resource, and whether an explicit Deny matched. The caller needs the permission for it.',
    wrong: [
      {
        answer: 'Permission for kms:Decrypt, and a call of it with the whole message',
        because: 'The message is not encrypted under a KMS key of the account.',
      },
      {
        answer: 'A Base64 decoder, because the message is encoded only',
        because:
          'The content is protected, because it can be confidential. Only AWS STS decodes it.',
      },
      {
        answer: 'A second call of the command with the option --dry-run',
        because:
          'It tells whether the request would be allowed, and it fails with the same encoded message.',
      },
    ],
    shows: [{ id: 'AnalystPolicy', property: 'PolicyDocument.Statement.1.Action' }],
    tasks: ['DVA-C02 4.1', 'DVA-C02 2.1'],
    seeds: ['003:135', '003:136', '003:137', '003:987', '003:988'],
  },
  {
    text: 'An external tester assumes a role in the account of a bank, from a user in her own account. A scan takes six hours, but her session ends after one hour. Sessions may last eight hours, and her rights must not grow. Which change is right?',
    right: ['Raise the maximum session duration of the role, and request six hours'],
    because:
      'A role allows sessions of an hour by default and of up to 12 hours by its setting. The caller has to ask for the longer duration.',
    wrong: [
      {
        answer: 'Create access keys of an IAM user, and delete them after eight hours',
        because: 'These are long-term keys, and their deletion can be forgotten.',
      },
      {
        answer: 'Let her assume a second role from the first one, for six hours more',
        because: 'Role chaining limits a session to one hour.',
      },
      {
        answer: 'Remove the condition with the external ID from the trust of the role',
        because: 'The external ID does not limit the time of a session.',
      },
    ],
    shows: [{ id: 'ReportsRole', property: 'MaxSessionDuration' }],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['004:128', '004:130', '004:132'],
  },
  {
    text: 'A holding has forty member accounts in AWS Organizations. Five engineers must work in all of them, with one log-in each and with a record of who did what. Today, each account has a shared user named admin. What should replace these users?',
    right: ['A role in each account, which the engineers assume with their own identity'],
    because:
      'Each engineer has one identity, and the role session in each account names it in the CloudTrail log. No password is shared.',
    wrong: [
      {
        answer: 'An IAM user for each engineer in each account, with the same password',
        because: 'It makes two hundred users, and one password opens all accounts.',
      },
      {
        answer: 'A service control policy that allows the engineers to use all accounts',
        because: 'An SCP grants nothing. It limits what the members can be allowed.',
      },
      {
        answer: 'The root user of each account, with a shared multi-factor device',
        because: 'The root user cannot be limited, and nobody could tell who used it.',
      },
    ],
    shows: [{ id: 'ReportsRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' }],
    tasks: ['SAA-C03 1.1', 'DOP-C02 6.1'],
    seeds: ['004:4370', '004:4372'],
  },
  {
    text: 'A manufacturer wants an account in the Region Beijing to read a bucket in Frankfurt by a role that it assumes. An engineer writes a trust policy with the ARN of the Chinese account, and IAM refuses it. What is the reason?',
    right: ['A role cannot trust an account of another partition'],
    because:
      'The Chinese Regions are a partition of their own. Neither roles nor bucket policies give access across partitions.',
    wrong: [
      {
        answer: 'A role cannot trust an account of another Region',
        because: 'IAM is global within a partition, so Regions do not matter for trust.',
      },
      {
        answer: 'A role cannot trust an account without external ID',
        because: 'An external ID is recommended for third parties. IAM does not demand it.',
      },
      {
        answer: 'A role cannot trust an account outside its company',
        because: 'A role can trust any account of its partition.',
      },
    ],
    shows: [{ id: 'Reports/Policy', property: 'PolicyDocument.Statement.0.Effect' }],
    tasks: ['SAA-C03 1.1'],
    seeds: ['003:576', '003:577', '003:584', '003:585'],
  },
];
