import * as fc from 'fast-check';

/** One byte of the text changed to another, added or taken away; never the text itself. */
export function byteChanges(text: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  return fc
    .record({
      at: fc.nat(bytes.length - 1),
      byte: fc.integer({ min: 0, max: 255 }),
      kind: fc.constantFrom('change', 'add', 'take'),
    })
    .filter(({ at, byte, kind }) => kind !== 'change' || bytes[at] !== byte)
    .map(({ at, byte, kind }) =>
      Uint8Array.from([
        ...bytes.slice(0, at),
        ...(kind === 'take' ? [] : [byte]),
        ...bytes.slice(kind === 'add' ? at : at + 1),
      ]),
    );
}

/** The same for a header, which can hold visible characters only. */
export function characterChanges(text: string): fc.Arbitrary<string> {
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  return fc
    .record({
      at: fc.nat(text.length - 1),
      character: visible,
      kind: fc.constantFrom('change', 'add', 'take'),
    })
    .map(({ at, character, kind }) => {
      const rest = text.slice(kind === 'add' ? at : at + 1);
      return `${text.slice(0, at)}${kind === 'take' ? '' : character}${rest}`;
    })
    .filter((changed) => changed !== text);
}

/** Times that a number parser takes, or half takes, and that are not whole seconds written plainly. */
export function oddTimestamps(seconds: number): readonly string[] {
  return [
    'abc',
    'NaN',
    'Infinity',
    `${seconds}.0`,
    `${seconds}.5`,
    `${seconds}abc`,
    `+${seconds}`,
    `-${seconds}`,
    `0${seconds}`,
    `0x${seconds.toString(16)}`,
    `${seconds}e0`,
    `${seconds}000`,
    `${seconds},${seconds}`,
  ];
}
