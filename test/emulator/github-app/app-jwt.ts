import { verify } from 'node:crypto';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import type { GitHubAppState } from './state.ts';

const second = 1000;
const longestLife = 600;

/** Refuses what GitHub would: another algorithm, key or App, and times that are not right. */
export function checkAppJwt({ clock, settings }: GitHubAppState, { record }: ReceivedRequest) {
  const [, jwt = ''] = /^bearer (\S+)$/i.exec(record.headers['authorization'] ?? '') ?? [];
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const { alg } = readPart(header);
  const content = Buffer.from(`${header}.${payload}`);
  const isSigned = verify('sha256', content, settings.publicKey, decode(signature));
  if (alg !== 'RS256' || !isSigned) throw refuse('A JSON web token could not be decoded');
  const { iss, iat, exp } = readPart(payload);
  if (!settings.appIds.includes(String(iss))) throw new Refusal(404, 'Integration not found');
  if (typeof iat !== 'number' || typeof exp !== 'number')
    throw refuse("'exp' and 'iat' are missing");
  const now = clock.now() / second;
  if (!Number.isInteger(iat) || iat > now)
    throw refuse("'Issued at' claim ('iat') must be an Integer in the past");
  if (!Number.isInteger(exp) || exp <= now)
    throw refuse("'Expiration time' claim ('exp') must be in the future");
  if (exp > now + longestLife)
    throw refuse("'Expiration time' claim ('exp') is too far in the future");
}

function refuse(message: string): Refusal {
  return new Refusal(401, message);
}

function readPart(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(decode(part).toString('utf8'));
  } catch {
    throw refuse('A JSON web token could not be decoded');
  }
}

function decode(part: string): Buffer {
  return Buffer.from(part, 'base64url');
}
