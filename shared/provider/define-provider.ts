import type { Capabilities } from '../domain/capability.ts';
import type {
  BackupRequestPort,
  OrganisationPort,
  Provider,
  ProviderEntry,
  ProviderOptions,
  SchedulePort,
} from './provider.ts';

/** A provider as its folder defines it. `Api` is the connection that its calls share. */
export interface ProviderDefinition<Api extends Pick<Provider, 'clockOffsetMs'>> extends Pick<
  ProviderEntry,
  'title' | 'baseUrl' | 'onlyType' | 'parseService'
> {
  /** What its lists show. The other capabilities follow from the ports below. */
  readonly shows: Pick<Capabilities, 'dueTimes' | 'sizes' | 'wait'>;
  readonly connect: (options: ProviderOptions) => Api;
  readonly readBackups: (api: Api) => Provider['readBackups'];
  // Each of these is left out where the API has no calls for it.
  readonly schedules?: (api: Api) => Omit<SchedulePort, 'create'>;
  readonly createSchedule?: (api: Api) => NonNullable<SchedulePort['create']>;
  readonly requests?: (api: Api) => BackupRequestPort;
  readonly organisation?: (api: Api) => OrganisationPort;
}

/** Derives the capabilities from the ports, so that they are stated once. */
export function defineProvider<Api extends Pick<Provider, 'clockOffsetMs'>>(
  definition: ProviderDefinition<Api>,
): ProviderEntry {
  const { title, baseUrl, onlyType, parseService, shows } = definition;
  const { schedules, createSchedule, requests, organisation } = definition;
  return {
    title,
    baseUrl,
    onlyType,
    parseService,
    capabilities: {
      ...shows,
      ensureCron: createSchedule !== undefined,
      enableSchedule: schedules !== undefined,
      requestBackup: requests !== undefined,
      wholeOrganisation: organisation !== undefined,
    },
    create(options) {
      const api = definition.connect(options);
      const create = createSchedule?.(api);
      return {
        title,
        readBackups: definition.readBackups(api),
        clockOffsetMs: () => api.clockOffsetMs(),
        ...(schedules && { schedules: { ...schedules(api), ...(create && { create }) } }),
        ...(requests && { requests: requests(api) }),
        ...(organisation && { organisation: organisation(api) }),
      };
    },
  };
}
