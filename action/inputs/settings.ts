import { combine, type Result } from '../../shared/domain/result.ts';
import { SETTINGS, type SettingValues } from '../../shared/domain/settings.ts';
import type { RawInputs } from './names.ts';
import { type InputProblem, parseWith } from './parsed.ts';

/** The inputs of the settings table. */
export function parseSettings(raw: RawInputs): Result<SettingValues, readonly InputProblem[]> {
  return combine({
    'max-age': parseWith(raw, 'max-age', SETTINGS['max-age'].parse),
    'min-size': parseWith(raw, 'min-size', SETTINGS['min-size'].parse),
    'max-size-drop': parseWith(raw, 'max-size-drop', SETTINGS['max-size-drop'].parse),
    'accept-types': parseWith(raw, 'accept-types', SETTINGS['accept-types'].parse),
    'in-progress': parseWith(raw, 'in-progress', SETTINGS['in-progress'].parse),
    'on-unknown': parseWith(raw, 'on-unknown', SETTINGS['on-unknown'].parse),
  });
}
