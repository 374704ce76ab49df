/** What `wrangler types` cannot know: variables and secrets that are set on the account. */
interface Env {
  /** Takes the place of `config.json`, where it is set. */
  readonly CONFIG?: unknown;
  /** Credentials and signing secrets, by the names that the configuration gives them. */
  readonly [secret: string]: unknown;
}
