import type { TaskId } from './exam';

export type ExamCode = TaskId extends `${infer Code} ${number}.${number}` ? Code : never;

/** The domains and task statements of one exam, from its guide. */
export interface ExamGuide {
  readonly exam: ExamCode;
  readonly title: string;
  /** The first page of the guide, which links to the pages of the domains. */
  readonly source: string;
  /** The day on which titles and numbers were last compared with the guide, as YYYY-MM-DD. */
  readonly checked: string;
  /** How many questions of an exam count, and how many more only try out future questions; nobody tells which. */
  readonly scored: number;
  readonly unscored: number;
  readonly minutes: number;
  /** Points needed to pass, of 1,000; AWS does not publish how answers become points. */
  readonly pass: number;
  /** The page of the exam, which says the minutes. */
  readonly page: string;
  /** In the order of their numbers, from 1. */
  readonly domains: readonly Domain[];
}

export interface Domain {
  readonly title: string;
  /** Share of the scored questions, in percent; the domains of an exam add up to 100. */
  readonly percent: number;
  /** The titles of the task statements, in the order of their numbers, from 1. */
  readonly tasks: readonly string[];
}

export interface TaskStatement {
  readonly id: TaskId;
  readonly title: string;
}

const guides = 'https://docs.aws.amazon.com/aws-certification/latest';
const exams = 'https://aws.amazon.com/certification';

