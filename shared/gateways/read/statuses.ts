import { FAILURE_CLASSES, type FailureClass } from '../../model/index.ts';

/** Classes of failure that a list of statuses catches, by a gateway's own table of what status a class has. */
export const classesOf = (statuses: readonly number[], table: Partial<Record<FailureClass, readonly number[]>>): FailureClass[] =>
  FAILURE_CLASSES.filter((one) => table[one]?.some((status) => statuses.includes(status)) === true);
