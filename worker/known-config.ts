import { type Config, parseConfig } from './config/index.ts';
import file from './config.json' with { type: 'json' };
import type { Result } from '../shared/domain/result.ts';

const known = new WeakMap<Env, Result<Config, readonly string[]>>();

/**
 * The checked configuration: `config.json`, or the variable `CONFIG` in its place. It is parsed
 * once for each environment, which never changes: with many services parsing costs more than the
 * rest of a request.
 */
export function configOf(env: Env): Result<Config, readonly string[]> {
  const before = known.get(env);
  if (before) return before;
  const config = parseConfig({ ...env, CONFIG: env.CONFIG ?? file });
  known.set(env, config);
  return config;
}
