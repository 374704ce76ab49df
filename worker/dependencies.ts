import type { Result } from '../shared/domain/result.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { Config, ServiceConfig } from './config/index.ts';
import type { Acceptance, RunRequest, RunView } from './orders/run.ts';

/** What the app needs of the platform it runs on; nothing else in it knows the platform. */
export interface AppDependencies {
  readonly config: Result<Config, readonly string[]>;
  /** Resolves when the run is on durable storage, and not before. */
  accept(request: RunRequest): Promise<Acceptance>;
  findRun(id: string): Promise<RunView | null>;
  /** The gate's verdict on a service, as it stands. */
  judge(service: ServiceConfig): Promise<ServiceResult>;
  /** Whether a caller has asked few enough times lately. */
  mayCall(caller: string): Promise<boolean>;
  /** Goes on with work after the answer is sent. */
  defer(work: Promise<unknown>): void;
  now(): number;
  /** One event for whoever watches; never a secret. */
  log(event: Readonly<Record<string, string | number>>): void;
  readonly version: string;
}

/** The same, where the configuration is known to be good. */
export type EntranceDependencies = Omit<AppDependencies, 'config'> & { readonly config: Config };
