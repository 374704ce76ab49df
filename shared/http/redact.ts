/** A shorter text occurs in ordinary words, and removing it would garble them. */
const MIN_SECRET_LENGTH = 6;

/** Removes secrets from text that comes from outside. */
export function removeSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Shortens URLs to their scheme: the rest may be a secret, as in a webhook's URL. */
export function removeUrls(text: string): string {
  return text.replace(/\b(https?:\/\/)[^\s"'<>]+/gi, '$1…');
}
