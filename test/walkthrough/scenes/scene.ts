import type { Emulators } from '../emulators.ts';
import type { StepInputs } from '../step-yaml.ts';

export interface Scene {
  readonly title: string;
  /** What the reader must know before the step runs. */
  readonly story: string;
  /** Which emulator it plays on. */
  readonly on: keyof Emulators;
  /** Brings that emulator into the state that the story tells. */
  readonly prepare: (emulators: Emulators) => void;
  /** As in the workflow; the process gets a key and a base URL that fit the emulator. */
  readonly inputs: StepInputs;
  readonly expected: { readonly exitCode: number; readonly outputs: StepInputs };
  readonly shows: {
    readonly outputs: readonly string[];
    /** Once for an open gate and once for a closed one is enough. */
    readonly summary: boolean;
  };
}
