import { write } from './paper.ts';
import { showStep } from './show-step.ts';
import { secret } from './step-yaml.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface RealService {
  readonly apiKey: string;
  readonly service: string;
  /** Empty: the provider's own. */
  readonly baseUrl: string;
}

/** What the environment asks for; a missing half is named. */
export type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'half'; readonly message: string }
  | { readonly kind: 'real'; readonly target: RealService };

export function readEnvironment(env: Environment): Asked {
  const { SKYSQL_API_KEY: apiKey = '', SERVICE: service = '', BASE_URL: baseUrl = '' } = env;
  if (apiKey === '' && service === '') return { kind: 'nothing' };
  if (apiKey !== '' && service !== '')
    return { kind: 'real', target: { apiKey, service, baseUrl } };
  const [set, missing] =
    apiKey === '' ? ['SERVICE', 'SKYSQL_API_KEY'] : ['SKYSQL_API_KEY', 'SERVICE'];
  const message = `${set} is set and ${missing} is missing. Set both to run the gate on your own service, or neither for the walkthrough.`;
  return { kind: 'half', message };
}

/** Runs the gate once on a real service; gives the step's own exit code. */
export async function showRealService(target: RealService): Promise<number> {
  const { apiKey, service, baseUrl } = target;
  write('Backup Gate on your own service', { style: 'bold' });
  write();
  write(
    `One step runs against ${baseUrl || 'the real API of MariaDB Cloud'}, as a runner runs it: the built Action in a process of its own. It only reads; nothing is changed.`,
  );
  const { exitCode } = await showStep({
    inputs: {
      'api-key': secret('SKYSQL_API_KEY'),
      ...(baseUrl === '' ? {} : { 'base-url': baseUrl }),
      service,
    },
    hiddenInputs: { 'api-key': apiKey },
    env: networkOf(process.env),
    outputs: ['verdict', 'reasons', 'backup-status', 'recovery-point', 'age-seconds'],
  });
  return exitCode ?? 1;
}

/** The way out of this machine, where it is not a direct one. */
function networkOf(env: Environment): Record<string, string> {
  const proxies = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];
  const names = [...proxies, ...proxies.map((name) => name.toLowerCase()), 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
