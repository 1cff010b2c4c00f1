import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A shop wants its domain without www to lead to an Application Load Balancer. IPv6 clients must be served too. The hosted zone is in Route 53. Which records do you create at the apex?',
    right: ['Two alias records to the load balancer, one of type A and one of type AAAA'],
    because:
      'An alias can stand at the apex and follows the addresses of the load balancer. Each type needs its own.',
    wrong: [
      {
        answer: 'Two CNAME records to the load balancer, one for IPv4 and one for IPv6',
        because: 'A CNAME cannot stand at the apex, and it is the same for all addresses.',
      },
      {
        answer: 'One A record with the addresses of the load balancer, and a TTL of 60',
        because: 'The addresses of an Application Load Balancer change.',
      },
      {
        answer: 'One alias record to the load balancer, of type CNAME',
        because: 'The type would be CNAME, which the apex does not allow.',
      },
    ],
    shows: [{ id: 'Apex', property: 'Type' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['003:769', '003:770', '004:2131', '004:2194', '004:2239'],
  },
  {
    text: 'A payment page runs in one Region. If it fails, users must get a static page, and nobody may get it before. Which routing fits?',
    right: ['Failover routing, with a health check on the primary record'],
    because: 'The secondary record is returned only while the primary one is unhealthy.',
    wrong: [
      {
        answer: 'Weighted routing, with 99 for the page and 1 for the static page',
        because: 'One of a hundred answers would be the static page, although nothing has failed.',
      },
      {
        answer: 'Multivalue answer routing, with a health check on both records',
        because: 'Both records are healthy and returned, so users would get either.',
      },
      {
        answer: 'Simple routing, with both addresses and a short TTL',
        because: 'It returns both addresses all the time and checks no health.',
      },
    ],
    shows: [{ id: 'PayPrimary', property: 'Failover' }],
    tasks: ['SAA-C03 2.2'],
    seeds: ['004:2170'],
  },
  {
    text: 'A new version of a service runs beside the old one. A fifth of the users should get it for a week, without a change in the clients. What do you configure in Route 53?',
    right: ['Weighted records with the weights 80 and 20'],
    because: 'Each record gets the share of its weight in the sum of the weights.',
    wrong: [
      {
        answer: 'Failover records with the new version as secondary',
        because: 'Nobody would get the new version while the old one is healthy.',
      },
      {
        answer: 'Latency records with one Region for each version',
        because: 'The place of the user decides, and not a share.',
      },
      {
        answer: 'Simple records with four old values and one new',
        because: 'All values are returned to everybody, and the client chooses.',
      },
    ],
    shows: [{ id: 'OrdersBlue', property: 'Weight' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['004:2164'],
  },
  {
    text: 'A law demands that users in Germany are served from servers with German terms, wherever the servers are fastest. Users of all other countries get the international site. Which records do you need?',
    right: ['Geolocation records for Germany and for the default location'],
    because:
      'Geolocation looks at the country of the user, and the default record answers everybody else.',
    wrong: [
      {
        answer: 'Latency records for Frankfurt and for a second Region',
        because: 'A user in Austria may be fastest in Frankfurt, and a German user elsewhere.',
      },
      {
        answer: 'Geoproximity records for Frankfurt with a large bias',
        because: 'The border would follow distances, and not that of the country.',
      },
      {
        answer: 'A geolocation record for Germany and no other record',
        because: 'Users of all other countries would get no answer.',
      },
    ],
    shows: [{ id: 'LegalDefault', property: 'GeoLocation.CountryCode' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['004:2174'],
  },
  {
    text: 'Users play a game in five Regions. Each player should get the Region that answers fastest. What do you configure?',
    right: ['Latency records, one for each of the Regions'],
    because: 'Route 53 returns the record of the Region with the lowest latency for the player.',
    wrong: [
      {
        answer: 'Geolocation records, one for each continent',
        because: 'The continent of a player says little about which Region answers fastest.',
      },
      {
        answer: 'Weighted records, with the same weight for each Region',
        because: 'Chance decides, and not the speed.',
      },
      {
        answer: 'Multivalue answer records, one for each of the Regions',
        because: 'The client gets all of them and chooses any.',
      },
    ],
    shows: [{ id: 'MediaTokyo', property: 'Region' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['004:2166'],
  },
  {
    text: 'Two data centers serve users by distance. One of them has more capacity, so it should take users from somewhat further away. What do you change?',
    right: ['The bias of its geoproximity record, to a value above 0'],
    because: 'A positive bias makes the resource count as nearer, so its area grows.',
    wrong: [
      {
        answer: 'The weight of its geolocation record, to a higher value',
        because: 'Geolocation records have no weight.',
      },
      {
        answer: 'The TTL of its latency record, to a higher value',
        because: 'The TTL says how long an answer is kept, and not who gets it.',
      },
      {
        answer: 'The bias of its geoproximity record, to a value below 0',
        because: 'A negative bias makes its area smaller.',
      },
    ],
    shows: [{ id: 'Near', property: 'RecordSets.0.GeoProximityLocation.Bias' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['004:2178'],
  },
  {
    text: 'Six web servers without a load balancer have public addresses. A DNS answer should contain the healthy ones only. What do you create?',
    right: ['A multivalue answer record with a health check for each server'],
    because: 'Route 53 returns up to eight healthy multivalue answer records.',
    wrong: [
      {
        answer: 'A simple record with all addresses and one health check',
        because: 'A health check cannot take single values out of a record.',
      },
      {
        answer: 'A failover record with a health check for each server',
        because: 'Failover knows one primary and one secondary record.',
      },
      {
        answer: 'An alias record for each server that evaluates its health',
        because: 'An alias leads to AWS resources or records of the zone, and not to a server.',
      },
    ],
    shows: [{ id: 'ApiOne', property: 'MultiValueAnswer' }],
    tasks: ['SAA-C03 2.2'],
    seeds: ['004:2180'],
  },
  {
    text: 'The name www of your domain must lead to an application of another company, which gave you the name of its host. Which record do you create?',
    right: ['A CNAME record for www with the name of the host'],
    because: 'A CNAME leads to any name, and www is not the apex.',
    wrong: [
      {
        answer: 'An alias record for www with the name of the host',
        because: 'An alias leads to AWS resources and to records of its own zone.',
      },
      {
        answer: 'An NS record for www with the name of the host',
        because: 'It would name the host as a name server for that part of the domain.',
      },
      {
        answer: 'A CNAME record for the apex with the name of the host',
        because: 'A CNAME cannot stand at the apex, and www was asked for.',
      },
    ],
    shows: [{ id: 'Www', property: 'Type' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['003:767', '003:768', '003:769'],
  },
];
