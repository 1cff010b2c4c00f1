import { App } from 'aws-cdk-lib';
import { patterns } from '../lib/patterns';

const app = new App();
for (const { Stack, id, exam } of patterns) {
  new Stack(app, id, { description: exam.question });
}
