/** One line as GitHub shows it in the log of a step. */
export interface ShownLine {
  readonly kind: 'text' | 'notice' | 'warning' | 'error';
  readonly text: string;
}

/** Turns what a step writes into what GitHub shows of it, line by line as it comes. */
export interface RunnerLog {
  /** Takes any piece of the stream; gives the lines that it completes. */
  read(piece: string): ShownLine[];
  /** Gives what was left without a line break when the step ended. */
  end(): ShownLine[];
  /** Replaces what the step has masked, as GitHub does wherever it shows something. */
  mask(text: string): string;
}

const COMMAND = /^::(?<name>[\w-]+)(?: [^:]*)?::(?<data>.*)$/;
const LABELS = { notice: 'Notice', warning: 'Warning', error: 'Error' } as const;

export function createRunnerLog(): RunnerLog {
  const masks = new Set<string>();
  let rest = '';
  const mask = (text: string) =>
    [...masks].reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
  const show = (line: string): ShownLine[] => {
    const { name, data = '' } = COMMAND.exec(line)?.groups ?? {};
    if (name === 'add-mask' && data !== '') masks.add(decode(data));
    if (name === 'add-mask' || name === 'debug') return [];
    if (name === 'notice' || name === 'warning' || name === 'error')
      return [{ kind: name, text: mask(`${LABELS[name]}: ${decode(data)}`) }];
    return [{ kind: 'text', text: mask(line) }];
  };
  return {
    read: (piece) => {
      const lines = (rest + piece).split(/\r?\n/);
      rest = lines.pop() ?? '';
      return lines.flatMap(show);
    },
    end: () => {
      const last = rest;
      rest = '';
      return last === '' ? [] : show(last);
    },
    mask,
  };
}

/** The percent sign comes last: decoded first, it could make a line break that nobody wrote. */
function decode(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
