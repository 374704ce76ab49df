import { generateKeyPairSync } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const PUBLIC_KEY = publicKey;

/** As GitHub hands it out. */
export const PKCS1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
export const PKCS8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const PKCS8_DER = privateKey.export({ type: 'pkcs8', format: 'der' });
