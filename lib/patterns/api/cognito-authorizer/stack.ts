import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * How do users sign up, sign in with a second factor, call an API, and reach their own files, without user management of your own?
 *
 *   (user) ──▶ Members
 *     │ token
 *     ├──▶ NotesApi ──▶ NoteDesk ──▶ Notes
 *     │    MemberAuthorizer
 *     └──▶ FileAccess ──▶ MemberRole ──▶ Files
 */
export class CognitoAuthorizerStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The user pool is the directory: it signs people up, checks passwords and codes, and issues tokens.
    const members = new cognito.UserPool(this, 'Members', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // Everyone needs an authenticator app. A code by SMS would need a role that may send it through SNS.
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const webApp = members.addClient('WebApp', {
      // Everyone can read the code of a browser app, so it cannot keep a secret.
      generateSecret: false,
      // With SRP, the password itself never leaves the browser.
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      // A stolen token is useful until it expires. The app gets new ones with the refresh token.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(1),
    });

    const api = new apigateway.RestApi(this, 'NotesApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: { stageName: 'prod', throttlingRateLimit: 10, throttlingBurstLimit: 20 },
    });
    // This output has no description. The output NotesUrl below replaces it.
    api.node.tryRemoveChild('Endpoint');
    // API Gateway verifies the tokens of the pool itself, so this stack has no code for it.
    const memberAuthorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'MemberAuthorizer', {
      cognitoUserPools: [members],
      identitySource: apigateway.IdentitySource.header('Authorization'),
    });

    const notes = new dynamodb.TableV2(this, 'Notes', {
      partitionKey: { name: 'memberId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deskLogs = new logs.LogGroup(this, 'DeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deskRole = new iam.Role(this, 'DeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    deskLogs.grantWrite(deskRole);
    const noteDesk = new lambda.Function(this, 'NoteDesk', {
      code: lambda.Code.fromAsset('dist/lambda/api/cognito-authorizer/note-desk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: deskRole,
      logGroup: deskLogs,
      environment: { NOTES_TABLE: notes.tableName },
    });
    notes.grant(deskRole, 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:DeleteItem');

    const integration = new apigateway.LambdaIntegration(noteDesk, { allowTestInvoke: false });
    const byMember = {
      authorizer: memberAuthorizer,
      authorizationType: apigateway.AuthorizationType.COGNITO,
    };
    const ownNotes = api.root.addResource('notes');
    // Without scopes, these methods take the ID token, which says who the user is.
    ownNotes.addMethod('GET', integration, byMember);
    ownNotes.addMethod('POST', integration, byMember);
    // With a scope, this method takes the access token, which says what the app may do for the user.
    ownNotes.addResource('{id}').addMethod('DELETE', integration, {
      ...byMember,
      authorizationScopes: ['aws.cognito.signin.user.admin'],
    });

    const files = new s3.Bucket(this, 'Files', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The identity pool knows no passwords: it exchanges an ID token for temporary AWS credentials.
    const fileAccess = new cognito.CfnIdentityPool(this, 'FileAccess', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        {
          clientId: webApp.userPoolClientId,
          providerName: members.userPoolProviderName,
          // Cognito then also refuses the token of a user who was disabled or deleted.
          serverSideTokenCheck: true,
        },
      ],
    });
    const memberRole = new iam.Role(this, 'MemberRole', {
      assumedBy: new iam.FederatedPrincipal(
        'cognito-identity.amazonaws.com',
        {
          // Without aud, users of any other identity pool could get this role; without amr, guests could.
          StringEquals: { 'cognito-identity.amazonaws.com:aud': fileAccess.ref },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    });
    memberRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'OwnFolder',
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, which IAM replaces.
        resources: [files.arnForObjects('${cognito-identity.amazonaws.com:sub}/*')],
      }),
    );
    new cognito.CfnIdentityPoolRoleAttachment(this, 'MemberRoles', {
      identityPoolId: fileAccess.ref,
      roles: { authenticated: memberRole.roleArn },
    });

    new CfnOutput(this, 'UserPoolId', {
      value: members.userPoolId,
      description: 'The user pool, in which an administrator finds the users',
    });
    new CfnOutput(this, 'ClientId', {
      value: webApp.userPoolClientId,
      description: 'The client with which the app signs users up and in',
    });
    new CfnOutput(this, 'ProviderName', {
      value: members.userPoolProviderName,
      description: 'The name of the user pool in the logins of the identity pool',
    });
    new CfnOutput(this, 'IdentityPoolId', {
      value: fileAccess.ref,
      description: 'The identity pool, which exchanges an ID token for AWS credentials',
    });
    new CfnOutput(this, 'NotesUrl', {
      value: api.urlForPath('/notes'),
      description:
        'GET and POST need the ID token in Authorization, and DELETE of /<id> the access token',
    });
    new CfnOutput(this, 'FilesName', {
      value: files.bucketName,
      description: 'The bucket in which every user has a folder, named after the identity',
    });
    new CfnOutput(this, 'MemberRoleArn', {
      value: memberRole.roleArn,
      description: 'The role that users get through the identity pool',
    });
  }
}
