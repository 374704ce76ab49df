import type { Capabilities } from '../domain/capability.ts';
import type {
  BackupRequestPort,
  ConnectOptions,
  OrganisationPort,
  Provider,
  ProviderEntry,
} from './provider.ts';
import { createSchedulePort, type LoadWrite, type ScheduleCalls } from './schedule-port.ts';

/** A provider as its folder defines it. `Api` is the connection that its calls share. */
export interface ProviderDefinition<Api extends Pick<Provider, 'clockOffsetMs'>> extends Pick<
  ProviderEntry,
  'title' | 'baseUrl' | 'onlyType' | 'parseService'
> {
  /** What its lists show. The other capabilities follow from the ports below. */
  readonly shows: Pick<Capabilities, 'dueTimes' | 'sizes' | 'wait'>;
  readonly connect: (options: ConnectOptions) => Api;
  readonly readBackups: (api: Api) => Provider['readBackups'];
  // Each of these is left out where the API has no calls for it.
  readonly schedules?: (api: Api) => Pick<ScheduleCalls, 'read' | 'change'>;
  readonly createSchedule?: (api: Api) => NonNullable<ScheduleCalls['create']>;
  readonly suspendSchedule?: (api: Api) => NonNullable<ScheduleCalls['suspend']>;
  readonly deleteSchedule?: (api: Api) => NonNullable<ScheduleCalls['delete']>;
  readonly requests?: (api: Api) => BackupRequestPort;
  readonly organisation?: (api: Api) => OrganisationPort;
  /** What the organisation's port reads as one. Default: the organisation. */
  readonly unit?: 'organisation' | 'workspace';
}

/** What shells bundle in different ways, the same for all their providers. */
export interface Equipment extends Pick<ConnectOptions, 'send'> {
  readonly loadWrite: LoadWrite;
}

/** Derives the capabilities from the ports, so that they are stated once. */
export function defineProvider<Api extends Pick<Provider, 'clockOffsetMs'>>(
  definition: ProviderDefinition<Api>,
  { send, loadWrite }: Equipment,
): ProviderEntry {
  const { title, baseUrl, onlyType, parseService, shows } = definition;
  const { schedules, createSchedule, suspendSchedule, deleteSchedule } = definition;
  const { requests, organisation, unit = 'organisation' } = definition;
  return {
    title,
    baseUrl,
    onlyType,
    parseService,
    capabilities: {
      ...shows,
      ensureCron: createSchedule !== undefined,
      enableSchedule: schedules !== undefined,
      suspendSchedule: suspendSchedule !== undefined,
      deleteSchedule: deleteSchedule !== undefined,
      requestBackup: requests !== undefined,
      wholeOrganisation: organisation !== undefined && unit === 'organisation',
      wholeWorkspace: organisation !== undefined && unit === 'workspace',
    },
    create(options) {
      const api = definition.connect({ ...options, send });
      const calls = schedules && {
        ...schedules(api),
        ...(createSchedule && { create: createSchedule(api) }),
        ...(suspendSchedule && { suspend: suspendSchedule(api) }),
        ...(deleteSchedule && { delete: deleteSchedule(api) }),
      };
      return {
        title,
        readBackups: definition.readBackups(api),
        clockOffsetMs: () => api.clockOffsetMs(),
        ...(calls && {
          schedules: createSchedulePort(calls, { title, clock: options.clock, loadWrite }),
        }),
        ...(requests && { requests: requests(api) }),
        ...(organisation && { organisation: organisation(api) }),
      };
    },
  };
}
