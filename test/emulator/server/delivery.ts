import type { Fault } from '../faults.ts';
import { jsonAnswer, textAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

/** What becomes of a request on the wire. */
export type Delivery =
  | { how: 'whole'; answer: Answer }
  /** The headers promise the whole answer; half of its body is sent, then the socket goes. */
  | { how: 'half'; answer: Answer }
  | { how: 'destroyed' }
  | { how: 'never' };

export interface DeliveryOptions {
  /** Lets the request act on the emulator's state and gives the answer it earned. */
  takeEffect: () => Answer;
  /** The provider's documented error body for a status. */
  errorBody: (status: number) => unknown;
}

type StatusFault = Extract<Fault, { kind: 'status' }>;

const loginPage = '<!doctype html><html><body><h1>Sign in</h1></body></html>';

export function deliveryOf(fault: Fault | undefined, options: DeliveryOptions): Delivery {
  if (fault === undefined) return whole(options.takeEffect());
  switch (fault.kind) {
    case 'status':
      return whole(statusAnswer(fault, options));
    case 'json':
      return whole(jsonAnswer(fault.body));
    case 'html':
      return whole(htmlAnswer());
    case 'hang':
      return { how: 'never' };
    case 'refused-connection':
      return { how: 'destroyed' };
    default:
      return afterEffect(fault, options);
  }
}

type AfterEffectFault = Extract<
  Fault,
  { kind: 'lost-answer' | 'cut-json' | 'cut-body' | 'after-effect-status' | 'after-effect-json' }
>;

function afterEffect(fault: AfterEffectFault, options: DeliveryOptions): Delivery {
  const earned = options.takeEffect();
  switch (fault.kind) {
    case 'lost-answer':
      return { how: 'destroyed' };
    case 'cut-json':
      return whole(okJson(firstHalf(cuttable(earned))));
    case 'cut-body':
      return { how: 'half', answer: okJson(cuttable(earned)) };
    case 'after-effect-status':
      return whole(jsonAnswer(options.errorBody(fault.status), { status: fault.status }));
    case 'after-effect-json':
      return whole(jsonAnswer(fault.body));
  }
}

function statusAnswer(fault: StatusFault, options: DeliveryOptions): Answer {
  const headers: Record<string, string> = {};
  if (fault.retryAfter !== undefined) headers['retry-after'] = fault.retryAfter;
  if (fault.location !== undefined) headers['location'] = fault.location;
  const parts = { status: fault.status, headers };
  if (typeof fault.body === 'string') return textAnswer(fault.body, parts);
  const body = fault.body === undefined ? options.errorBody(fault.status) : fault.body;
  return jsonAnswer(body, parts);
}

function htmlAnswer(): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return textAnswer(loginPage, { status: 200, headers });
}

function okJson(text: string): Answer {
  return textAnswer(text, { status: 200, headers: { 'content-type': 'application/json' } });
}

export function firstHalf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

/** An empty answer cannot be cut, so something stands in for it. */
function cuttable(answer: Answer): string {
  return answer.text === '' ? '{"cut":true}' : answer.text;
}

function whole(answer: Answer): Delivery {
  return { how: 'whole', answer };
}
