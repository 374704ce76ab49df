import { SETTING_NAMES, type SettingName, splitList } from '../../shared/domain/settings.ts';
import { INPUT_DEFAULTS } from '../inputs/names.ts';
import type { Inputs } from '../inputs/index.ts';
import type { WorkerSource } from '../inputs/source.ts';
import type { Run } from './worker-run.ts';

/** What a step asks of a Worker. */
export interface Job {
  readonly inputs: Inputs;
  readonly source: WorkerSource;
  /** The services, by their names in the Worker's configuration. */
  readonly services: readonly string[];
}

/** How the question spells the settings. */
const SPELLED: Readonly<Record<SettingName, string>> = {
  'max-age': 'maxAge',
  'min-size': 'minSize',
  'max-size-drop': 'maxSizeDrop',
  'accept-types': 'acceptTypes',
  'in-progress': 'inProgress',
  'on-unknown': 'onUnknown',
};

/**
 * The body of the question. Only what the step was given is in it: an input that is left out has
 * its default here, which must not overrule the Worker's own policy.
 *
 * @param ended the runs that were waited for, so that nothing is taken again
 */
export function writeQuestion(
  { inputs, source, services }: Job,
  ended: readonly Run[] | null,
): Readonly<Record<string, unknown>> {
  const { backup, backupType, gate, dryRun } = inputs;
  const isTyped = backup !== 'never' && backupType !== INPUT_DEFAULTS['backup-type'];
  return {
    services,
    ...(backup !== 'never' && { backup }),
    ...(isTyped && { type: backupType }),
    ...(ended && { runs: ended.map(({ id }) => id) }),
    ...(gate !== INPUT_DEFAULTS.gate && { gate }),
    ...(dryRun && { dryRun }),
    ...writeSettings(source),
  };
}

function writeSettings({ settings }: WorkerSource): Readonly<Record<string, unknown>> {
  const given = SETTING_NAMES.flatMap((name): readonly [string, unknown][] => {
    const text = settings[name];
    if (text === undefined) return [];
    return [[SPELLED[name], name === 'accept-types' ? splitList(text) : text]];
  });
  return Object.fromEntries(given);
}
