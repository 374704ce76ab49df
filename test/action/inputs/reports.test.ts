import { describe, expect, test } from 'vitest';
import { readInputs } from '../../../action/inputs/index.ts';
import { inputsOf, KEY, SERVICE } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

const TOKEN = 'ghs_sixteen-letters';

describe('report', () => {
  test.each([
    ['', []],
    ['status', ['status']],
    ['issue', ['issue']],
    ['issue, status', ['status', 'issue']],
    ['status\nissue\n', ['status', 'issue']],
    ['issue,issue', ['issue']],
  ])('%j is %j', (report, reports) => {
    expect(inputsOf({ report, 'github-token': TOKEN })).toMatchObject({ reports });
  });

  test.each(['check', 'Status', 'issues', 'issue status', 'issue,check', ',', 'true', 'toString'])(
    '%j is an error that says what is allowed',
    (report) => {
      const given = { report, 'github-token': TOKEN };
      expect(wrongInputs(given)).toEqual(['report']);
      expect(complaint(given)).toMatch(/use status, issue or both, or leave it empty/);
    },
  );

  test('without a token it is an error that says which line to add', () => {
    expect(wrongInputs({ report: 'issue' })).toEqual(['github-token']);
    expect(complaint({ report: 'issue' })).toContain('github-token: ${{ github.token }}');
  });
});

describe('github-token', () => {
  test('may be given without a report', () => {
    expect(inputsOf({ 'github-token': TOKEN })).toMatchObject({ reports: [] });
  });

  test.each(['two words', 'two\nlines', 'tökenß'])('%j is refused and not shown', (token) => {
    expect(wrongInputs({ 'github-token': token })).toEqual(['github-token']);
    expect(complaint({ 'github-token': token })).not.toContain(token);
  });

  test('is masked, as the key is, before any other input is read', () => {
    const heard: string[] = [];
    const given: Record<string, string> = { 'api-key': KEY, service: SERVICE };
    readInputs({
      getInput: (name) => {
        heard.push(`input ${name}`);
        return given[name] ?? (name === 'github-token' ? TOKEN : '');
      },
      setSecret: (secret) => void heard.push(`mask ${secret}`),
    });
    const others = heard.findIndex((line) => /^input (?!api-key|github-token)/.test(line));
    expect(heard.slice(0, others)).toEqual(
      expect.arrayContaining([`mask ${KEY}`, `mask ${TOKEN}`]),
    );
  });

  test('given for another input by mistake is not shown', () => {
    const given: Record<string, string> = { 'github-token': TOKEN, gate: TOKEN };
    const read = { getInput: (name: string) => given[name] ?? '', setSecret: () => {} };
    expect(JSON.stringify(readInputs(read))).not.toContain(TOKEN);
  });
});
