import { expect, test } from 'vitest';
import { combine, err, ok } from '../../../shared/domain/result.ts';

test('all values are combined under their names', () => {
  const combined = combine({ size: ok(5), name: ok('prod'), nothing: ok(null) });
  expect(combined).toEqual({ ok: true, value: { size: 5, name: 'prod', nothing: null } });
});

test('all problems are told at once, in order, and then no value is given', () => {
  const combined = combine({ a: err('a is wrong'), b: ok(1), c: err('c is wrong') });
  expect(combined).toEqual({ ok: false, problem: ['a is wrong', 'c is wrong'] });
});

test('one problem among many values is enough', () => {
  expect(combine({ a: ok(1), b: ok(2), c: err('wrong') }).ok).toBe(false);
});

test('nothing combines to nothing', () => {
  expect(combine({})).toEqual({ ok: true, value: {} });
});
