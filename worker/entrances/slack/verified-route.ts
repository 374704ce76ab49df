import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { EntranceDependencies } from '../../dependencies.ts';
import { decodeBody } from '../body.ts';
import { addSignedRoute, answerUnauthorized } from '../signed-route.ts';
import { verifySlack } from './verify.ts';

interface SlackRoute {
  readonly path: string;
  readonly maxKib?: number;
  /** Gets the form that Slack posted, its signature found right. */
  readonly answer: (context: Context, form: string) => Promise<Response>;
}

/** A route for what Slack posts, which is signed in the same way whatever it is. */
export function addSlackRoute(
  app: Hono,
  { answer, ...route }: SlackRoute,
  deps: EntranceDependencies,
): void {
  const { slackSigning: secrets } = deps.config.secrets;
  addSignedRoute(app, {
    ...route,
    contentType: 'application/x-www-form-urlencoded',
    isOpen: secrets.length > 0,
    answer: async (context, body) => {
      const signature = context.req.header('x-slack-signature') ?? '';
      const timestamp = context.req.header('x-slack-request-timestamp') ?? '';
      const options = { secrets, now: deps.now() };
      const verified = await verifySlack({ signature, timestamp, body }, options);
      if (verified.ok) return answer(context, decodeBody(body) ?? '');
      return answerUnauthorized(context, { name: 'slack', reason: verified.problem, deps });
    },
  });
}
