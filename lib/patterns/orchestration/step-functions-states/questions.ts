import type { ExamQuestion } from '../../../model/exam';

// FILL IN 12: four or more questions in new words, each with three wrong answers and the settings that show the right one.
export const questions: readonly ExamQuestion[] = [];
