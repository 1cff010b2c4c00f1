import { everyPattern } from '../support/every-pattern';

everyPattern('governance');
