import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** A message that Slack took, as a test or a walkthrough shows it. */
export interface PostedMessage {
  readonly via: 'chat.postMessage' | 'response_url';
  readonly channel: string;
  /** What notifications and screen readers get. */
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** An ephemeral message is seen by nobody but the user who gave the command. */
  readonly ephemeral: boolean;
  /** By the emulator's clock: epoch milliseconds, UTC. */
  readonly at: number;
  /** By which it is updated and answered. */
  readonly ts: string;
  /** The message that it answers, and whether the channel sees it too. */
  readonly thread?: { readonly ts: string; readonly broadcast: boolean };
}

export interface Channel {
  readonly id: string;
  /** Whether the app is in it. Default: true. */
  readonly member?: boolean;
  /** Default: false. */
  readonly archived?: boolean;
}

export interface ResponseUrl {
  readonly channel: string;
  /** Epoch milliseconds, UTC. */
  readonly diesAt: number;
  usesLeft: number;
}

export interface SlackState {
  readonly clock: Clock;
  readonly botToken: string;
  readonly channels: Map<string, Channel>;
  /** Ids of people; a message to one of them is a direct message from the app. */
  readonly users: Set<string>;
  /** By their path. */
  readonly responseUrls: Map<string, ResponseUrl>;
  /** In the order in which they were taken; an update takes the place of its message. */
  readonly messages: PostedMessage[];
}

export function createState(clock: Clock, botToken: string): SlackState {
  return {
    clock,
    botToken,
    channels: new Map(),
    users: new Set(),
    responseUrls: new Map(),
    messages: [],
  };
}

/** Keeps a message, and names it as Slack does: by seconds and a count. */
export function keepMessage(
  { clock, messages }: SlackState,
  message: Omit<PostedMessage, 'at' | 'ts'>,
): string {
  const at = clock.now();
  const ts = `${Math.floor(at / 1000)}.${String(messages.length + 1).padStart(6, '0')}`;
  messages.push({ ...message, at, ts });
  return ts;
}

const livesMs = 30 * 60_000;
const mostUses = 5;

/** Gives the path of a new response URL, in the form of Slack's own. */
export function addResponseUrl(state: SlackState, channel: string): string {
  const path = `/commands/T1/${state.responseUrls.size + 1}/${randomBytes(12).toString('hex')}`;
  const diesAt = state.clock.now() + livesMs;
  state.responseUrls.set(path, { channel, diesAt, usesLeft: mostUses });
  return path;
}
