/** A shorter text stands in many words that are no secret, and taking it out would garble them. */
const MIN_SECRET_LENGTH = 6;

/** Takes secrets out of text that comes from elsewhere. */
export function removeSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Shortens URLs to their scheme: what follows may be a secret, as that of a webhook is. */
export function removeUrls(text: string): string {
  return text.replace(/\b(https?:\/\/)[^\s"'<>]+/gi, '$1…');
}
