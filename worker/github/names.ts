import { matching } from '../config/fields.ts';

/** `.` and `..` would be steps in the path of an address. */
export const REPOSITORY_NAME = /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/;

export const REPOSITORY = matching(REPOSITORY_NAME, 'a repository such as acme/shop');
export const ENVIRONMENT = matching(/\S/, 'the name of an environment such as production');

/**
 * GitHub compares names of repositories and environments without case, names of branches with it.
 * Only of A to Z: to JavaScript the Kelvin sign is a k too, and whoever may push can make an
 * environment with it, which nobody protects.
 */
export function isSameName(one: string, other: string | null): boolean {
  return other !== null && lowerName(one) === lowerName(other);
}

/** The same for all spellings of a name. */
export function lowerName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
