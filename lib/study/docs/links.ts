import type { ResourceName } from '../../model/exam';
import type { TaskStatement } from '../../model/exam-guides';
import { folderOf, type Pattern } from '../../model/pattern';
import { anchor } from './markdown';

/** The page of a pattern, as a path below the project. */
export const pageFile = (pattern: Pattern): string => `docs/${pageTarget(pattern)}`;

/** The page of a pattern, as a link from a document in docs/. */
export const pageTarget = (pattern: Pattern): string => `${folderOf(pattern)}.md`;

/** The heading on a pattern's page below which the settings of a resource stand. */
export const resourceHeading = ({ id, type }: ResourceName): string => `${id} (${type})`;

/** The settings of a resource, as a link from a document in docs/. */
export const resourceTarget = (pattern: Pattern, resource: ResourceName): string =>
  `${pageTarget(pattern)}#${anchor(resourceHeading(resource))}`;

/** The heading of a task statement in the exam map. */
export const taskHeading = ({ id, title }: TaskStatement): string => `${id} ${title}`;

/** A task statement, as a link from the page of a pattern. */
export const taskTarget = (task: TaskStatement): string =>
  `../exam-map.md#${anchor(taskHeading(task))}`;
