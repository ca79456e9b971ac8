import type { LogName } from '@sightline/contracts';

/** The producers of every bench. */
export const logNamesUnderTest = ['directory', 'approval'] as const satisfies readonly LogName[];
