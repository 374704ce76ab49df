import type { ProviderName } from '../../../../shared/provider/create-provider.ts';
import type { Bench } from './bench.ts';
import { bycloudBench } from './bycloud-bench.ts';
import { mariadbCloudBench } from './mariadb-cloud-bench.ts';
import { skyviaBench } from './skyvia-bench.ts';

/** Every provider that there is; one without a line here does not compile. */
const BY_NAME: Readonly<Record<ProviderName, Bench>> = {
  'mariadb-cloud': mariadbCloudBench,
  bycloud: bycloudBench,
  skyvia: skyviaBench,
};

export const BENCHES: readonly Bench[] = Object.values(BY_NAME);
