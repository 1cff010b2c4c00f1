import type { ExamQuestion } from '../../../model/exam';

const rule = 'CorsConfiguration.CorsRules.0';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A mobile app lets customers upload videos of up to 2 GB to a private bucket. The customers have no AWS credentials, and the videos must not pass through the servers of the company. What should the app use?',
    right: ['A presigned URL for each video, from a backend whose role may put objects'],
    because:
      'The URL carries the permission of its signer for one object and a short time, and S3 takes the file directly.',
    wrong: [
      {
        answer: 'A bucket policy that allows s3:PutObject to everyone, for one prefix',
        because: 'Then anyone on the internet can write there, not only customers.',
      },
      {
        answer: 'An API Gateway method that passes the video on to a Lambda function',
        because: 'A payload has at most 10 MB in API Gateway and 6 MB in Lambda.',
      },
      {
        answer: 'An access key of an IAM user, in the code of the app and rotated monthly',
        because: 'Anyone can read the key from the app, and use all of its permissions.',
      },
    ],
    shows: [
      { id: 'SignerRole', property: 'PolicyDocument.Statement.1.Action' },
      { id: 'Uploads/Policy', property: 'PolicyDocument.Statement.1.Condition.NumericGreaterThan' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:546', '003:547', '003:548', '004:3922', '004:3926'],
  },
  {
    text: 'A page from www.example.com sends a file by JavaScript to a bucket with a presigned URL. The same URL works with curl, but the browser reports that the request was blocked. What is missing?',
    right: ['A CORS rule of the bucket for the origin https://www.example.com and the method PUT'],
    because:
      'The browser asks S3 by a preflight request, and without a matching rule it does not send the file. curl does not ask.',
    wrong: [
      {
        answer: 'An ACL of the bucket that gives the page the permission to write to it',
        because: 'The signature carries the permission, as curl shows. An ACL knows no web pages.',
      },
      {
        answer: 'A bucket policy that allows s3:PutObject for the referer www.example.com',
        because:
          'The permission is there already, and a browser does not ask policies before it sends.',
      },
      {
        answer: 'Static website hosting on the bucket, with the page as its index document',
        because: 'Website endpoints only serve objects, and the upload goes to the REST endpoint.',
      },
    ],
    shows: [
      { id: 'Uploads', property: `${rule}.AllowedMethods` },
      { id: 'Uploads', property: `${rule}.AllowedHeaders` },
    ],
    tasks: ['DVA-C02 1.3', 'SAA-C03 1.1'],
    seeds: ['003:550', '003:551', '003:553', '003:554'],
  },
  {
    text: 'A studio in Sydney uploads files of 20 GB over the internet to a bucket in Ireland. A single connection is slow, and whenever it breaks, the upload begins again. Which two measures help?',
    right: [
      'Multipart uploads with several parts in parallel',
      'The Transfer Acceleration endpoint of the bucket',
    ],
    because:
      'Parts are sent in parallel and repeated one by one, and acceleration takes the shortest way to an edge location.',
    wrong: [
      {
        answer: 'A CORS rule for the origin of the studio',
        because: 'CORS concerns pages in browsers, and makes nothing faster.',
      },
      {
        answer: 'One PUT request for each of the files',
        because: 'A single PUT takes at most 5 GB, and begins again when it breaks.',
      },
      {
        answer: 'A larger storage class for the bucket',
        because: 'Storage classes differ in price and availability, not in the speed of uploads.',
      },
    ],
    shows: [
      { id: 'Uploads', property: 'AccelerateConfiguration.AccelerationStatus' },
      { id: 'Uploads', property: 'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload' },
    ],
    tasks: ['SAA-C03 3.1', 'DVA-C02 1.3'],
    seeds: ['003:593', '003:594', '003:595', '003:598', '004:487', '004:489'],
  },
  {
    text: 'A static page is hosted on an S3 website endpoint under www.example.com. The security team demands HTTPS with a certificate for this name. What should be added?',
    right: ['A CloudFront distribution in front, with a certificate from ACM'],
    because:
      'Website endpoints do not support HTTPS. CloudFront speaks HTTPS with the viewers, under your name.',
    wrong: [
      {
        answer: 'A certificate from ACM on the website endpoint itself',
        because: 'The endpoint supports neither certificates nor HTTPS.',
      },
      {
        answer: 'A bucket policy that denies aws:SecureTransport false',
        because: 'It would deny all readers, because they come over HTTP only.',
      },
      {
        answer: 'An alias record that points to port 443 of the bucket',
        because: 'A record has no port, and nothing answers on port 443 of the endpoint.',
      },
    ],
    shows: [{ id: 'Pages', property: 'WebsiteConfiguration.IndexDocument' }],
    tasks: ['SOA-C03 5.2', 'SAA-C03 1.1'],
    seeds: ['003:600', '003:607', '003:608', '003:609', '003:610'],
  },
  {
    text: 'An administrator turns on server access logs for a bucket and chooses the same bucket as the destination. A day later the bill and the number of objects have grown sharply, although nobody used the bucket. What should be changed?',
    right: ['The destination of the logs, to another bucket of the same account and Region'],
    because: 'Each delivered log is a write that is logged again. Another bucket ends the loop.',
    wrong: [
      {
        answer: 'The prefix of the logs, so that they do not mix with other objects',
        because: 'Deliveries below a prefix are writes to the bucket too, and are logged again.',
      },
      {
        answer: 'The storage class of the logs, by a lifecycle rule after 30 days',
        because: 'The logs become cheaper later, but the loop goes on.',
      },
      {
        answer: 'The encryption of the logs, from SSE-KMS to SSE-S3 by default',
        because: 'Encryption has nothing to do with the number of logs.',
      },
    ],
    shows: [{ id: 'Uploads', property: 'LoggingConfiguration' }],
    tasks: ['SAA-C03 1.1', 'SAA-C03 3.1'],
    seeds: ['003:549', '003:614'],
  },
  {
    text: 'An analysis reads 20,000 small objects a second from one prefix of a bucket and gets 503 Slow Down errors. How does the team get the throughput it needs?',
    right: ['Spread the objects over several prefixes and read these in parallel'],
    because:
      'S3 serves at least 5,500 reads a second for each prefix, and the number of prefixes is not limited.',
    wrong: [
      {
        answer: 'Move the objects to several folders of a larger instance',
        because: 'The limit is in S3, and no instance stores the objects.',
      },
      {
        answer: 'Read the objects with byte ranges of a few kilobytes each',
        because: 'Ranges help with large objects. Here they would add requests.',
      },
      {
        answer: 'Ask AWS Support to raise the requests of the one prefix',
        because: 'S3 scales by prefix. It has no quota for one prefix that you can raise.',
      },
    ],
    shows: [{ id: 'Uploads', property: 'MetricsConfigurations' }],
    tasks: ['SAA-C03 3.1'],
    seeds: ['004:457', '004:460', '004:462', '004:500'],
  },
];
