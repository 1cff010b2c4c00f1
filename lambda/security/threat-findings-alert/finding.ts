/** The access key that a finding is about. */
export interface LeakedKey {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly findingId: string;
  readonly type: string;
}

/** From which severity on a finding is high: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const HIGH = 7;

/**
 * Reads the access key of an IAM user from a GuardDuty finding, as EventBridge delivers it.
 * @returns undefined if the finding is not high, or about something else, such as the temporary key of a role
 * @throws if the event is no finding; the message quotes nothing of it
 */
export function leakedKeyIn(event: unknown): LeakedKey | undefined {
  const { source, detail } = (event ?? {}) as Record<string, unknown>;
  const { id, type, severity, resource } = (detail ?? {}) as Record<string, unknown>;
  if (
    source !== 'aws.guardduty' ||
    typeof id !== 'string' ||
    typeof type !== 'string' ||
    typeof severity !== 'number'
  ) {
    throw new Error('expected a GuardDuty finding with id, type and severity');
  }
  const { accessKeyDetails } = (resource ?? {}) as Record<string, unknown>;
  const { accessKeyId, userName, userType } = (accessKeyDetails ?? {}) as Record<string, unknown>;
  // A key that begins with ASIA is temporary and cannot be deactivated.
  const isKey = typeof accessKeyId === 'string' && /^AKIA[A-Z0-9]{12,124}$/.test(accessKeyId);
  const isName = typeof userName === 'string' && /^[\w+=,.@-]{1,64}$/.test(userName);
  if (!(severity >= HIGH) || userType !== 'IAMUser' || !isKey || !isName) return undefined;
  return { userName, accessKeyId, findingId: id, type };
}
