import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import type { GivenInputs } from '../step.ts';

/** What a provider holds and an input asks for, and what is found in it. */
export interface FindingCase {
  readonly when: string;
  readonly arrange: (emulator: MariadbCloudEmulator) => void;
  readonly inputs?: GivenInputs;
  /** `severity code` of all findings, in order. */
  readonly findings: readonly string[];
}
