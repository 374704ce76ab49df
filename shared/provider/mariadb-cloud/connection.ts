import { SECOND } from '../../domain/instant.ts';
import { translateErrors } from '../errors.ts';
import { provesNewestFirst } from '../newest-first.ts';
import type { Provider, ProviderOptions } from '../provider.ts';
import { type Page, readList } from '../read-list.ts';
import { createMariadbCloudClient, type MariadbCloudClient } from './client.ts';
import { mapBackup, mapSchedule, parseErrorDetails } from './map.ts';

export const TITLE = 'MariaDB Cloud';

/** How long a request whose answer was lost is given to take effect before it is looked for. */
const RECONCILE_AFTER = 2 * SECOND;

/** What the parts of this provider share: whole lists, and calls whose errors are translated. */
export interface MariadbCloud extends Pick<Provider, 'readBackups' | 'readSchedules'> {
  call<Value>(run: (client: MariadbCloudClient) => Promise<Value>): Promise<Value>;
  pause(): Promise<void>;
}

export function connect({ apiKey, baseUrl, clock }: ProviderOptions): MariadbCloud {
  const client = createMariadbCloudClient({ apiKey, baseUrl });
  const translation = { title: TITLE, secrets: [apiKey], parseDetails: parseErrorDetails };
  const listing = { ...translation, kindOfStatus: { 404: 'unknown-service' } as const };
  return {
    call: (run) => translateErrors(translation, () => run(client)),
    readBackups: (service, isEnough) =>
      readList({
        first: 1,
        readPage: (page) =>
          translateErrors(listing, async () =>
            mapPage(await client.listBackups(service, page), mapBackup),
          ),
        keyOf: ({ id }) => id,
        isEnough: (backups) => provesNewestFirst(backups) && isEnough(backups),
      }),
    readSchedules: (service) =>
      readList({
        first: 1,
        readPage: (page) =>
          translateErrors(listing, async () =>
            mapPage(await client.listSchedules(service, page), mapSchedule),
          ),
        keyOf: ({ id }) => id,
        isEnough: () => false,
      }),
    pause: () => clock.sleep(RECONCILE_AFTER),
  };
}

function mapPage<Wire, Item>(
  page: Page<Wire, number>,
  map: (wire: Wire) => Item | null,
): Page<Item, number> {
  const items = page.items.flatMap((wire) => map(wire) ?? []);
  return { ...page, items, unreadable: page.unreadable + page.items.length - items.length };
}
