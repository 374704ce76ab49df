import { expect, test } from 'vitest';
import { playProtectionScene } from './protection.ts';
import { withWorkerStage } from './stage.ts';

test(
  'the scene of the protection rule ends with a deployment that was held, and approved once',
  { timeout: 60_000 },
  () =>
    withWorkerStage(async (stage) => {
      expect(await playProtectionScene(stage)).toEqual([]);
      const [deployment] = stage.github.deployments;
      expect(deployment?.reports[0]?.comment).toContain('`latest-backup-failed`');
      expect(deployment?.reviews[0]?.comment).toContain('Deploy allowed');
    }),
);
