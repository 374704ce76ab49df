import type { Entrance } from './entrance.ts';
import { github } from './github/index.ts';
import { slack } from './slack/index.ts';
import { verdict } from './verdict/index.ts';
import { webhook } from './webhook/index.ts';

/** All entrances. */
export const ENTRANCES: readonly Entrance[] = [slack, github, webhook, verdict];
