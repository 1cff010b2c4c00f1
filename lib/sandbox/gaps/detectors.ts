import { recognizes } from './deployed';
import type { GapsOf } from './gap';

/** Services that record and detect, of which the emulator's CloudFormation knows none. */
export const detectors = {
  'AWS::GuardDuty::Detector': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::GuardDuty::Detector'),
  },
  'AWS::Macie::Session': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Macie::Session'),
  },
  'AWS::SecurityHub::Hub': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::SecurityHub::Hub'),
  },
  'AWS::Detective::Graph': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Detective::Graph'),
  },
  'AWS::InspectorV2::Filter': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::InspectorV2::Filter'),
  },
  'AWS::CloudTrail::Trail': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of the service.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::CloudTrail::Trail'),
  },
  'AWS::Config::ConfigurationRecorder': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of the service.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Config::ConfigurationRecorder'),
  },
  'AWS::Config::DeliveryChannel': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of the service.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Config::DeliveryChannel'),
  },
  'AWS::Config::ConfigRule': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of the service.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Config::ConfigRule'),
  },
  'AWS::Config::RemediationConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of the service.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Config::RemediationConfiguration'),
  },
} satisfies GapsOf;
