import * as v from 'valibot';
import type { ConfigContext } from '../config/context.ts';
import { isObject } from '../config/fields.ts';
import type { NotifyRule } from './channel.ts';
import { CHANNELS } from './registry.ts';
import { slack } from './slack/index.ts';

/** An entry of `notify`: one of its keys names the channel. */
export function ruleSchema(context: ConfigContext) {
  return v.lazy((input): v.GenericSchema<unknown, NotifyRule> => {
    const schemas = CHANNELS.map((channel) => channel.ruleSchema(context));
    // The JSON Schema is written without an input.
    if (input === undefined) return v.union(schemas);
    const named = CHANNELS.findLast(({ kind }) => isObject(input) && kind in input);
    return (named ?? slack).ruleSchema(context);
  });
}
