import { after } from 'node:test';
import { worldsWith } from './index.js';

/** For node:test: const withWorld = worlds({ seed }); test('…', withWorld(async (world, t) => { … })); */
export const worlds = (options) => worldsWith(after, options);
