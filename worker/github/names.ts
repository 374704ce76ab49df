import { matching } from '../config/fields.ts';

/** `.` and `..` would be steps in the path of an address. */
export const REPOSITORY_NAME = /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/;

export const REPOSITORY = matching(REPOSITORY_NAME, 'a repository such as acme/shop');
export const ENVIRONMENT = matching(/\S/, 'the name of an environment such as production');

/**
 * GitHub compares names of repositories and environments without case, names of branches with it.
 */
export function isSameName(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
