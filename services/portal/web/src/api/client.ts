/** The refusal or failure that the API answered (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly clause?: string;
  readonly remedy?: string;
  readonly errors?: readonly { readonly field: string; readonly detail: string }[];
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
  get status(): number {
    return this.problem.status;
  }
}

const noAnswer: Problem = { type: 'no-answer', title: '', status: 0 };

let csrfToken: string | undefined;

/** Sent with every change from now on; it belongs to the session that the cookie names. */
export const sendCsrfToken = (token: string | undefined): void => {
  csrfToken = token;
};

const send = async <Answer>(path: string, request: RequestInit): Promise<Answer> => {
  let response: Response;
  try {
    response = await fetch(path, { ...request, credentials: 'same-origin', redirect: 'error' });
  } catch {
    throw new ApiProblem(noAnswer);
  }
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.json() : undefined;
  if (!response.ok) throw new ApiProblem({ ...noAnswer, ...(body as Partial<Problem>), status: response.status });
  return body as Answer;
};

/** @param background true for what a page asks by itself: it does not keep the session alive. @throws ApiProblem */
export const get = <Answer>(path: string, background = false): Promise<Answer> =>
  send(path, { headers: background ? { 'x-background': '1' } : {} });

/** @param key the same for a repetition, so that it is done once. @throws ApiProblem */
export const post = <Answer>(path: string, body: object, key: string): Promise<Answer> =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken ?? '', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
