import { accessObligations } from './access.obligations.js';
import { familyObligations } from './family.obligations.js';
import type { Obligation } from './obligation.js';
import { requestObligations } from './request.obligations.js';

/** Every consequence that the history must show, each once. */
export const obligations: readonly Obligation[] = [...requestObligations, ...familyObligations, ...accessObligations];
