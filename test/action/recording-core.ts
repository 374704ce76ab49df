import type { ActionCore } from '../../action/context.ts';

/** What a step told its runner, in the order in which it did. */
export interface Recording {
  readonly core: ActionCore;
  /** Lines of plain log. */
  readonly lines: readonly string[];
  /** Annotations begin with what their title says, in a line of its own. */
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
  readonly failures: readonly string[];
  /** What it must not show. */
  readonly masks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary, as far as it was written. */
  readonly summary: string;
  /** `output gate`, `summary`, `failed` and so on. */
  readonly order: readonly string[];
}

/** A runner that only takes notes. */
export function createRecording(): Recording {
  const lines: string[] = [];
  const notices: string[] = [];
  const warnings: string[] = [];
  const failures: string[] = [];
  const masks: string[] = [];
  const order: string[] = [];
  const outputs: Record<string, string> = {};
  const summary = createSummary(() => order.push('summary'));
  const note =
    (list: string[], what: string) =>
    (message: string | Error, { title }: { readonly title?: string } = {}) => {
      const isOfOurs = title === undefined || title === 'Backup Gate';
      list.push(isOfOurs ? String(message) : `${title}\n${message}`);
      order.push(what);
    };
  const core: ActionCore = {
    info: note(lines, 'info'),
    notice: note(notices, 'notice'),
    warning: note(warnings, 'warning'),
    error: note(failures, 'error'),
    setFailed: note(failures, 'failed'),
    setSecret: (secret: string) => {
      masks.push(secret);
      order.push('mask');
    },
    setOutput: (name: string, value: unknown) => {
      outputs[name] = String(value);
      order.push(`output ${name}`);
    },
    // The class has private fields, so nothing else can have its type; the step uses these two.
    summary: summary as unknown as ActionCore['summary'],
  };
  const written = { lines, notices, warnings, failures, masks, order, outputs };
  return {
    ...written,
    core,
    get summary() {
      return summary.written;
    },
  };
}

function createSummary(onWrite: () => void) {
  let buffer = '';
  const summary = {
    written: '',
    addRaw(text: string) {
      buffer += text;
      return summary;
    },
    write() {
      summary.written += buffer;
      buffer = '';
      onWrite();
      return Promise.resolve(summary);
    },
  };
  return summary;
}
