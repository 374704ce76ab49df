import type { Backup } from './backup.ts';
import { type Evidence, itemsOf, type Reading } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import type { Schedule } from './schedule.ts';
import { type Judgement, judge } from './verdict.ts';

/** The services by their ids, or every one of the organisation that can be found. */
export type WatchedServices = readonly string[] | 'all';

/** A row of an organisation's list, with the service that it belongs to. */
export interface Owned<Item> {
  readonly service: string;
  readonly item: Item;
}

/** The two lists of an organisation. `not-offered`: the server does not give that list. */
export interface OrganisationLists {
  readonly backups: Reading<Owned<Backup>>;
  readonly schedules: Reading<Owned<Schedule>>;
}

/** Everything that was read about an organisation, at one moment. */
export interface Organisation {
  readonly lists: OrganisationLists;
  /** The evidence of each service that the lists name, ordered by id. */
  readonly services: ReadonlyMap<string, Evidence>;
}

/** Splits the lists by service. A list that was cut short is incomplete for every service. */
export function groupByService(lists: OrganisationLists): Organisation {
  const named = [...itemsOf(lists.backups), ...itemsOf(lists.schedules)];
  const ids = [...new Set(named.map(({ service }) => service))].toSorted();
  const backupsOf = splitByService(lists.backups);
  const schedulesOf = splitByService(lists.schedules);
  const services = ids.map((id): [string, Evidence] => [
    id,
    { backups: backupsOf(id), schedules: schedulesOf(id) },
  ]);
  return { lists, services: new Map(services) };
}

function splitByService<Item>(reading: Reading<Owned<Item>>): (service: string) => Reading<Item> {
  if (!('items' in reading)) return () => reading;
  const parts = Map.groupBy(reading.items, ({ service }) => service);
  return (service) => ({
    ...reading,
    items: (parts.get(service) ?? []).map(({ item }) => item),
  });
}

/** Why not every service may be among those that were found; `null` where all of them are. */
export type Incompleteness = 'cut-short' | 'schedules-only-by-service';

export function findIncompleteness({
  backups,
  schedules,
}: OrganisationLists): Incompleteness | null {
  const known: readonly Reading<unknown>['state'][] = ['complete', 'not-offered'];
  if (![backups, schedules].every(({ state }) => known.includes(state))) return 'cut-short';
  return schedules.state === 'not-offered' ? 'schedules-only-by-service' : null;
}

/**
 * The judgement if the lists name no service: either there is none, or they could not be read. It
 * says nothing about a schedule, since there is no service that could have one.
 */
export function judgeWithoutServices(
  { backups, schedules }: OrganisationLists,
  policy: Policy,
  now: Instant,
): Judgement {
  const nothing = { backups: withoutItems(backups), schedules: withoutItems(schedules) };
  const { context, findings } = judge(nothing, policy, now);
  return { context, findings: findings.flatMap(sayOfAll) };
}

function sayOfAll(finding: Finding): readonly Finding[] {
  if (finding.code === 'no-schedule') return [];
  return [finding.code === 'no-usable-backup' ? { ...finding, wholeOrganisation: true } : finding];
}

function withoutItems(reading: Reading<unknown>): Reading<never> {
  return 'items' in reading ? { ...reading, items: [] } : reading;
}
