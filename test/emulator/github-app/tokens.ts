import { randomBytes } from 'node:crypto';
import { readBody } from '../github/body.ts';
import type { Answer } from '../server/answer.ts';
import { jsonAnswer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import type { Call } from './call.ts';
import type { Token } from './state.ts';

const hour = 3_600_000;

/** A token for an hour, for some of the repositories and rights that the installation has. */
export function createToken({ state, request, ids: [id] }: Call): Answer {
  const installation = state.installations.find((one) => String(one.id) === id);
  if (!installation) throw new Refusal(404, 'Not Found');
  const body = readBody(request, {
    repository_ids: { check: areIds },
    permissions: { check: arePermissions },
  });
  const own = installation.repositories.map((one) => one.id);
  const repositoryIds = readIds(body['repository_ids']) ?? own;
  if (repositoryIds.some((one) => !own.includes(one))) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  const permissions = readPermissions(body['permissions']) ?? installation.permissions;
  for (const [right, level] of Object.entries(permissions)) {
    const given = installation.permissions[right];
    if (given === 'write' || given === level) continue;
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  const expiresAt = state.clock.now() + hour;
  const value = `ghs_${state.settings.appIds[0]}_${randomBytes(240).toString('base64url')}`;
  state.tokens.set(value, { installation, repositoryIds, permissions, expiresAt });
  const expires_at = `${new Date(expiresAt).toISOString().slice(0, 19)}Z`;
  return jsonAnswer({ token: value, expires_at, permissions }, { status: 201 });
}

/** The token that a request was sent with, if it may still be used. */
export function readToken({ state, request }: Call): Token {
  const { authorization } = request.record.headers;
  const [, value = ''] = /^(?:bearer|token) (\S+)$/i.exec(authorization ?? '') ?? [];
  const token = state.tokens.get(value);
  if (!token || token.expiresAt <= state.clock.now()) throw new Refusal(401, 'Bad credentials');
  return token;
}

function areIds(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isInteger);
}

function readIds(value: unknown): readonly number[] | null {
  return Array.isArray(value) ? value.map(Number) : null;
}

function arePermissions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPermissions(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([right, level]) => [right, String(level)]));
}
