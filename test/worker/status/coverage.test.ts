import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { Ask } from '../../../worker/status/asks.ts';
import { NO_CONTENTS } from '../../../worker/status/board-reader.ts';
import { CONFIG, NOW } from '../open-app.ts';
import { openStatus } from './open-status.ts';

const ask = (over: Partial<Ask> = {}): Ask => ({
  repository: 'acme/shop',
  repositoryId: '1',
  repositoryOwnerId: '2',
  environment: 'production',
  services: ['prod', 'shop'],
  verdict: 'pass',
  at: NOW - 5 * MINUTE,
  ...over,
});

/** The lines of the list, as text. */
async function linesOf(allow: readonly object[], asks: readonly Ask[]): Promise<string[]> {
  const html = await openStatus([], {
    config: { ...CONFIG, oidc: { allow } },
    readBoard: async () => ({ ...NO_CONTENTS, asks }),
  }).text('');
  const [, list = ''] = /Who asks before a deploy<\/h2>(.*?)<\/section>/s.exec(html) ?? [];
  return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line = '']) => toText(line));
}

function toText(html: string): string {
  return html
    .replaceAll(/<span class="sub">/g, ' · ')
    .replaceAll(/<[^>]*>/g, '')
    .trim();
}

describe('the status page', () => {
  test('shows who asked, for what, when and with which verdict', async () => {
    const asks = [
      ask(),
      ask({ environment: null, verdict: 'block', services: ['prod'], at: NOW - 3 * HOUR }),
      ask({ repository: 'acme/api', repositoryId: '3', verdict: '' }),
    ];
    expect(await linesOf([{ repositoryOwnerId: '2' }], asks)).toEqual([
      'acme/shop to production · Asked for prod, shop 5m ago: pass',
      'acme/shop · Asked for prod 3h ago: block',
      'acme/api to production · Asked for prod, shop 5m ago: not judged',
    ]);
  });

  test.each<[object, readonly string[]]>([
    [{ repository: 'ACME/Shop' }, []],
    [{ repository: 'acme/shop', environment: 'Production' }, []],
    [{ repositoryId: '1', repositoryOwnerId: '2' }, []],
    [{ repository: 'acme/other' }, ['acme/other · Has not asked in the last 90 days.']],
    [
      { repository: 'acme/shop', environment: 'staging' },
      ['acme/shop to staging · Has not asked in the last 90 days.'],
    ],
    [{ repositoryId: '9' }, ['repository 9 · Has not asked in the last 90 days.']],
    [
      { repositoryOwnerId: '9' },
      ['any repository of owner 9 · Has not asked in the last 90 days.'],
    ],
    // The name was taken over by somebody else's repository.
    [
      { repository: 'acme/shop', repositoryId: '7' },
      ['acme/shop · Has not asked in the last 90 days.'],
    ],
  ])('shows first under which rule nobody asked: %j', async (rule, silent) => {
    expect((await linesOf([rule], [ask()])).slice(0, -1)).toEqual(silent);
  });

  test('shows nothing of it where no rule lets anybody ask', async () => {
    expect(await openStatus().text('')).toContain('acme/shop');
    const { oidc: _, ...config } = CONFIG;
    expect(await openStatus([], { config }).text('')).not.toContain('Who asks');
  });

  test('takes names from outside as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e';
    const html = await openStatus([], {
      readBoard: async () => ({
        ...NO_CONTENTS,
        asks: [ask({ repository: hostile, environment: hostile })],
      }),
    }).text('');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('\u202e');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});
