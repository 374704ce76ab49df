import { describe } from 'vitest';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { BENCHES } from './benches.ts';
import { describeContract } from './suite.ts';

holdRetryDelays();

describe.each(BENCHES)('the contract, kept by $name:', describeContract);
