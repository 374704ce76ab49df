import { env } from 'cloudflare:workers';
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import worker from '../../../worker/index.ts';
import { coordinator, stage, useStage } from './coordinator.workers.ts';
import { slashCommand } from './sign-slack.workers.ts';

useStage();

interface Platform {
  readonly services: number;
  /** How long a coordinator takes to judge, in milliseconds. */
  readonly latencyMs: number;
}

/** Cloudflare's free plan: the 51st subrequest of an invocation throws, whatever it is. */
function createBudget() {
  let left = 50;
  return {
    spend: () => {
      left -= 1;
      if (left < 0) throw new Error('Too many subrequests by single Worker invocation.');
    },
    spent: () => 50 - left,
  };
}

/** Types `/backup status` in the Worker with so many services, whose objects all are `prod`'s. */
async function typeStatus({ services, latencyMs }: Platform) {
  const { spend, spent } = createBudget();
  let atOnce = 0;
  let mostAtOnce = 0;
  const getByName = () => ({
    judge: async () => {
      spend();
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise((resolve) => setTimeout(resolve, latencyMs));
      const result = await coordinator().judge('prod');
      atOnce -= 1;
      return result;
    },
  });
  const limit = async () => {
    spend();
    return { success: true };
  };
  const given = Object.entries({ ...env }).find(([name]) => name === 'CONFIG')?.[1];
  const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY' };
  const entries = Array.from({ length: services }, (_, index) => [
    `s${index}`,
    { ...common, service: `dbtgf${10_000_000 + index}` },
  ]);
  const CONFIG = { ...Object(given), services: Object.fromEntries(entries), webhook: {} };
  const over: object = { CONFIG, COORDINATOR: { getByName }, CALLERS: { limit } };
  const context = createExecutionContext();
  const request = await slashCommand('status', await stage('newResponseUrl', 'C1'));
  const unbounded = globalThis.fetch;
  globalThis.fetch = (...args) => {
    // What a coordinator asks of the provider counts in its own invocation.
    if (String(args[0]).includes('/commands/')) spend();
    return unbounded(...args);
  };
  try {
    const answer = await worker.fetch(request, { ...env, ...over }, context);
    const { text } = await answer.json<{ text: string }>();
    await waitOnExecutionContext(context);
    return { text, spent: spent(), mostAtOnce };
  } finally {
    globalThis.fetch = unbounded;
  }
}

describe('the status of many services, within 50 subrequests', () => {
  test('judges those that fit, each in its coordinator, at most 20 at once', async () => {
    const { text, spent, mostAtOnce } = await typeStatus({ services: 40, latencyMs: 0 });
    expect(text.match(/^⛔ `s\d+`: MariaDB Cloud lists nothing at all for `prod`$/gm)).toHaveLength(
      40,
    );
    expect(text).not.toContain('not checked');
    expect(text).not.toContain('could not be checked');
    expect(spent).toBeLessThanOrEqual(50);
    expect(mostAtOnce).toBe(20);
  });

  test('says that the others were not checked, and judges none of them', async () => {
    const { text, spent } = await typeStatus({ services: 120, latencyMs: 0 });
    expect(text.match(/^⛔ `s\d+`: MariaDB Cloud lists nothing at all for `prod`$/gm)).toHaveLength(
      40,
    );
    expect(text).toContain('80 more were not checked');
    expect(text).not.toContain('could not be checked');
    expect(spent).toBeLessThanOrEqual(50);
  });

  test('that takes its time follows, in the one subrequest that is kept for it', async () => {
    const { text, spent } = await typeStatus({ services: 120, latencyMs: 1100 });
    expect(text).toContain('The answer follows here in a moment');
    const { said } = await stage('look');
    expect(said).toEqual([
      expect.stringMatching(/^C1: ⛔ `s0`: MariaDB Cloud lists nothing at all /),
    ]);
    expect(said[0]).toContain('80 more were not checked');
    expect(spent).toBeLessThanOrEqual(50);
  });
});
