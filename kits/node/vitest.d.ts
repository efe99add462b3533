import type { WithWorld, WorldsOptions } from './index.js';

/** For vitest: a wrapper that gives each test of this file a world of its own. */
export function worlds(options?: WorldsOptions): WithWorld;
