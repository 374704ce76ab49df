import { MARKED } from '../../../shared/report/medium.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { failedView } from './board-fixture.ts';

export const HOSTILE = {
  html: '<img src=x onerror=alert(1)><script>alert(2)</script>',
  attribute: '" onload="alert(3)" x="',
  reordering: 'abc\u202egpj.exe\u2066',
  nul: 'a\u0000b',
  long: 'x'.repeat(5000),
  entity: '&lt;b&gt; &#60;',
} as const;

/** Everything that somebody else may have written is hostile. */
export function hostileView(): ServiceView {
  const quoted = Object.values(HOSTILE)
    .map((text) => MARKED.quote(text))
    .join(', ');
  const html = HOSTILE.html;
  return failedView({
    message: `The provider says ${quoted}.`,
    findings: [{ severity: 'block', fact: `It says ${quoted}.`, remedy: `Do ${quoted}.` }],
    schedule: MARKED.quote(`${html}${HOSTILE.long}`),
    snooze: {
      until: NOW + 60_000,
      who: `${HOSTILE.reordering}${HOSTILE.attribute}`,
      why: `${html} ${HOSTILE.long}`,
    },
    runs: [{ id: `prod.${html}`, type: html, state: html, at: NOW }],
    changes: [{ at: NOW, kind: html, verdict: html, message: `It said ${quoted}` }],
  });
}
