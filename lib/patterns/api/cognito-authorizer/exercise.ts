import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  createSrpSession,
  signSrpSession,
  wrapAuthChallenge,
  wrapInitiateAuth,
} from 'cognito-srp-helper';
import { errorOf } from '../../../exercise/callers';
import { call, callableUrl } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';
import { codeOf } from './authenticator';

export const exercise: Exercise = async (lab) => {
  const cognito = new CognitoIdentityProviderClient({});
  const identities = new CognitoIdentityClient({});
  const s3 = new S3Client({});
  const UserPoolId = lab.output('UserPoolId');
  const ClientId = lab.output('ClientId');
  const IdentityPoolId = lab.output('IdentityPoolId');
  const Bucket = lab.output('FilesName');
  const notesUrl = callableUrl(lab.output('NotesUrl'));

  const run = randomUUID().slice(0, 8);
  const ann = { email: `ann-${run}@example.com`, password: `Tea-${randomUUID()}` };
  const bob = { email: `bob-${run}@example.com`, password: `Tea-${randomUUID()}` };
  type User = typeof ann;

  const signUp = ({ email, password }: User) =>
    cognito.send(
      new SignUpCommand({
        ClientId,
        Username: email,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
  /** Proves the password by SRP; Cognito answers with tokens or with the next challenge. */
  const signIn = async ({ email, password }: User) => {
    const session = createSrpSession(email, password, UserPoolId, false);
    const AuthParameters = { USERNAME: email };
    const asked = await cognito.send(
      new InitiateAuthCommand(
        wrapInitiateAuth(session, { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }),
      ),
    );
    const signed = signSrpSession(session, asked);
    const ChallengeResponses = { USERNAME: asked.ChallengeParameters?.USER_ID_FOR_SRP ?? email };
    return cognito.send(
      new RespondToAuthChallengeCommand(
        wrapAuthChallenge(signed, {
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses,
        }),
      ),
    );
  };
  const answerChallenge = (
    challenge: Awaited<ReturnType<typeof signIn>>,
    email: string,
    responses = {},
  ) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: challenge.ChallengeName,
        Session: challenge.Session,
        ChallengeResponses: {
          USERNAME: challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? email,
          ...responses,
        },
      }),
    );
  const request = async (
    method: 'GET' | 'POST' | 'DELETE',
    token: string | undefined,
    path = '',
    body?: object,
  ) =>
    call(`${notesUrl}${path}`, {
      method,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });

  /** Signs a user up, and confirms the address as an administrator, because nobody here reads the mail. */
  const confirm = async ({ email }: User) => {
    const user = { UserPoolId, Username: email };
    await cognito.send(new AdminConfirmSignUpCommand(user));
    const verified = { Name: 'email_verified', Value: 'true' };
    await cognito.send(
      new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: [verified] }),
    );
  };
  /** Sets up an authenticator app, by the session of a challenge or by an access token; returns its secret. */
  const setUp = async (by: { Session?: string | undefined; AccessToken?: string | undefined }) => {
    const { SecretCode = '', Session } = await cognito.send(new AssociateSoftwareTokenCommand(by));
    const proof = by.AccessToken ? by : { Session };
    const verified = await cognito.send(
      new VerifySoftwareTokenCommand({ ...proof, UserCode: codeOf(SecretCode) }),
    );
    return { secret: SecretCode, session: verified.Session };
  };
  /** Signs in for the first time, and sets up an authenticator app. */
  const enroll = async (user: User) => {
    const first = await signIn(user);
    const tokens = first.AuthenticationResult;
    if (tokens === undefined) {
      const { secret, session: Session } = await setUp({ Session: first.Session });
      const answer = await answerChallenge({ ...first, Session }, user.email);
      return { first, secret, tokens: answer.AuthenticationResult };
    }
    // The emulator, or a pool without MFA, has asked for nothing else.
    try {
      const { secret } = await setUp({ AccessToken: tokens.AccessToken });
      return { first, secret, tokens };
    } catch (error) {
      if ((error as Error).name !== 'SoftwareTokenMFANotFoundException') throw error;
      return { first, secret: '', tokens };
    }
  };

  try {
    await lab.prove(
      'a user signs up, and cannot sign in before the address is confirmed',
      async () => {
        for (const user of [ann, bob]) {
          const { UserConfirmed, CodeDeliveryDetails } = await signUp(user);
          assert.equal(UserConfirmed, false);
          assert.equal(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL');
        }
        assert.equal(await errorOf(signIn(ann)), 'UserNotConfirmedException');
        await confirm(ann);
        await confirm(bob);
        const wrong = signIn({ ...ann, password: `${ann.password}!` });
        assert.equal(await errorOf(wrong), 'NotAuthorizedException', 'a wrong password');
        return 'a wrong password is refused as well';
      },
    );

    const enrolled = await enroll(ann);
    const other = await enroll(bob);

    await lab.prove('the first sign-in makes a user set up a second factor before there are tokens', async () => {
      assert.ok(!enrolled.first.AuthenticationResult, 'expected no tokens for a password alone');
      assert.equal(enrolled.first.ChallengeName, 'MFA_SETUP');
    }, ['cognito: MFA_SETUP']);

    let tokens: AuthenticationResultType | undefined = enrolled.tokens;
    await lab.prove(
      'from then on, the password and a code of the app give tokens, and the password alone gives none',
      async () => {
        const challenge = await signIn(ann);
        assert.ok(!challenge.AuthenticationResult, 'expected no tokens for a password alone');
        assert.equal(challenge.ChallengeName, 'SOFTWARE_TOKEN_MFA');
        // No code of the last or the next minutes.
        const codes = [-60, -30, 0, 30, 60].map((late) =>
          codeOf(enrolled.secret, Date.now() + late * 1000),
        );
        const wrong = ['000000', '000001', '000002', '000003', '000004', '000005'].find(
          (code) => !codes.includes(code),
        );
        const refused = answerChallenge(challenge, ann.email, { SOFTWARE_TOKEN_MFA_CODE: wrong });
        assert.equal(await errorOf(refused), 'CodeMismatchException');
        // Cognito accepts each code once, so this waits for one that it has not seen.
        const used = codes[2];
        const code = await lab.eventually(
          'the next code of the authenticator app',
          async () => {
            const next = codeOf(enrolled.secret);
            return next === used ? undefined : next;
          },
          40,
        );
        const again = await signIn(ann);
        const { AuthenticationResult } = await answerChallenge(again, ann.email, {
          SOFTWARE_TOKEN_MFA_CODE: code,
        });
        assert.ok(AuthenticationResult?.IdToken && AuthenticationResult.AccessToken);
        tokens = AuthenticationResult;
        return `a new code every 30 seconds; tokens for ${AuthenticationResult.ExpiresIn} seconds`;
      },
    );

    const { IdToken, AccessToken, RefreshToken } = tokens ?? {};
    assert.ok(IdToken && AccessToken && RefreshToken, 'expected tokens of Ann');
    const bobsToken = other.tokens?.IdToken;

    await lab.prove('without a token of this pool, every method answers 401', async () => {
      const [head = '', claims = '', signature] = IdToken.split('.');
      const changed = { ...payloadOf(IdToken), sub: randomUUID() };
      const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
      const forged = {
        'that is missing': undefined,
        'that is none': 'a.b.c',
        'with other claims': `${head}.${encoded(changed)}.${signature}`,
        'of alg none': `${none}.${claims}.`,
        'of another key': signedBySomebody(head, claims),
      };
      for (const [what, token] of Object.entries(forged)) {
        const answers = [
          await request('GET', token),
          await request('POST', token, '', { text: 'x' }),
          await request('DELETE', token, `/${randomUUID()}`),
        ];
        for (const { status, text } of answers)
          assert.equal(status, 401, `a token ${what}: ${text}`);
      }
      return `${Object.keys(forged).length} tokens, three methods`;
    });

    let noteId = '';
    await lab.prove(
      'with the ID token, the API knows who calls, and a body cannot change that',
      async () => {
        const body = { text: `Buy tea ${run}`, member: payloadOf(bobsToken ?? '').sub };
        const posted = await request('POST', IdToken, '', body);
        assert.equal(posted.status, 201, posted.text);
        noteId = (posted.json as { id: string }).id;
        const listed = await request('GET', IdToken);
        assert.deepEqual(listed.json, { notes: [posted.json] });
        const bobs = await request('GET', bobsToken);
        assert.deepEqual([bobs.status, bobs.json], [200, { notes: [] }]);
        return 'Ann has one note, and Bob has none';
      },
    );

    await lab.prove(
      'a method with a scope takes the access token, and refuses the ID token',
      async () => {
        const withId = await request('DELETE', IdToken, `/${noteId}`);
        assert.equal(withId.status, 401, withId.text);
        const bobs = await request('DELETE', other.tokens?.AccessToken, `/${noteId}`);
        assert.equal(bobs.status, 204, bobs.text);
        const kept = (await request('GET', IdToken)).json as { notes: unknown[] };
        assert.equal(kept.notes.length, 1, 'notes of Ann after Bob deleted his note of that id');
        const withAccess = await request('DELETE', AccessToken, `/${noteId}`);
        assert.equal(withAccess.status, 204, withAccess.text);
        assert.deepEqual((await request('GET', IdToken)).json, { notes: [] });
        return `the scope is ${payloadOf(AccessToken).scope}`;
      },
    );

    await lab.prove('the API answers an invalid note or id with 400', async () => {
      for (const body of [{}, { text: '' }, { text: 1 }, { text: 'x'.repeat(1001) }, []]) {
        const { status, text } = await request('POST', IdToken, '', body);
        assert.equal(status, 400, text);
      }
      const { status, text } = await request('DELETE', AccessToken, '/__proto__');
      assert.equal(status, 400, text);
    });

    const Logins = { [lab.output('ProviderName')]: IdToken };
    const key = `report-${run}.txt`;
    let folder = '';
    let session: S3Client | undefined;
    await lab.prove(
      'the identity pool exchanges the ID token for credentials that read and write the own folder',
      async () => {
        const { IdentityId = '' } = await identities.send(
          new GetIdCommand({ IdentityPoolId, Logins }),
        );
        folder = IdentityId;
        const { Credentials } = await identities.send(
          new GetCredentialsForIdentityCommand({ IdentityId, Logins }),
        );
        assert.ok(Credentials?.AccessKeyId && Credentials.SecretKey);
        session = new S3Client({
          credentials: {
            accessKeyId: Credentials.AccessKeyId,
            secretAccessKey: Credentials.SecretKey,
            sessionToken: Credentials.SessionToken,
          },
        });
        const Key = `${IdentityId}/${key}`;
        await session.send(new PutObjectCommand({ Bucket, Key, Body: 'of Ann' }));
        const { Body } = await session.send(new GetObjectCommand({ Bucket, Key }));
        assert.equal(await Body?.transformToString(), 'of Ann');
        const minutes = (Number(Credentials.Expiration) - Date.now()) / 60_000;
        return `they expire in ${Math.round(minutes)} minutes`;
      },
    );

    await lab.prove('S3 refuses to write into the folder of somebody else', async () => {
      assert.ok(session, 'expected a session, got none');
      const another = { Bucket, Key: `${randomUUID()}/${key}` };
      const written = await errorOf(session.send(new PutObjectCommand({ ...another, Body: 'x' })));
      if (written === 'no error') await s3.send(new DeleteObjectCommand(another));
      assert.equal(written, 'AccessDenied');
    });

    await lab.prove('the role allows each identity its own folder, and no other', async () => {
      const iam = new IAMClient({});
      const partition = lab.output('MemberRoleArn').split(':')[1];
      const decide = async (owner: string) => {
        const { EvaluationResults: [result] = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: lab.output('MemberRoleArn'),
            ActionNames: ['s3:PutObject'],
            ResourceArns: [`arn:${partition}:s3:::${Bucket}/${owner}/${key}`],
            ContextEntries: [
              {
                ContextKeyName: 'cognito-identity.amazonaws.com:sub',
                ContextKeyType: 'string',
                ContextKeyValues: [folder],
              },
            ],
          }),
        );
        return result?.EvalDecision;
      };
      assert.equal(await decide(folder), 'allowed');
      assert.equal(await decide(randomUUID()), 'implicitDeny');
    }, ['iam: SimulatePrincipalPolicy']);

    await lab.prove('a guest gets no identity, so nobody without a token gets AWS credentials', async () => {
      const guest = errorOf(identities.send(new GetIdCommand({ IdentityPoolId })));
      assert.equal(await guest, 'NotAuthorizedException');
    }, ['cognito: logins of an identity pool']);

    await lab.prove('after sign-out, the refresh token gives no new tokens', async () => {
      const refresh = () =>
        cognito.send(
          new InitiateAuthCommand({
            ClientId,
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: RefreshToken },
          }),
        );
      assert.ok((await refresh()).AuthenticationResult?.IdToken, 'a token before the sign-out');
      await cognito.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }));
      assert.equal(await errorOf(refresh()), 'NotAuthorizedException');
    });

    if (folder) await s3.send(new DeleteObjectCommand({ Bucket, Key: `${folder}/${key}` }));
  } finally {
    for (const { email } of [ann, bob]) {
      await errorOf(cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: email })));
    }
  }
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a token, which nobody has verified here. */
function payloadOf(token: string): { sub?: string; scope?: string } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}');
}

/** The claims of a real token with the signature of a key that is not the pool's. */
function signedBySomebody(head: string, claims: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signature = createSign('RSA-SHA256').update(`${head}.${claims}`).sign(privateKey);
  return `${head}.${claims}.${signature.toString('base64url')}`;
}
