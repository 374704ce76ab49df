import type { Material } from './scenes/material.ts';

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** One page, drawn from what the product said. */
export interface Picture {
  readonly name: string;
  /** What stands around it: GitHub's look, Slack's, or nothing, for a page that is whole. */
  readonly look: 'github' | 'slack' | 'none';
  /** In CSS pixels, as wide as it is shown in a window of a laptop, or on a phone. */
  readonly width: number;
  readonly draw: (material: Material) => string;
}

export function fileOf({ name }: Picture, scheme: Scheme): string {
  return `${name}-${scheme}.png`;
}
