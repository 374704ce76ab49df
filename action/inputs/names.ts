/** Every input of action.yml with its default; a test keeps both and the README in step. */
export const INPUT_DEFAULTS = {
  provider: 'mariadb-cloud',
  'api-key': '',
  'base-url': '',
  service: '',
  schedule: '',
  'schedule-id': '',
  'backup-type': 'full',
  backup: 'never',
  gate: 'block',
  'accept-types': 'all',
  'max-age': 'auto',
  'min-size': '',
  'max-size-drop': '50%',
  'in-progress': 'previous',
  'on-unknown': 'block',
  timeout: '30m',
  'dry-run': 'false',
  'github-token': '',
  report: '',
} as const;

export type InputName = keyof typeof INPUT_DEFAULTS;
export type RawInputs = Readonly<Record<InputName, string>>;

/** The inputs that hold secrets: masked first, and never shown. */
export const CREDENTIALS = ['api-key', 'github-token'] as const satisfies readonly InputName[];
