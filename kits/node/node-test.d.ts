import type { WithWorld, WorldsOptions } from './index.js';

/** For node:test: a wrapper that gives each test of this file a world of its own. */
export function worlds(options?: WorldsOptions): WithWorld;
