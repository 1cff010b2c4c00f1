import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A museum serves its website from two EC2 instances in Milan. Visitors in Japan wait long for images and style sheets, and the instances are busy with these files. Which two steps make the site faster at low cost?',
    right: [
      'Move the static files to an S3 bucket',
      'Put a CloudFront distribution in front of the bucket',
    ],
    because:
      'S3 serves files without a server, and CloudFront caches them at edge locations near the visitors.',
    wrong: [
      {
        answer: 'Change the instances to a compute optimized family',
        because: 'They are then faster, but they are as far from Japan as before.',
      },
      {
        answer: 'Copy the static files to an EFS file system',
        because: 'The instances would still send each file over the whole distance.',
      },
      {
        answer: 'Add an ElastiCache cluster behind the instances',
        because: 'It saves database reads. It does not bring files closer to visitors.',
      },
    ],
    shows: [
      { id: 'IdentityDistribution', property: 'DistributionConfig.CacheBehaviors.0.CachePolicyId' },
      { id: 'Site', property: 'PublicAccessBlockConfiguration' },
    ],
    tasks: ['SAA-C03 3.4', 'SAA-C03 4.4', 'DVA-C02 4.3'],
    seeds: ['003:817', '003:819', '003:820', '000:187', '000:189', '004:4242', '004:4248'],
  },
  {
    text: 'An agency delivers films from an S3 bucket that is encrypted with a customer managed KMS key. Viewers must reach them through CloudFront only, and the bucket must stay private. A new distribution is being built. Which setup fits?',
    right: ['Origin access control, with bucket and key policies that allow the distribution'],
    because:
      'Origin access control signs requests with Signature Version 4, as SSE-KMS requires. Both policies can limit access to the ARN of one distribution.',
    wrong: [
      {
        answer: 'An origin access identity, with bucket and key policies that allow its user',
        because:
          'An origin access identity does not support objects that are encrypted with SSE-KMS.',
      },
      {
        answer:
          'A website endpoint as a custom origin, with a secret header that the bucket checks',
        because:
          'A website endpoint serves public objects only, and it cannot serve objects that are encrypted with SSE-KMS.',
      },
      {
        answer: 'A bucket policy that allows the published IP address ranges of CloudFront only',
        because: 'All distributions of all customers share these addresses.',
      },
    ],
    shows: [
      { id: 'AccessControl', property: 'OriginAccessControlConfig.SigningProtocol' },
      { id: 'Site/Policy', property: 'PolicyDocument.Statement.2.Principal' },
    ],
    tasks: ['SAA-C03 1.3', 'SAA-C03 1.2', 'DVA-C02 2.1'],
    seeds: ['000:191', '002:517', '004:4240'],
  },
  {
    text: 'One domain has to serve images from an S3 bucket, an API below /api/ from a load balancer, and everything else from another bucket. Which CloudFront configuration does this with the least administration?',
    right: ['One distribution with three origins and a cache behavior for each'],
    because:
      'CloudFront takes the first cache behavior whose path pattern matches, and the default behavior for the rest. Each behavior has its own origin.',
    wrong: [
      {
        answer: 'One distribution with an origin group that has three members',
        because: 'An origin group has two members, for failover. It does not route by path.',
      },
      {
        answer: 'Three distributions that have the same domain name as their alias',
        because: 'A domain name can belong to one distribution only.',
      },
      {
        answer: 'One distribution with a Lambda function that fetches each file',
        because: 'It would be code to write and pay for, where path patterns are enough.',
      },
    ],
    shows: [
      { id: 'IdentityDistribution', property: 'DistributionConfig.CacheBehaviors.0.PathPattern' },
      { id: 'IdentityDistribution', property: 'DistributionConfig.OriginGroups' },
    ],
    tasks: ['SAA-C03 3.4', 'SOA-C03 5.2'],
    seeds: ['003:821', '003:826', '003:836', '003:838', '003:839', '003:840', '003:841'],
  },
  {
    text: 'A travel guide uses addresses such as /rome?lang=en and /rome?lang=it. Behind CloudFront, visitors often get the page in the wrong language. The number of requests to the origin should stay as low as possible. What has to change?',
    right: ['The cache policy, which must have lang in its cache key'],
    because:
      'By default, query strings are not in the cache key, so both addresses share one entry. A whitelist of lang separates them and nothing else.',
    wrong: [
      {
        answer: 'The cache policy, which must have all query strings in its key',
        because:
          'It works, but each tracking parameter then makes another entry and another request.',
      },
      {
        answer: 'The origin request policy, which must send lang to the origin',
        because:
          'The origin then knows the language, but the cache still does not tell the pages apart.',
      },
      {
        answer: 'The maximum TTL of the pages, which must be set to 0 seconds',
        because: 'Nothing is cached any more, so every request goes to the origin.',
      },
    ],
    shows: [
      {
        id: 'LanguageCache',
        property:
          'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStrings',
      },
      {
        id: 'LanguageCache',
        property:
          'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStringBehavior',
      },
    ],
    tasks: ['DVA-C02 4.3', 'SAA-C03 3.4', 'SOA-C03 5.2'],
    seeds: ['003:827', '003:828', '003:830', '003:832', '003:833'],
  },
  {
    text: 'A bank publishes its interest rates as a file in S3 behind CloudFront, with the default TTL of a day. This morning a wrong rate was corrected in the bucket, but visitors still see the old file. It must disappear now. What should the operator do?',
    right: ['Create an invalidation for the path of the file'],
    because:
      'An invalidation removes a file from the caches before its TTL ends. The next request fetches the new one.',
    wrong: [
      {
        answer: 'Lower the default TTL of the cache policy to 0',
        because:
          'It changes how long all files are cached in general, so the origin gets more requests. It is no way to remove one file.',
      },
      {
        answer: 'Delete the old version of the file in the bucket',
        because:
          'The caches hold a copy of their own and do not ask the bucket before the TTL ends.',
      },
      {
        answer: 'Restart the distribution by disabling it shortly',
        because: 'The site would be down for minutes, and that does not promise empty caches.',
      },
    ],
    shows: [
      { id: 'Publication', property: 'DistributionPaths' },
      { id: 'LanguageCache', property: 'CachePolicyConfig.DefaultTTL' },
    ],
    tasks: ['DVA-C02 3.4', 'SOA-C03 5.2', 'DVA-C02 4.3'],
    seeds: ['003:847', '003:848', '003:849', '003:850', '004:4258', '004:4260'],
  },
  {
    text: 'A clinic uses a CloudFront distribution with its default domain name. Nobody may see the pages over plain HTTP, but old links that begin with http:// must still work for patients. What should be configured?',
    right: ['The viewer protocol policy redirect-to-https in all cache behaviors'],
    because:
      'CloudFront answers plain HTTP with a redirect to HTTPS. Each cache behavior has its own policy.',
    wrong: [
      {
        answer: 'The viewer protocol policy https-only in all cache behaviors',
        because: 'CloudFront answers plain HTTP with 403, so old links no longer work.',
      },
      {
        answer: 'The origin protocol policy match-viewer in all of the custom origins',
        because:
          'It concerns the way from CloudFront to a custom origin, not the way of the viewer.',
      },
      {
        answer: 'A certificate of AWS Certificate Manager for the default name',
        because:
          'The default domain name has a certificate of CloudFront, and a certificate forces nobody to use HTTPS.',
      },
    ],
    shows: [
      {
        id: 'IdentityDistribution',
        property: 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
      },
      {
        id: 'ControlDistribution',
        property: 'DistributionConfig.CacheBehaviors.0.ViewerProtocolPolicy',
      },
    ],
    tasks: ['SAA-C03 1.2', 'DVA-C02 2.2', 'SOA-C03 5.2'],
    seeds: ['002:519', '003:609', '003:873'],
  },
  {
    text: 'A company in Frankfurt wants to use its own domain name with CloudFront and asks AWS Certificate Manager for a certificate in eu-central-1. The certificate does not appear in the settings of the distribution. What has to be done?',
    right: ['Request the certificate in us-east-1'],
    because:
      'CloudFront uses certificates of AWS Certificate Manager from us-east-1 only, wherever the origin is.',
    wrong: [
      {
        answer: 'Move the bucket to us-east-1',
        because: 'The Region of the origin does not matter for the certificate.',
      },
      {
        answer: 'Upload the certificate to S3',
        because: 'CloudFront does not read certificates from a bucket.',
      },
      {
        answer: 'Share the certificate through AWS RAM',
        because: 'A public certificate of one Region cannot be shared with CloudFront.',
      },
    ],
    shows: [{ id: 'IdentityDistribution', property: 'DistributionConfig.ViewerCertificate' }],
    tasks: ['SOA-C03 5.2', 'SAA-C03 1.2'],
    seeds: ['003:610', '003:870', '003:871', '003:872'],
  },
  {
    text: 'A publisher lets readers all over the world download the same 800 PDF files straight from a bucket in Ohio. Almost all of the bill is data transfer out to the internet and requests to the bucket. Which change lowers the bill and needs the least administration?',
    right: ['A CloudFront distribution with the bucket as its origin'],
    because:
      'Files come from the caches of edge locations, which saves requests. Transfer from S3 to CloudFront is free, and transfer to readers often costs less.',
    wrong: [
      {
        answer: 'A copy of the bucket in each Region that has readers',
        because:
          'It adds storage and replication, and each bucket still pays for data transfer out.',
      },
      {
        answer: 'The storage class S3 Standard-IA for all of the files',
        because:
          'It lowers the price of storage and adds one for retrieval. Transfer costs the same.',
      },
      {
        answer: 'S3 Transfer Acceleration for the bucket of the files',
        because: 'It is an extra charge for faster transfers over long distances.',
      },
    ],
    shows: [
      { id: 'IdentityDistribution', property: 'DistributionConfig.CacheBehaviors.0.CachePolicyId' },
      { id: 'Identity', property: 'CloudFrontOriginAccessIdentityConfig.Comment' },
    ],
    tasks: ['SAA-C03 4.4', 'SAA-C03 3.4'],
    seeds: ['000:185', '000:187', '000:189', '003:594'],
  },
];
