import type { Result } from '../shared/domain/result.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { Config, ServiceConfig } from './config/index.ts';
import type { JudgedForStep, StepOrder } from './judge-for-step.ts';
import type { IssuerKeys } from './entrances/verdict/issuer-keys.ts';
import type { TokenUse } from './entrances/verdict/token-use.ts';
import type { Ask } from './status/asks.ts';
import type { Acceptance, RunRequest, RunView } from './orders/run.ts';
import type { DeploymentRequest } from './protection/deployment-request.ts';
import type { Confirmation, OverrideAnswer, OverrideOrder } from './protection/override.ts';
import type { BoardContents } from './status/board-reader.ts';
import type { StatusBoard } from './status/service-view.ts';
import type { SnoozeOrder } from './watch/snooze.ts';
import type { Snooze } from './watch/watch-record.ts';

/** What the app needs from the platform. Nothing else in it knows the platform. */
export interface AppDependencies {
  readonly config: Result<Config, readonly string[]>;
  /** Who may read names of services and keys at fault, also while the configuration is broken. */
  readonly statusTokens: readonly string[];
  /** Resolves when the run is on durable storage, and not before. */
  accept(request: RunRequest): Promise<Acceptance>;
  findRun(id: string): Promise<RunView | null>;
  /** Judges a service, now, in its coordinator. */
  judge(service: ServiceConfig): Promise<ServiceResult>;
  /** The same for a workflow's step, which may be stricter and may need a backup first. */
  judgeForStep(service: ServiceConfig, order: StepOrder): Promise<JudgedForStep | 'no-such-run'>;
  /** Whether this is the first use of a token that works once. The same use may be named again. */
  useToken(use: TokenUse): Promise<boolean>;
  /** Whether a token was used that works once. */
  wasTokenUsed(id: string): Promise<boolean>;
  /** Remembers which job asked for a verdict, and when. */
  noteAsk(ask: Ask): Promise<void>;
  /** The same, as a look of the watch: what it changes is stored and told. */
  look(service: ServiceConfig): Promise<ServiceResult>;
  /** Snoozes notices about a service, or ends that. Resolves with the snooze that holds then. */
  snooze(service: ServiceConfig, order: SnoozeOrder): Promise<Snooze | null>;
  /** Resolves when the deployment is on durable storage: GitHub does not ask again by itself. */
  acceptDeployment(request: DeploymentRequest): Promise<void>;
  /** Somebody asks that a deployment is let through although the gate is closed. */
  requestOverride(order: OverrideOrder): Promise<OverrideAnswer>;
  /** Somebody agrees to that. */
  confirmOverride(order: Confirmation): Promise<OverrideAnswer>;
  /**
   * What the watch found of all services, who asked for verdicts, and which deployments wait, from
   * storage. Changes only of the service that is named: those of all would be most of what is read.
   */
  readBoard(withChangesOf?: string): Promise<BoardContents>;
  /** How often the watch looks at each service; `null` if there is no watch. */
  readonly roundMs: StatusBoard['roundMs'];
  /** Whether the caller is within the rate limit. */
  mayCall(caller: string): Promise<boolean>;
  /** Where the keys come from that tokens of jobs are signed with. */
  readonly issuerKeys: IssuerKeys;
  /** Continues work after the answer was sent. */
  defer(work: Promise<unknown>): void;
  now(): number;
  /** Logs one event. It must not hold a secret. */
  log(event: Readonly<Record<string, string | number>>): void;
  readonly version: string;
}

/** The same, with a valid configuration. */
export type EntranceDependencies = Omit<AppDependencies, 'config'> & { readonly config: Config };
