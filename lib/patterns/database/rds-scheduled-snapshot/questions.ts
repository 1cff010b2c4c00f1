import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [];
