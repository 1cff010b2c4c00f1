import type { ExamQuestion } from '../../../model/exam';

const rules = 'LifecycleConfiguration.Rules';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'An insurer stores claim files in S3. Clerks open them often in the first month and hardly ever after that, but must then get them within milliseconds for another two months. After 90 days only an auditor may ask, with a notice of one day, for seven years. Which lifecycle rule costs least?',
    right: [
      'Standard-IA after 30 days, Glacier Deep Archive after 90 days, expiration after seven years',
    ],
    because:
      'Standard-IA keeps millisecond access at a lower price, and Deep Archive restores within 12 hours at the lowest price.',
    wrong: [
      {
        answer:
          'One Zone-IA after 30 days, Glacier Deep Archive after 90 days, expiration after seven years',
        because:
          'One Zone-IA loses its data with its Availability Zone, and these files are the only copy.',
      },
      {
        answer:
          'Glacier Flexible Retrieval after 30 days, Deep Archive after 120 days, expiration after seven years',
        because: 'From day 30 on, a file would have to be restored for minutes or hours.',
      },
      {
        answer:
          'Intelligent-Tiering at once, with no archive tiers, and expiration after seven years',
        because:
          'The pattern is known, so you would pay a fee per object, and without archive tiers no object reaches the lowest price.',
      },
    ],
    shows: [
      { id: 'Archive', property: `${rules}.0.Transitions.0.TransitionInDays` },
      { id: 'Archive', property: `${rules}.0.Transitions.2.StorageClass` },
      { id: 'Archive', property: `${rules}.0.ExpirationInDays` },
    ],
    tasks: ['SAA-C03 4.1', 'SAA-C03 3.1'],
    seeds: ['004:276', '004:287', '004:330', '004:336'],
  },
  {
    text: 'A team turned on versioning for a bucket of build results. A lifecycle rule expires objects after 30 days, and the list of objects stays short. Nevertheless, the storage bill grows every month. What should the team add?',
    right: ['A rule with NoncurrentVersionExpiration for the same objects'],
    because:
      'In a versioned bucket, expiration adds a delete marker and keeps the version, which is billed until it is deleted as a noncurrent version.',
    wrong: [
      {
        answer: 'A rule that expires the same objects after one day instead of 30',
        because: 'The versions become noncurrent earlier, but no rule deletes them.',
      },
      {
        answer: 'A rule that moves the same objects to One Zone-IA before they expire',
        because: 'This makes each version a little cheaper, but still keeps all of them.',
      },
      {
        answer: 'A bucket policy that denies s3:PutObjectVersionAcl for the objects',
        because: 'Permissions on ACLs of versions do not delete a version.',
      },
    ],
    shows: [
      { id: 'Archive', property: `${rules}.4.NoncurrentVersionExpiration` },
      { id: 'Archive', property: 'VersioningConfiguration.Status' },
    ],
    tasks: ['SAA-C03 4.1', 'SOA-C03 2.3'],
    seeds: ['004:228', '004:234', '004:340'],
  },
  {
    text: 'Researchers upload data sets of several gigabytes. Some are read daily for months, others never again, and nobody can tell which. Each must be readable within milliseconds at any time, and the researchers do not want retrieval fees. Which storage class fits?',
    right: ['Intelligent-Tiering without the two archive tiers'],
    because:
      'It moves each object by its own access pattern, without retrieval fees, and without the archive tiers all of its tiers return objects within milliseconds.',
    wrong: [
      {
        answer: 'Standard-IA from the 30th day on',
        because: 'Every read of a data set that is still popular has a retrieval fee per GB.',
      },
      {
        answer: 'Glacier Instant Retrieval from the first day on',
        because:
          'It returns objects at once, but has a retrieval fee per GB and a minimum of 90 days.',
      },
      {
        answer: 'Intelligent-Tiering with both archive tiers',
        because: 'After 90 days without access, an object must first be restored.',
      },
    ],
    shows: [
      { id: 'Archive', property: `${rules}.3.Transitions.0.StorageClass` },
      { id: 'Archive', property: 'IntelligentTieringConfigurations.0.Tierings' },
    ],
    tasks: ['SAA-C03 4.1', 'SAA-C03 3.1'],
    seeds: ['004:292', '004:296', '004:300', '004:276'],
  },
  {
    text: 'A photo site keeps originals in S3 Standard and renders previews from them. Previews older than a month are requested once or twice a month and must then appear at once. A lost preview is rendered again. What is the cheapest class for them after 30 days?',
    right: ['One Zone-IA'],
    because:
      'It has millisecond access and costs 20 percent less than Standard-IA. The loss of the one Availability Zone is acceptable, because previews can be re-created.',
    wrong: [
      {
        answer: 'Standard-IA',
        because:
          'It survives the loss of an Availability Zone, which costs more and is not needed here.',
      },
      {
        answer: 'Glacier Flexible Retrieval',
        because: 'A preview would have to be restored before it can appear.',
      },
      {
        answer: 'S3 Standard',
        because: 'It has no retrieval fee, but its price per GB is about twice as high.',
      },
    ],
    shows: [{ id: 'Archive', property: `${rules}.2.Transitions.0.StorageClass` }],
    tasks: ['SAA-C03 4.1'],
    seeds: ['004:283', '004:285', '004:287', '004:290'],
  },
  {
    text: 'A bank restores single archived statements when a customer calls, and the clerk can wait five minutes. Once a year, the tax department restores millions of them and can wait a day, as cheaply as possible. All of them are in Glacier Flexible Retrieval. Which two retrieval options fit?',
    right: ['Expedited for the single statements', 'Bulk for the yearly restore'],
    because:
      'Expedited retrievals take 1-5 minutes. Bulk retrievals take 5-12 hours and are free in Glacier Flexible Retrieval.',
    wrong: [
      {
        answer: 'Standard for the single statements',
        because: 'A standard retrieval takes 3-5 hours.',
      },
      {
        answer: 'Expedited for the yearly restore',
        because: 'It has the highest price, per request and per GB.',
      },
      {
        answer: 'A lifecycle rule back to S3 Standard',
        because: 'A lifecycle rule only moves objects to colder classes.',
      },
    ],
    shows: [{ id: 'Archive', property: `${rules}.0.Transitions.1.StorageClass` }],
    tasks: ['SAA-C03 4.1', 'SAA-C03 3.1', 'SOA-C03 2.3'],
    seeds: ['002:409', '002:411', '002:412', '002:413', '004:326'],
  },
  {
    text: 'A compliance officer wants a weekly list of all objects of a bucket that says for each whether it is encrypted and whether its replica has arrived. The bucket has 200 million objects. Which feature gives this with the least effort?',
    right: ['An S3 Inventory configuration with the fields for encryption and replication status'],
    because:
      'S3 Inventory writes such a list daily or weekly to a bucket, without a request per object.',
    wrong: [
      {
        answer: 'Server access logs of the bucket, delivered to another bucket and queried weekly',
        because:
          'Logs have the requests to the bucket, not the state of objects that nobody requests.',
      },
      {
        answer: 'S3 Analytics with a storage class analysis that is exported to another bucket',
        because: 'It tells how old objects are that are still read, to choose when to move them.',
      },
      {
        answer:
          'A Lambda function that lists the bucket weekly and asks for each object by HeadObject',
        because: 'This is 200 million requests a week, and code to maintain.',
      },
    ],
    shows: [
      { id: 'Archive', property: 'InventoryConfigurations.0.OptionalFields' },
      { id: 'InventoryReports/Policy', property: 'PolicyDocument.Statement.1.Principal' },
    ],
    tasks: ['SOA-C03 1.3', 'SAA-C03 3.1'],
    seeds: ['003:612', '003:613', '003:614'],
  },
];
