import { HOUR } from '../../../shared/domain/instant.ts';
import { sampleBoard, sampleNames } from '../../worker/status/sample-board.ts';
import { startStatusStage } from '../../worker/status/status-stage.ts';

/** As the Worker serves them. */
export interface StatusPages {
  /** Of twelve services, some of which are in trouble. */
  readonly overview: string;
  readonly service: string;
  /** Of a service with each verdict. */
  readonly few: string;
}

const FEW = ['billing', 'search', 'crm', 'prod'];

export async function openStatusPages(now: number): Promise<StatusPages> {
  const read = (names: readonly string[], paths: readonly string[]) =>
    readPages(paths, { names, now });
  const [overview = '', service = ''] = await read(sampleNames(12), ['', '/service/billing']);
  const [few = ''] = await read(FEW, ['']);
  return { overview, service, few };
}

async function readPages(
  paths: readonly string[],
  { names, now }: { readonly names: readonly string[]; readonly now: number },
): Promise<readonly string[]> {
  const stage = await startStatusStage({ names, roundMs: HOUR, now });
  try {
    await stage.put(sampleBoard(names, now));
    return await Promise.all(
      paths.map(async (path) => (await fetch(`${stage.page}${path}`)).text()),
    );
  } finally {
    await stage.stop();
  }
}
