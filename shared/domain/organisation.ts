import type { Backup } from './backup.ts';
import { type Evidence, itemsOf, type Reading } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import type { Schedule } from './schedule.ts';
import { type Judgement, judge } from './verdict.ts';

/** Every service of the organisation, or of one workspace, that can be found. */
export type AllServices = 'all' | `${string}/all`;

/** The services by their ids, or all that can be found. */
export type WatchedServices = readonly string[] | AllServices;

/** Whether a result speaks for the search itself, because it found no service. */
export function isAllServices(service: string): service is AllServices {
  return service === 'all' || service.endsWith('/all');
}

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
  /** What people call a service, by its id. Text from outside. */
  readonly names?: ReadonlyMap<string, string>;
  /** What the lists cannot show. */
  readonly gaps?: readonly Gap[];
}

/**
 * What readers must know about how the services were found. `instances-unread`: only those that have
 * a backup were found. `instances-gone`: backups of some that are not there any more were left out.
 * `schedules-only-by-service`: one with a schedule and no backup was not found.
 */
export type Gap = 'cut-short' | 'schedules-only-by-service' | 'instances-unread' | 'instances-gone';

/**
 * Splits the lists by service, and adds those that are known to be there. A list that was cut short
 * is incomplete for every service.
 */
export function groupByService(
  lists: OrganisationLists,
  known: readonly string[] = [],
): Organisation {
  const named = [...itemsOf(lists.backups), ...itemsOf(lists.schedules)];
  const ids = [...new Set([...known, ...named.map(({ service }) => service)])].toSorted();
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

/** Why not every service may be among those that were found, and what else is not shown. */
export function findGaps({ lists, gaps = [] }: Organisation): readonly Gap[] {
  const known: readonly Reading<unknown>['state'][] = ['complete', 'not-offered'];
  const isWhole = [lists.backups, lists.schedules].every(({ state }) => known.includes(state));
  return isWhole
    ? gaps
    : ['cut-short', ...gaps.filter((gap) => gap !== 'schedules-only-by-service')];
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
