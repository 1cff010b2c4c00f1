import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [];
