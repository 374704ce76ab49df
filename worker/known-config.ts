import { type Config, parseConfig } from './config.ts';
import type { Env } from './env.ts';
import type { Result } from '../shared/domain/result.ts';

const known = new WeakMap<Env, Result<Config, readonly string[]>>();

/**
 * The checked configuration. An environment stays as it is for as long as it lives, and with many
 * services checking it costs more than all else that a request needs, so it is done once for each.
 */
export function configOf(env: Env): Result<Config, readonly string[]> {
  const before = known.get(env);
  if (before) return before;
  const config = parseConfig(env);
  known.set(env, config);
  return config;
}
