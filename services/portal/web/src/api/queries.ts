import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryKey } from '@tanstack/react-query';
import { get } from './client.ts';
import type { ArchivedMessage, Disclosure, RegisteredMedium } from './archive-resources.ts';
import type {
  Answer,
  Authorization,
  Coverage,
  DistrictForm,
  ExceptionRequest,
  Group,
  Me,
  Notice,
  Objection,
  Page,
  Person,
  PolicyVersionTexts,
  Session,
  Task,
  TaskCounts,
} from './resources.ts';

const liveEveryMs = 15_000;
const api = '/api/v1';
const pageSize = 50;

/** Read again by itself while somebody looks; what is read by itself is no use of the session. */
const live = <Answer>(queryKey: QueryKey, path: string) =>
  queryOptions({
    queryKey,
    queryFn: ({ client }) => get<Answer>(path, client.getQueryState(queryKey)?.data !== undefined),
    refetchInterval: liveEveryMs,
  });

const still = <Answer>(queryKey: QueryKey, path: string) =>
  queryOptions({ queryKey, queryFn: () => get<Answer>(path), staleTime: 5 * 60_000 });

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => get<Session>('/session'),
  staleTime: Infinity,
});
export const meQuery = still<Me>(['me'], `${api}/me`);
/** @param conditions as the API names them, for the list and for its count alike */
export const tasksQuery = (conditions: string) =>
  infiniteQueryOptions({
    queryKey: ['tasks', conditions],
    queryFn: ({ client, pageParam, queryKey }) =>
      get<Page<Task>>(
        `${api}/approval-tasks?limit=${pageSize}&${conditions}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
        client.getQueryState(queryKey)?.data !== undefined && pageParam === null,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: liveEveryMs,
    placeholderData: keepPreviousData,
  });
export const taskCountsQuery = (conditions: string) =>
  live<TaskCounts>(['tasks', 'counts', conditions], `${api}/approval-tasks/counts?${conditions}`);
export const taskQuery = (id: string) => live<Task>(['task', id], `${api}/approval-tasks/${encodeURIComponent(id)}`);
export const requestsQuery = live<Page<ExceptionRequest>>(['requests'], `${api}/exception-requests?limit=100`);
export const requestQuery = (id: string) =>
  live<ExceptionRequest>(['request', id], `${api}/exception-requests/${encodeURIComponent(id)}`);
export const answersQuery = (requestId: string) =>
  live<Page<Answer>>(['answers', requestId], `${api}/approval-tasks/answers?request=${encodeURIComponent(requestId)}`);
export const authorizationQuery = (id: string) =>
  live<Authorization>(['authorization', id], `${api}/authorizations/${encodeURIComponent(id)}`);
export const coverageQuery = (authorizationId: string) =>
  live<Coverage>(
    ['coverage', authorizationId],
    `${api}/notices/coverage?authorization=${encodeURIComponent(authorizationId)}`,
  );
export const noticesQuery = live<Page<Notice>>(['notices'], `${api}/notices?limit=100`);
export const noticeQuery = (id: string) => live<Notice>(['notice', id], `${api}/notices/${encodeURIComponent(id)}`);
export const objectionsQuery = (authorizationId: string) =>
  live<Page<Objection>>(
    ['objections', authorizationId],
    `${api}/authorizations/${encodeURIComponent(authorizationId)}/objections`,
  );
export const policyVersionQuery = (id: string) =>
  still<PolicyVersionTexts>(['policy-version', id], `${api}/policy-versions/${encodeURIComponent(id)}`);
export const groupsQuery = still<Page<Group>>(['groups'], `${api}/groups?limit=200`);
export const districtFormsQuery = still<Page<DistrictForm>>(['district-forms'], `${api}/district-forms`);
export const studentsQuery = (text: string) => ({
  ...still<Page<Person>>(['students', text], `${api}/people?role=student&limit=20&q=${encodeURIComponent(text)}`),
  enabled: text.length >= 2,
  placeholderData: keepPreviousData,
});
/** Each answer is a look that the family can read of (C9), so nothing is asked again by itself. */
const onceALook = { staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

/** @param conditions as the API names them */
export const messagesQuery = (conditions: string) =>
  infiniteQueryOptions({
    queryKey: ['messages', conditions],
    queryFn: ({ pageParam }) =>
      get<Page<ArchivedMessage>>(
        `${api}/messages?limit=${pageSize}&${conditions}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    ...onceALook,
  });
export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () => get<ArchivedMessage>(`${api}/messages/${encodeURIComponent(id)}`),
    ...onceALook,
  });
export const disclosuresQuery = infiniteQueryOptions({
  queryKey: ['disclosures'],
  queryFn: ({ pageParam }) =>
    get<Page<Disclosure>>(
      `${api}/disclosures?limit=${pageSize}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});
export const registeredMediaQuery = live<Page<RegisteredMedium>>(
  ['registered-media'],
  `${api}/registered-media?limit=200`,
);
