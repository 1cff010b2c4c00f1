import type { LifecycleRule, TransitionDefaultMinimumObjectSize } from '@aws-sdk/client-s3';

export interface Lifecycle {
  readonly Rules: readonly TemplateRule[];
  readonly TransitionDefaultMinimumObjectSize?: TransitionDefaultMinimumObjectSize;
}

/** The parts of a lifecycle rule that the stacks use, as CloudFormation spells them. */
interface TemplateRule {
  readonly Id?: string;
  readonly Status: 'Enabled' | 'Disabled';
  readonly Prefix?: string;
  readonly Transitions?: readonly TemplateTransition[];
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly NoncurrentVersionTransitions?: readonly TemplateTransition[];
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

interface TemplateTransition {
  readonly StorageClass: NonNullable<LifecycleRule['Transitions']>[number]['StorageClass'];
  readonly TransitionInDays: number;
}

/** A lifecycle rule of a template as the API of S3 spells it. */
export function lifecycleRule(rule: TemplateRule): LifecycleRule {
  const { Id, Status, Prefix = '', Transitions, NoncurrentVersionTransitions, ...rest } = rule;
  const { ExpirationInDays: Days, ExpiredObjectDeleteMarker, ...same } = rest;
  return {
    ...(Id !== undefined && { ID: Id }),
    Status,
    Filter: { Prefix },
    ...(Transitions && {
      Transitions: Transitions.map(({ StorageClass, TransitionInDays }) => ({
        StorageClass,
        Days: TransitionInDays,
      })),
    }),
    ...((Days ?? ExpiredObjectDeleteMarker) !== undefined && {
      Expiration: {
        ...(Days !== undefined && { Days }),
        ...(ExpiredObjectDeleteMarker !== undefined && { ExpiredObjectDeleteMarker }),
      },
    }),
    ...(NoncurrentVersionTransitions && {
      NoncurrentVersionTransitions: NoncurrentVersionTransitions.map(
        ({ StorageClass, TransitionInDays }) => ({
          StorageClass,
          NoncurrentDays: TransitionInDays,
        }),
      ),
    }),
    ...same,
  };
}
