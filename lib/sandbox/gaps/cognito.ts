import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { GapsOf } from './gap';

export const cognito = {
  'cognito: MFA_SETUP': {
    seen: '1.5.33',
    what: 'A user who has not set up a second factor gets tokens for the password alone, although the pool requires MFA.',
    handling: 'left out',
    how: 'The sandbox proves that Cognito asks for the code of a factor once it is set up, but not that it makes a user set one up.',
    closed: requiresSetup,
  },
  'cognito: logins of an identity pool': {
    seen: '1.5.33',
    what: 'Without AUTH=true, which rejects every access key that IAM has not issued, an identity pool checks no logins, so guests and forged tokens get credentials.',
    handling: 'left out',
    how: 'The sandbox does not prove that an identity pool refuses guests and forged tokens.',
    closed: refusesGuests,
  },
} satisfies GapsOf;

/** Whether a user without a second factor has to set one up before there are tokens. */
export async function requiresSetup(): Promise<boolean> {
  const cognito = new CognitoIdentityProviderClient({});
  const { UserPool: { Id: UserPoolId } = {} } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'probe' }),
  );
  try {
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        SoftwareTokenMfaConfiguration: { Enabled: true },
        MfaConfiguration: 'ON',
      }),
    );
    const { UserPoolClient: { ClientId } = {} } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'probe',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    const user = { UserPoolId, Username: 'probe' };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    const Password = 'Probe-of-MFA-1';
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.Username, PASSWORD: Password },
      }),
    );
    return AuthenticationResult === undefined;
  } finally {
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  }
}

/** Whether an identity pool that allows no guests has no identity for somebody without a token. */
export async function refusesGuests(): Promise<boolean> {
  const cognito = new CognitoIdentityClient({});
  const { IdentityPoolId } = await cognito.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'probe',
      AllowUnauthenticatedIdentities: false,
    }),
  );
  try {
    await cognito.send(new GetIdCommand({ IdentityPoolId }));
    return false;
  } catch (error) {
    if ((error as Error).name === 'NotAuthorizedException') return true;
    throw error;
  } finally {
    await cognito.send(new DeleteIdentityPoolCommand({ IdentityPoolId }));
  }
}
