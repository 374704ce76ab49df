import { escapeHtml } from './escape.ts';

/** An annotation as the page of a run shows it. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  /** Empty where the step gives none: GitHub shows the name of the job then. */
  readonly title: string;
  readonly message: string;
}

const COMMAND = /^::(?<level>notice|warning|error)(?: (?<properties>[^:]*))?::(?<data>.*)$/gm;

/** The annotations that a step makes by the commands in its log. */
export function readAnnotations(log: string): readonly Annotation[] {
  return [...log.matchAll(COMMAND)].map(({ groups = {} }) => {
    const { level, properties = '', data = '' } = groups;
    const title = /(?:^|,)title=(?<title>[^,]*)/.exec(properties)?.groups?.['title'] ?? '';
    return {
      level: level === 'notice' || level === 'warning' ? level : 'error',
      title: decode(title),
      message: decode(data),
    };
  });
}

/** The percent sign comes last: decoded first, it could make a character that nobody wrote. */
function decode(data: string): string {
  return data
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

/** The box of annotations on the page of a run. */
export function writeAnnotations(annotations: readonly Annotation[]): string {
  const rows = annotations.map(
    ({ level, title, message }) => `<div class="annotation ${level}">
  <span class="sign"></span>
  <div><b>${escapeHtml(title === '' ? 'deploy' : title)}</b><p>${escapeHtml(message)}</p></div>
</div>`,
  );
  return `<div class="box annotations"><h3>Annotations</h3>\n${rows.join('\n')}</div>`;
}
