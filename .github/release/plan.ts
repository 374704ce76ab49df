import { err, type Result } from '../../shared/domain/result.ts';
import { cutNotes, readSections } from './changelog.ts';

/** What a tag is held against: the files of the commit that it is on. */
export interface ReleaseFiles {
  /** `version` of package.json. */
  readonly version: string;
  readonly changelog: string;
}

const TAG = /^v(?<version>(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*))$/;

/** The notes of the release that a tag asks for, or everything that is in its way. */
export function planRelease(
  tag: string,
  { version, changelog }: ReleaseFiles,
): Result<string, readonly string[]> {
  const tagged = TAG.exec(tag)?.groups?.['version'];
  if (tagged === undefined)
    return err([`The tag ${tag} is no release. It has to be v and three numbers, as in v1.2.3.`]);
  const notes = cutNotes(changelog, tagged);
  const problem = [
    ...refuseOtherVersion(tagged, version),
    ...(notes.ok ? [] : [notes.problem]),
    ...refuseUnreleased(changelog),
  ];
  return notes.ok && problem.length === 0 ? notes : err(problem);
}

function refuseOtherVersion(tagged: string, version: string): readonly string[] {
  if (tagged === version) return [];
  return [
    `The tag says ${tagged} and package.json says ${version}. Delete the tag, and tag a commit whose package.json says ${tagged}; "npm version --no-git-tag-version ${tagged}" writes it.`,
  ];
}

/** They are in the commit, so they are released with it, and nobody would read of them. */
function refuseUnreleased(changelog: string): readonly string[] {
  const unreleased = readSections(changelog).find(({ heading }) => heading === 'Unreleased');
  if (!unreleased?.text) return [];
  return [
    'CHANGELOG.md still lists changes below "## Unreleased". This release has them too: move them to its section.',
  ];
}
