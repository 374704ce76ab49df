/** What an API, or whoever writes into one, could send to mislead a runner or a reader. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'a runner command': '::error::x',
  'a runner command on a line of its own': 'a\n::set-output name=gate::open\r\n::stop-commands::x',
  'an old runner command': '##[command]rm -rf ##[error]x',
  'an old runner command with an invisible character': '#​#[error]x ##​[error]',
  'runner commands behind other line breaks':
    'a\u0085::error::x\u2028::error::y\u2029::error::z\u000b::e::f',
  HTML: '<img src=x onerror=alert(1)><script>alert(1)</script></td></table><h1>PASS</h1>',
  'a Markdown link':
    '[click](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example>',
  'a bare link': 'https://evil.example/?q=1 www.evil.example',
  'Markdown structure': '\n\n# Heading\n\n- list\n\n---\n\n| a | b |\n| --- | --- |\n',
  backticks: '`` ` ``` `<b>x</b>` ```js\n<b>x</b>\n```',
  pipes: 'a | b || c \\| d \\',
  mentions: '@everyone @octocat #1 GH-1 org/repo#1',
  'an end of an output': 'x\nghadelimiter_00000000-0000-0000-0000-000000000000\ngate<<E\nopen\nE\n',
  'right-to-left marks': '‮neddih⁦ ‏x؜',
  'zero-width characters': 'a​b‌c‍d﻿e',
  'control characters': 'a\u0000b\u0007c\u001b[31md\u001b[0me\u0008f\u007f',
  'percent escapes': '%0A::error::x%0D%25',
  'a lone surrogate': 'a\ud800b',
  // As much as one answer may hold, which has it several times.
  'half a megabyte': 'A'.repeat(500_000),
  'half a megabyte of backticks': '`<b>|\n'.repeat(100_000),
  'nothing but blanks': ' \t\n ',
};