export const examGuides: readonly ExamGuide[] = [
  {
    exam: 'DVA-C02',
    title: 'AWS Certified Developer - Associate',
    source: `${guides}/developer-associate-02/developer-associate-02.html`,
    checked: '2026-11-28',
    scored: 50,
    unscored: 15,
    minutes: 130,
    pass: 720,
    page: `${exams}/certified-developer-associate/`,
    domains: [
      {
        title: 'Development with AWS Services',
        percent: 32,
        tasks: [
          'Develop code for applications hosted on AWS',
          'Develop code for AWS Lambda',
          'Use data stores in application development',
        ],
      },
      {
        title: 'Security',
        percent: 26,
        tasks: [
          'Implement authentication and/or authorization for applications and AWS services',
          'Implement encryption by using AWS services',
          'Manage sensitive data in application code',
        ],
      },
      {
        title: 'Deployment',
        percent: 24,
        tasks: [
          'Prepare application artifacts to be deployed to AWS',
          'Test applications in development environments',
          'Automate deployment testing',
          'Deploy code by using AWS CI/CD services',
        ],
      },
      {
        title: 'Troubleshooting and Optimization',
        percent: 18,
        tasks: [
          'Assist in a root cause analysis',
          'Instrument code for observability',
          'Optimize applications by using AWS services and features',
        ],
      },
    ],
  },
  {
    exam: 'SAA-C03',
    title: 'AWS Certified Solutions Architect - Associate',
    source: `${guides}/solutions-architect-associate-03/solutions-architect-associate-03.html`,
    checked: '2026-11-28',
    scored: 50,
    unscored: 15,
    minutes: 130,
    pass: 720,
    page: `${exams}/certified-solutions-architect-associate/`,
    domains: [
      {
        title: 'Design Secure Architectures',
        percent: 30,
        tasks: [
          'Design secure access to AWS resources',
          'Design secure workloads and applications',
          'Determine appropriate data security controls',
        ],
      },
      {
        title: 'Design Resilient Architectures',
        percent: 26,
        tasks: [
          'Design scalable and loosely coupled architectures',
          'Design highly available and/or fault-tolerant architectures',
        ],
      },
      {
        title: 'Design High-Performing Architectures',
        percent: 24,
        tasks: [
          'Determine high-performing and/or scalable storage solutions',
          'Design high-performing and elastic compute solutions',
          'Determine high-performing database solutions',
          'Determine high-performing and/or scalable network architectures',
          'Determine high-performing data ingestion and transformation solutions',
        ],
      },
      {
        title: 'Design Cost-Optimized Architectures',
        percent: 20,
        tasks: [
          'Design cost-optimized storage solutions',
          'Design cost-optimized compute solutions',
          'Design cost-optimized database solutions',
          'Design cost-optimized network architectures',
        ],
      },
    ],
  },
  {
    exam: 'SOA-C03',
    title: 'AWS Certified CloudOps Engineer - Associate',
    source: `${guides}/sysops-administrator-associate-03/sysops-administrator-associate-03.html`,
    checked: '2026-11-28',
    scored: 50,
    unscored: 15,
    minutes: 130,
    pass: 720,
    page: `${exams}/certified-cloudops-engineer-associate/`,
    domains: [
      {
        title: 'Monitoring, Logging, Analysis, Remediation, and Performance Optimization',
        percent: 22,
        tasks: [
          'Implement metrics, alarms, and filters by using AWS monitoring and logging services',
          'Identify and remediate issues by using monitoring and availability metrics',
          'Implement performance optimization strategies for compute, storage, and database resources',
        ],
      },
      {
        title: 'Reliability and Business Continuity',
        percent: 22,
        tasks: [
          'Implement scalability and elasticity',
          'Implement highly available and resilient environments',
          'Implement backup and restore strategies',
        ],
      },
      {
        title: 'Deployment, Provisioning, and Automation',
        percent: 22,
        tasks: [
          'Provision and maintain cloud resources',
          'Automate the management of existing resources',
        ],
      },
      {
        title: 'Security and Compliance',
        percent: 16,
        tasks: [
          'Implement and manage security and compliance tools and policies',
          'Implement strategies to protect data and infrastructure',
        ],
      },
      {
        title: 'Networking and Content Delivery',
        percent: 18,
        tasks: [
          'Implement and optimize networking features and connectivity',
          'Configure domains, DNS services, and content delivery',
          'Troubleshoot network connectivity issues',
        ],
      },
    ],
  },
  {
    exam: 'DOP-C02',
    title: 'AWS Certified DevOps Engineer - Professional',
    source: `${guides}/devops-engineer-professional-02/devops-engineer-professional-02.html`,
    checked: '2026-11-28',
    scored: 65,
    unscored: 10,
    minutes: 180,
    pass: 750,
    page: `${exams}/certified-devops-engineer-professional/`,
    domains: [
      {
        title: 'SDLC Automation',
        percent: 22,
        tasks: [
          'Implement CI/CD pipelines',
          'Integrate automated testing into CI/CD pipelines',
          'Build and manage artifacts',
          'Implement deployment strategies for instance, container, and serverless environments',
        ],
      },
      {
        title: 'Configuration Management and IaC',
        percent: 17,
        tasks: [
          'Define cloud infrastructure and reusable components to provision and manage systems throughout their lifecycle',
          'Deploy automation to create, onboard, and secure AWS accounts in a multi-account or multi-Region environment',
          'Design and build automated solutions for complex tasks and large-scale environments',
        ],
      },
      {
        title: 'Resilient Cloud Solutions',
        percent: 15,
        tasks: [
          'Implement highly available solutions to meet resilience and business requirements',
          'Implement solutions that are scalable to meet business requirements',
          'Implement automated recovery processes to meet RTO and RPO requirements',
        ],
      },
      {
        title: 'Monitoring and Logging',
        percent: 15,
        tasks: [
          'Configure the collection, aggregation, and storage of logs and metrics',
          'Audit, monitor, and analyze logs and metrics to detect issues',
          'Automate monitoring and event management of complex environments',
        ],
      },
      {
        title: 'Incident and Event Response',
        percent: 14,
        tasks: [
          'Manage event sources to process, notify, and take action in response to events',
          'Implement configuration changes in response to events',
          'Troubleshoot system and application failures',
        ],
      },
      {
        title: 'Security and Compliance',
        percent: 17,
        tasks: [
          'Implement techniques for identity and access management at scale',
          'Apply automation for security controls and data protection',
          'Implement security monitoring and auditing solutions',
        ],
      },
    ],
  },
];

/** The task statements of one domain of an exam, numbered as the guide numbers them. */
export function taskStatements({ exam, domains }: ExamGuide, domain: Domain): TaskStatement[] {
  const number = domains.indexOf(domain) + 1;
  return domain.tasks.map((title, index) => ({
    id: `${exam} ${number}.${index + 1}` as const,
    title,
  }));
}

/** Every task statement of every exam, in the order of the guides. */
export function allTaskStatements(): TaskStatement[] {
  return examGuides.flatMap((guide) =>
    guide.domains.flatMap((domain) => taskStatements(guide, domain)),
  );
}
