import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const userPool = `${reference}/aws-resource-cognito-userpool.html`;
const client = `${reference}/aws-resource-cognito-userpoolclient.html`;
const identityPool = `${reference}/aws-resource-cognito-identitypool.html`;
const authorizer = `${reference}/aws-resource-apigateway-authorizer.html`;
const cognito = 'https://docs.aws.amazon.com/cognito/latest/developerguide';
const idp = 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference';
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

export const exam: Exam = {
  question:
    'How do users sign up, sign in with a second factor, call an API, and reach their own files, without user management of your own?',
  answer:
    'A Cognito user pool signs users up and in, and API Gateway verifies its tokens with a COGNITO_USER_POOLS authorizer. For direct access to AWS services, an identity pool exchanges the ID token for temporary credentials of a role.',
  wrong: [
    {
      answer: 'A Lambda authorizer that checks the tokens',
      because:
        'You would write and maintain the check yourself, and still need a directory that signs users up.',
    },
    {
      answer: 'An IAM user with access keys for each visitor',
      because:
        'An account has at most 5,000 IAM users, and anyone could read the keys in the app. IAM has no sign-up.',
    },
    {
      answer: 'Amazon SNS that texts a code to each user',
      because:
        'SNS only delivers the message. Somebody must create, store, and check the code, which a user pool does.',
    },
    {
      answer: 'A user pool alone, whose token the app sends to S3',
      because:
        'S3 accepts requests signed with AWS credentials, not tokens. The identity pool exchanges one for the other.',
    },
    {
      answer: 'An identity pool alone',
      because:
        'It has no directory: it keeps no passwords, and needs an identity provider that signs users in.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.1', 'SAA-C03 1.1', 'SAA-C03 1.2'],
  cost: 'free',
  remains: [
    'The bucket, if it still has objects: cdk destroy then fails. Delete them with aws s3 rm s3://<FilesName> --recursive.',
  ],
  flow: [
    { from: '(user)', to: 'Members', label: 'password and code' },
    { from: '(user)', to: 'NotesApi', label: 'token' },
    { from: 'NotesApi', to: 'MemberAuthorizer' },
    { from: 'MemberAuthorizer', to: 'Members', label: 'of this pool' },
    { from: 'NotesApi', to: 'NoteDesk', label: 'claims' },
    { from: 'NoteDesk', to: 'Notes' },
    { from: '(user)', to: 'FileAccess', label: 'ID token' },
    { from: 'FileAccess', to: 'Members', label: 'trusts' },
    { from: 'MemberRole', to: 'FileAccess', label: 'trusts' },
    { from: 'MemberRole', to: 'Files', label: 'own folder' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::Cognito::UserPool',
      id: 'Members',
      settings: [
        {
          property: 'AdminCreateUserConfig.AllowAdminCreateUserOnly',
          value: false,
          fact: 'A user pool is a directory whose users can sign up themselves, unless AllowAdminCreateUserOnly leaves that to administrators.',
          source: `${idp}/API_AdminCreateUserConfigType.html`,
          seeds: ['000:47', '000:50', '000:52', '004:4012', '004:4042'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'SignUp fails from now on, and only AdminCreateUser creates users.',
            },
          ],
        },
        {
          property: 'MfaConfiguration',
          value: 'ON',
          fact: 'With MfaConfiguration ON, all users must set up a second factor before they can sign in; OPTIONAL leaves it to each user.',
          source: userPool,
          seeds: ['000:48', '000:54'],
          experiments: [
            {
              value: 'OPTIONAL',
              outcome: 'update',
              because:
                'A user who has not set up a second factor gets tokens for the password alone.',
            },
            {
              value: 'OFF',
              also: [{ property: 'EnabledMfas', value: null }],
              outcome: 'update',
              because: 'A stolen password is enough to sign in.',
            },
          ],
        },
        {
          property: 'EnabledMfas',
          value: ['SOFTWARE_TOKEN_MFA'],
          fact: 'The factors are a code of an authenticator app, an SMS message, and an email message; SMS also needs SmsConfiguration.',
          source: userPool,
          seeds: ['000:48', '000:56'],
          today: {
            notes:
              'Amazon SNS cannot send MFA codes by SMS to the users of a mobile app, because that is only for IAM users, and AWS will soon end SMS MFA.',
            now: 'A user pool sends MFA codes by SMS through Amazon SNS, with a role that it may assume. It is IAM that no longer offers SMS MFA to its users.',
            source: `${idp}/API_SmsConfigurationType.html`,
          },
          experiments: [
            {
              value: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
              outcome: 'fails',
              because: 'SMS_MFA needs SmsConfiguration with a role that may publish through SNS.',
              source: userPool,
            },
            {
              value: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
              outcome: 'fails',
              because: 'EMAIL_OTP needs EmailConfiguration with your own Amazon SES identity.',
              source: userPool,
            },
            {
              value: null,
              outcome: 'fails',
              because: 'You can only remove all factors if MfaConfiguration is OFF.',
              source: userPool,
            },
          ],
        },
        {
          property: 'UsernameAttributes',
          value: ['email'],
          fact: 'Users can sign in with an email address or a phone number; you choose the sign-in attributes when you create the pool.',
          source: `${cognito}/user-pool-settings-attributes.html`,
          seeds: ['004:4012'],
        },
        {
          property: 'AutoVerifiedAttributes',
          value: ['email'],
          fact: 'After sign-up, Cognito sends a code to the email address or phone number in AutoVerifiedAttributes; the code confirms the user.',
          source: `${cognito}/signing-up-users-in-your-app.html`,
          seeds: ['000:50'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Cognito sends no code, so an administrator must confirm every user who signs up.',
            },
          ],
        },
        {
          property: 'Policies.PasswordPolicy.MinimumLength',
          value: 12,
          fact: 'A password policy of a user pool sets the minimum length, from 6 to 99 characters, and which kinds of characters are required.',
          source: `${idp}/API_PasswordPolicyType.html`,
          seeds: [],
          experiments: [
            {
              value: 5,
              outcome: 'refused',
              because: 'The shortest minimum length is 6 characters.',
            },
          ],
        },
        {
          property: 'UserPoolTier',
          value: 'ESSENTIALS',
          fact: 'The feature plan is LITE, ESSENTIALS (the default), or PLUS; only PLUS has threat protection, such as adaptive authentication.',
          source: `${cognito}/cognito-sign-in-feature-plans.html`,
          seeds: ['000:54'],
          experiments: [
            {
              value: 'PLUS',
              outcome: 'update',
              because:
                'Every user who is active in a month costs 0.02 USD, and none of them is free.',
            },
          ],
        },
        {
          property: 'DeletionProtection',
          fact: 'A user pool and all its users can be deleted, unless DeletionProtection is ACTIVE.',
          source: userPool,
          seeds: [],
          experiments: [
            {
              value: 'ACTIVE',
              outcome: 'update',
              because: 'cdk destroy fails until you deactivate the protection.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Cognito::UserPoolClient',
      id: 'Members/WebApp',
      settings: [
        {
          property: 'GenerateSecret',
          value: false,
          fact: 'A client secret is for server-side apps; a public client, such as a browser or mobile app, has none.',
          source: `${cognito}/user-pool-settings-client-apps.html`,
          seeds: [],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because:
                'The new client has another ID, and every request needs a hash that only a holder of the secret can compute.',
            },
          ],
        },
        {
          property: 'ExplicitAuthFlows',
          value: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          fact: 'With Secure Remote Password (SRP), an app proves that the user knows the password without sending it.',
          source: `${cognito}/amazon-cognito-user-pools-authentication-flow-methods.html`,
          seeds: [],
          experiments: [
            {
              value: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
              outcome: 'update',
              because: 'The app must send the password itself, and sign-in with SRP fails.',
            },
          ],
        },
        {
          property: 'IdTokenValidity',
          value: 15,
          fact: 'ID and access tokens last 5 minutes to 1 day (default 1 hour), refresh tokens 1 hour to 10 years (default 30 days).',
          source: client,
          seeds: [],
          experiments: [
            {
              value: 4,
              outcome: 'fails',
              because: 'The shortest validity of an ID token is 5 minutes.',
              source: client,
            },
            {
              value: 1440,
              outcome: 'update',
              because: 'A stolen ID token is useful for a whole day, the longest validity.',
            },
          ],
        },
        {
          property: 'PreventUserExistenceErrors',
          value: 'ENABLED',
          fact: 'With PreventUserExistenceErrors ENABLED, a sign-in with an unknown user name fails in the same way as one with a wrong password.',
          source: client,
          seeds: [],
          experiments: [
            {
              value: 'LEGACY',
              outcome: 'update',
              because: 'Anyone can find out which email addresses have an account.',
            },
          ],
        },
        {
          property: 'SupportedIdentityProviders',
          value: ['COGNITO'],
          fact: 'A user pool also accepts users of Facebook, Google, Apple, Amazon, SAML, and OIDC providers; each needs a UserPoolIdentityProvider.',
          source: `${cognito}/cognito-user-pools-identity-federation.html`,
          seeds: ['000:50', '000:52', '004:4012', '004:4020'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Authorizer',
      id: 'MemberAuthorizer',
      settings: [
        {
          property: 'Type',
          value: 'COGNITO_USER_POOLS',
          fact: 'A COGNITO_USER_POOLS authorizer of a REST API verifies the tokens of up to 1,000 user pools without code of yours.',
          source: `${gateway}/apigateway-enable-cognito-user-pool.html`,
          seeds: ['000:113', '003:648'],
          experiments: [
            {
              value: 'TOKEN',
              outcome: 'refused',
              because: 'A TOKEN authorizer needs a function that checks the token.',
            },
          ],
        },
        {
          property: 'IdentitySource',
          value: 'method.request.header.Authorization',
          fact: 'The identity source of this authorizer is a request header; the call succeeds only if the header has a valid token.',
          source: authorizer,
          seeds: ['000:113'],
          experiments: [
            {
              value: 'method.request.header.X-Token',
              outcome: 'update',
              because: 'A client that sends its token in Authorization gets 401.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'NotesApi/Default/notes/GET',
      settings: [
        {
          property: 'AuthorizationType',
          value: 'COGNITO_USER_POOLS',
          fact: 'An authorizer protects only the methods that name it: each needs its AuthorizationType and AuthorizerId.',
          source: `${reference}/aws-resource-apigateway-method.html`,
          seeds: ['000:113', '000:117'],
          experiments: [
            {
              value: 'NONE',
              also: [{ property: 'AuthorizerId', value: null }],
              outcome: 'update',
              because: 'Anyone can call the method, and the function finds no user in the request.',
            },
            {
              value: 'AWS_IAM',
              also: [{ property: 'AuthorizerId', value: null }],
              outcome: 'update',
              because: 'Callers must sign requests with AWS credentials, so a token gets 403.',
            },
          ],
        },
        {
          property: 'AuthorizationScopes',
          fact: 'Without scopes on the method, API Gateway takes the token as an ID token, which has claims about the user, such as email.',
          source: `${gateway}/apigateway-enable-cognito-user-pool.html`,
          seeds: ['000:113'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'NotesApi/Default/notes/{id}/DELETE',
      settings: [
        {
          property: 'AuthorizationScopes',
          value: ['aws.cognito.signin.user.admin'],
          fact: 'With scopes on the method, API Gateway takes the token as an access token, which must have at least one of them.',
          source: `${gateway}/apigateway-enable-cognito-user-pool.html`,
          seeds: ['000:113'],
          experiments: [
            {
              value: ['notes/delete'],
              outcome: 'update',
              because:
                'Only a sign-in through OAuth 2.0 gives a custom scope, so every token of this app gets 401.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Cognito::IdentityPool',
      id: 'FileAccess',
      settings: [
        {
          property: 'AllowUnauthenticatedIdentities',
          value: false,
          fact: 'An identity pool gives users temporary AWS credentials; with AllowUnauthenticatedIdentities, guests get those of a role of their own.',
          source: identityPool,
          seeds: ['002:35', '004:4018', '004:4044', '004:4045'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'Guests get an identity, but no credentials before somebody attaches a role for them.',
            },
          ],
        },
        {
          property: 'AllowClassicFlow',
          fact: 'In the enhanced flow, the default, the pool selects the role; in the classic flow, the app calls AssumeRoleWithWebIdentity itself.',
          source: `${cognito}/authentication-flow.html`,
          seeds: ['002:37'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'The app can choose any role that trusts the pool.',
            },
          ],
        },
        {
          property: 'CognitoStreams',
          fact: 'Cognito Sync keeps user data the same on several devices, but is closed to new customers; AWS AppSync and DynamoDB replace it.',
          source: `${cognito}/cognito-sync.html`,
          seeds: ['002:1021', '004:4022'],
          today: {
            notes: 'Cognito synchronizes user data across several devices.',
            now: 'That is Cognito Sync, which is closed to new customers. Use AWS AppSync or DynamoDB.',
            since: '2026-07-30',
            source: 'https://docs.aws.amazon.com/cognitosync/latest/APIReference/Welcome.html',
          },
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'MemberRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Action',
          value: 'sts:AssumeRoleWithWebIdentity',
          fact: 'An identity pool exchanges tokens for credentials through AWS STS: the role trusts cognito-identity.amazonaws.com for AssumeRoleWithWebIdentity.',
          source: `${cognito}/iam-roles.html`,
          seeds: ['002:35', '002:37', '004:4018', '004:4045'],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Condition.ForAnyValue:StringLike',
          value: { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          fact: 'The amr claim of an identity pool token says authenticated or unauthenticated, and the aud claim names the identity pool.',
          source: `${cognito}/role-trust-and-permissions.html`,
          seeds: ['004:4018'],
          experiments: [
            {
              value: { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
              outcome: 'update',
              because:
                'Signed-in users no longer get credentials, because only guests can assume the role.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'A stolen password is enough to sign in. Every user, and every guest if somebody attaches the role for them, can overwrite the files of all others.',
    changes: [
      {
        type: 'AWS::Cognito::UserPool',
        id: 'Members',
        property: 'MfaConfiguration',
        value: 'OFF',
      },
      { type: 'AWS::Cognito::UserPool', id: 'Members', property: 'EnabledMfas', value: null },
      {
        type: 'AWS::Cognito::IdentityPool',
        id: 'FileAccess',
        property: 'AllowUnauthenticatedIdentities',
        value: true,
      },
      {
        type: 'AWS::IAM::Role',
        id: 'MemberRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Condition.ForAnyValue:StringLike',
        value: null,
      },
      {
        type: 'AWS::IAM::Policy',
        id: 'MemberRole/DefaultPolicy',
        property: 'PolicyDocument.Statement.0.Resource',
        value: 'arn:aws:s3:::*',
      },
    ],
  },
};
