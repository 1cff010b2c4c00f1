import type { Loads } from '../../../model/load';

export const loads: Loads = {
  publisher: {
    event: {
      RequestType: 'Create',
      ResponseURL: '$ENDPOINT/answer',
      StackId: 's',
      RequestId: 'r',
      LogicalResourceId: 'l',
      ResourceProperties: {
        Bucket: 'site-bucket',
        Files: ['index.html', 'error.html', 'assets/style.css'].map((Key) => ({
          Key,
          ContentType: 'text/html',
          SourceBucket: 'asset-bucket',
          SourceKey: 'a.html',
        })),
        DistributionIds: ['E1A2B3', 'E4C5D6'],
        DistributionPaths: ['/*'],
      },
    },
    items: 3,
    item: 'file',
    answers: {
      CopyObject: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>',
      CreateInvalidation: '<Invalidation><Id>I</Id></Invalidation>',
    },
  },
};
