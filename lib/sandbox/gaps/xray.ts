import { recognizes } from './deployed';
import type { GapsOf } from './gap';

export const xray = {
  'AWS::XRay::Group': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no X-Ray API to create one.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::XRay::Group'),
  },
  'AWS::XRay::SamplingRule': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no X-Ray API to create one.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::XRay::SamplingRule'),
  },
} satisfies GapsOf;
