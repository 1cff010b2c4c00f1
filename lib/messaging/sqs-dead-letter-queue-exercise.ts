import type { Exercise } from '../exercise';
export const exercise: Exercise = async () => {};
