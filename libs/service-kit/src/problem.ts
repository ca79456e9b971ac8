/** One field that is wrong: where it is in the body, and why. */
export interface FieldProblem {
  /** Path in the body, as in `districtFormShortfall.why`. */
  readonly field: string;
  readonly detail: string;
}

export interface ProblemDetails {
  /** Stable, kebab-case; published as `urn:sightline:problem:<type>`. */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** The clause of P 4650 that says no (`C1`…`C11`). */
  readonly clause?: string;
  /** What can be done instead. */
  readonly remedy?: string;
  readonly errors?: readonly FieldProblem[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** An answer that is not a success: becomes `application/problem+json` (RFC 9457). Carries no personal data. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly details: ProblemDetails) {
    super(details.detail ?? details.title);
  }
}

/** Forbidden and missing are one answer, byte for byte: nobody learns from it that something exists. */
export const notFound = (): Problem =>
  new Problem({
    type: 'not-found',
    status: 404,
    title: 'There is nothing here for you',
    detail: 'No such resource exists, or it is not open to you.',
  });
