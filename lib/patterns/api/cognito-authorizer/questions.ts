import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A recipe site lets visitors register and sign in. Its pages call a REST API of API Gateway. The team wants a managed directory of users, and no code of its own that checks tokens. What should it use?',
    right: ['A Cognito user pool, and a COGNITO_USER_POOLS authorizer on the methods of the API'],
    because:
      'The user pool is the directory and issues the tokens, and API Gateway verifies these tokens itself.',
    wrong: [
      {
        answer: 'A Lambda authorizer that looks the user up in a DynamoDB table on each request',
        because: 'The directory and the check are then code that the team writes and maintains.',
      },
      {
        answer: 'An IAM user for each visitor, and AWS_IAM authorization on the methods of the API',
        because:
          'IAM users are for people and programs that work with the account. They cannot sign up, and an account has at most 5,000.',
      },
      {
        answer: 'A Cognito identity pool, and an API key for each visitor in a usage plan',
        because:
          'An identity pool is no directory, and an API key identifies a client to a usage plan but does not authenticate it.',
      },
    ],
    shows: [
      { id: 'MemberAuthorizer', property: 'Type' },
      { id: 'Members', property: 'AdminCreateUserConfig.AllowAdminCreateUserOnly' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
    seeds: ['000:113', '000:115', '000:117'],
  },
  {
    text: 'A bank builds a mobile app. Customers must register in the app, and must enter a code in addition to the password at each sign-in. The bank wants to write as little code as possible. Which two should it choose?',
    right: [
      'A Cognito user pool that lets its users sign up themselves',
      'MFA that the Cognito user pool requires of every user',
    ],
    because:
      'A user pool has both: self-service sign-up, and a second factor that it asks for before it issues tokens.',
    wrong: [
      {
        answer: 'Amazon SNS messages with codes that the app compares itself',
        because:
          'SNS delivers messages only. The bank would have to create, store, and check the codes.',
      },
      {
        answer: 'IAM users for the customers, each with a virtual MFA device',
        because:
          'IAM users are not for the customers of an app, who could neither sign up nor be limited to the app.',
      },
      {
        answer: 'A Cognito identity pool that keeps the passwords of customers',
        because: 'An identity pool keeps no passwords. It exchanges tokens for AWS credentials.',
      },
    ],
    shows: [
      { id: 'Members', property: 'MfaConfiguration' },
      { id: 'Members', property: 'AdminCreateUserConfig.AllowAdminCreateUserOnly' },
    ],
    tasks: ['SAA-C03 1.2', 'DVA-C02 2.1'],
    seeds: ['000:47', '000:48', '000:54', '000:56'],
  },
  {
    text: 'Users of a photo app sign in to a Cognito user pool. The app should upload photos from the phone straight to an S3 bucket, and each user may write only to a prefix of their own. How does the app get the permission?',
    right: [
      'An identity pool exchanges the ID token for credentials of a role whose policy has the identity ID in the prefix',
    ],
    because:
      'S3 needs AWS credentials. The variable cognito-identity.amazonaws.com:sub in the policy stands for the identity of the caller.',
    wrong: [
      {
        answer:
          'The app sends the ID token of the user pool to S3 in the Authorization header of the upload',
        because:
          'S3 does not accept tokens of a user pool. It expects requests signed with AWS credentials.',
      },
      {
        answer:
          'The app contains the access key of an IAM user whose policy allows uploads to the bucket',
        because:
          'Anyone can read the key in the app, it does not expire, and every user has the same permissions.',
      },
      {
        answer:
          'A bucket policy that names the user pool as principal and the user name as a condition',
        because:
          'A user pool cannot be a principal of a policy, and no condition key has its user names.',
      },
    ],
    shows: [
      { id: 'FileAccess', property: 'AllowUnauthenticatedIdentities' },
      { id: 'MemberRole', property: 'AssumeRolePolicyDocument.Statement.0.Action' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['002:35', '002:37', '004:4044', '004:4045'],
  },
  {
    text: 'A REST API has a Cognito authorizer. A developer adds the scope notes/delete to one method, and now every call of it gets 401, although the same ID token works for all other methods. What is the reason?',
    right: ['With scopes, the method needs an access token that has one of these scopes'],
    because:
      'API Gateway takes the token as an access token if the method has scopes. An ID token has no scopes.',
    wrong: [
      {
        answer: 'The authorizer caches its answer, and still has the one from before the change',
        because:
          'A cached answer would let the call through, as before. The token type does not fit the method.',
      },
      {
        answer: 'The IAM role of the user needs permission for execute-api:Invoke on this method',
        because:
          'IAM permissions count for AWS_IAM authorization, which this method does not have.',
      },
      {
        answer: 'The user pool must be on the Plus feature plan before methods can have scopes',
        because: 'Custom scopes are not a feature of the Plus plan, which adds threat protection.',
      },
    ],
    shows: [{ id: 'NotesApi/Default/notes/{id}/DELETE', property: 'AuthorizationScopes' }],
    tasks: ['DVA-C02 2.1'],
    seeds: ['000:113'],
  },
  {
    text: 'A quiz app wants visitors to try it before they register. As guests, they may read public quizzes from DynamoDB directly, and nothing else. Registered users may also save their results. What should the architect configure?',
    right: [
      'An identity pool that allows unauthenticated identities, with one role for guests and one for signed-in users',
    ],
    because:
      'The identity pool gives guests the credentials of the unauthenticated role, whose policy allows only the reads.',
    wrong: [
      {
        answer:
          'A user pool with a shared guest account, whose password is part of the code of the app',
        because:
          'Anyone can read the password and lock or misuse the account, and a user pool alone gives no AWS credentials.',
      },
      {
        answer:
          'A DynamoDB table with a policy that allows every principal to read and write its items',
        because:
          'The table would be public: guests could then write as well, and nobody knows who they are.',
      },
      {
        answer:
          'An identity pool with one role for everyone, which trusts authenticated and unauthenticated identities',
        because: 'Guests would have the permissions of registered users.',
      },
    ],
    shows: [
      { id: 'FileAccess', property: 'AllowUnauthenticatedIdentities' },
      {
        id: 'MemberRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Condition.ForAnyValue:StringLike',
      },
    ],
    tasks: ['SAA-C03 1.1'],
    seeds: ['004:4016', '004:4018', '004:4044'],
  },
];
