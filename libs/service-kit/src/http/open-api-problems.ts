/** RFC 9457, as `sendProblem` writes it. */
export const problemSchema = {
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'instance'],
    properties: {
      type: {
        type: 'string',
        description: 'Stable, for programs to decide by.',
        pattern: '^urn:sightline:problem:[a-z0-9-]+$',
      },
      title: { type: 'string', description: 'In plain words; the same for every problem of a type.' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What was wrong this time.' },
      instance: { type: 'string', description: 'The path that was asked.' },
      clause: { type: 'string', description: 'The clause of P 4650 that says no.', pattern: '^C([1-9]|10|11)$' },
      remedy: { type: 'string', description: 'What can be done instead.' },
      errors: {
        type: 'array',
        description: 'The fields that are wrong.',
        items: {
          type: 'object',
          required: ['field', 'detail'],
          properties: { field: { type: 'string' }, detail: { type: 'string' } },
        },
      },
    },
  },
} as const;

export const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names this request, in 1 to 255 printable characters. Sent again within 48 hours by the same caller to the same path: the same body gets the first answer, another body 422; while the first still runs, 409.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} as const;

const retryAfter = {
  'Retry-After': {
    description: 'Seconds after which trying again makes sense.',
    schema: { type: 'integer', minimum: 0 },
  },
} as const;

const problem = (name: string, description: string, headers?: object) => ({
  name,
  response: {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
});

/** The refusals that every operation shares, by status. */
export const problemResponses: Readonly<Record<string, ReturnType<typeof problem>>> = {
  '400': problem('Malformed', 'The request cannot be read.'),
  '401': problem('NotSignedIn', 'Nobody is signed in, or the access token is not good.'),
  '403': problem(
    'NotAllowed',
    'Not for this kind of caller, or the policy does not let this caller act in this matter.',
  ),
  '404': problem('NotFound', 'There is nothing here, or it is not open to the caller: one answer for both.'),
  '409': problem(
    'Conflict',
    'The state of the matter does not allow it, or the first request with this Idempotency-Key still runs.',
  ),
  '413': problem('BodyTooLarge', 'The body is too large.'),
  '415': problem('UnsupportedMediaType', 'That media type is not accepted here.'),
  '422': problem('Refused', 'Fields are missing or wrong, or the policy says no; then with its clause.'),
  '429': problem('TooManyRequests', 'This caller or this address has asked too often.', retryAfter),
  '500': problem('InternalError', 'Something went wrong inside.'),
  '503': problem(
    'TemporarilyUnavailable',
    'A part of the system is busy or does not answer; nothing was changed.',
    retryAfter,
  ),
};
