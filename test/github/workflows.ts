import { readdir, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parse } from 'yaml';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);

const Words = v.record(v.string(), v.string());
const Scalars = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

const Step = v.looseObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(Scalars, {}),
  env: v.optional(Words, {}),
  'continue-on-error': v.optional(v.boolean(), false),
});

const Job = v.looseObject({
  needs: v.optional(v.union([v.string(), v.array(v.string())]), []),
  uses: v.optional(v.string()),
  permissions: v.optional(Words),
  'timeout-minutes': v.optional(v.number()),
  strategy: v.optional(v.looseObject({ matrix: v.record(v.string(), v.array(v.unknown())) })),
  steps: v.optional(v.array(Step), []),
});

const Workflow = v.looseObject({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.optional(Words),
  jobs: v.record(v.string(), Job),
});

export type WorkflowStep = v.InferOutput<typeof Step>;
export type WorkflowJob = v.InferOutput<typeof Job>;

/** A file of .github/workflows, as it stands there and as GitHub reads it. */
export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
  readonly workflow: v.InferOutput<typeof Workflow>;
}

/** All files of the folder, whatever they are called. */
export async function readWorkflows(): Promise<readonly WorkflowFile[]> {
  const files = (await readdir(FOLDER)).toSorted();
  return Promise.all(files.map(readWorkflow));
}

export async function readWorkflow(file: string): Promise<WorkflowFile> {
  const text = await readFile(new URL(file, FOLDER), 'utf8');
  return { file, text, workflow: v.parse(Workflow, parse(text)) };
}
