/** An error in the Worker's own shape. */
export class Refused extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.body = { error: { code, message } };
  }
}
