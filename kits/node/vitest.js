import { afterAll } from 'vitest';
import { worldsWith } from './index.js';

/** For vitest: const withWorld = worlds({ seed }); test('…', withWorld(async (world) => { … })); */
export const worlds = (options) => worldsWith(afterAll, options);
