import { SETTINGS } from '../../shared/domain/settings.ts';

/** Every input of action.yml with its default. A test compares both and the README. */
export const INPUT_DEFAULTS = {
  provider: 'mariadb-cloud',
  'api-key': '',
  'base-url': '',
  'worker-url': '',
  service: '',
  schedule: '',
  'schedule-id': '',
  'backup-type': 'full',
  backup: 'never',
  gate: 'block',
  'accept-types': SETTINGS['accept-types'].default,
  'max-age': SETTINGS['max-age'].default,
  'min-size': SETTINGS['min-size'].default,
  'max-size-drop': SETTINGS['max-size-drop'].default,
  'in-progress': SETTINGS['in-progress'].default,
  'on-unknown': SETTINGS['on-unknown'].default,
  timeout: '30m',
  'dry-run': 'false',
  'github-token': '',
  report: '',
} as const;

export type InputName = keyof typeof INPUT_DEFAULTS;
export type RawInputs = Readonly<Record<InputName, string>>;

/** The inputs that hold secrets: masked first, never shown. */
export const CREDENTIALS = ['api-key', 'github-token'] as const satisfies readonly InputName[];
