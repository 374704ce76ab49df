import type { Material } from './scenes/material.ts';

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** One page, drawn from what the product said. */
export interface Picture {
  readonly name: string;
  /** What stands around it: GitHub's look, or Slack's. */
  readonly look: 'github' | 'slack';
  /** In CSS pixels, as wide as GitHub or Slack show it in a window of a laptop. */
  readonly width: number;
  readonly draw: (material: Material) => string;
}

export function fileOf({ name }: Picture, scheme: Scheme): string {
  return `${name}-${scheme}.png`;
}
