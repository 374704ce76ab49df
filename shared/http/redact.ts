/** Takes secrets and URLs out of text that comes from elsewhere, so that it can be shown. */
export function redact(text: string, secrets: readonly string[]): string {
  const withoutSecrets = secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  return withoutSecrets.replace(/\b(https?:\/\/)[^\s"'<>]+/gi, '$1…');
}
