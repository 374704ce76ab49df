import type { Bench } from './bench.ts';
import { describeFindRequests } from './find-requests.ts';
import { describeIdentities } from './identities.ts';
import { describeListing } from './listing.ts';
import { describeLying } from './lying.ts';
import { describeOrganisation } from './organisation.ts';
import { describeRefusals } from './refusals.ts';
import { describeRequests } from './requests.ts';
import { describeRows } from './rows.ts';
import { describeSchedules } from './schedules.ts';
import { describeTimes } from './times.ts';
import { describeTrouble } from './trouble.ts';

/** What every provider must do against its emulator, whatever its API looks like. */
export function describeContract(bench: Bench): void {
  describeListing(bench);
  describeLying(bench);
  describeRows(bench);
  describeTimes(bench);
  describeIdentities(bench);
  describeTrouble(bench);
  describeRefusals(bench);
  describeRequests(bench);
  describeFindRequests(bench);
  describeSchedules(bench);
  describeOrganisation(bench);
}
