import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3StaticWebsiteStack } from './stack';

export const s3StaticWebsite: Pattern = {
  family: 'storage',
  id: 'S3StaticWebsite',
  Stack: S3StaticWebsiteStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
