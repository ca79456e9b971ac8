/* eslint-disable @typescript-eslint/no-explicit-any */

/** An event as `GET /history` shows it. */
interface Recorded {
  readonly id: string;
  readonly log: string;
  readonly position: number;
  readonly type: string;
  readonly case: string;
  readonly time: string;
  readonly data: any;
}

const short = (type: string): string => type.split('.').slice(1, 3).join('.');

/** Everything of one kind in the history, by what `keyOf` finds in it. */
const grouped = (history: readonly Recorded[], type: string, keyOf: (data: any) => string): Map<string, Recorded[]> =>
  Map.groupBy(
    history.filter((event) => short(event.type) === type),
    ({ data }) => keyOf(data),
  );

/** C3: the deciders of an approved round are different people, and none of them asked. */
const fourEyes = (history: readonly Recorded[]): string[] => {
  const opened = grouped(history, 'approval.round-opened', ({ roundId }) => roundId);
  return history
    .filter(({ type }) => short(type) === 'approval.round-approved')
    .flatMap(({ data: { roundId, deciderIds } }) => [
      ...(new Set(deciderIds).size === deciderIds.length ? [] : [`round ${roundId}: one person decided twice (C3)`]),
      ...(deciderIds.includes(opened.get(roundId)?.[0]?.data.requesterId)
        ? [`round ${roundId}: the requester decided (C3)`]
        : []),
    ]);
};

/** One request has one outcome a submission, and nothing follows its end. */
const singleOutcomes = (history: readonly Recorded[]): string[] => {
  const ends = ['request-approved', 'request-denied', 'request-withdrawn'];
  const byRequest = Map.groupBy(
    history.filter(({ type }) => ends.includes(short(type).replace('exception-request.', ''))),
    ({ data }) => data.requestId as string,
  );
  return [...byRequest]
    .filter(([, events]) => events.length > 1)
    .map(
      ([id, events]) => `request ${id} ended ${events.length} times: ${events.map(({ type }) => short(type)).join()}`,
    );
};

/** C3, C5: each authorization ends exactly once, never before it began, never later than it said. */
const endedAuthorizations = (history: readonly Recorded[]): string[] => {
  const ended = grouped(history, 'exception-request.authorization-ended', ({ authorizationId }) => authorizationId);
  return history
    .filter(({ type }) => short(type) === 'exception-request.authorization-activated')
    .flatMap(({ data: { authorizationId, from, until } }) => {
      const ends = ended.get(authorizationId) ?? [];
      if (ends.length !== 1) return [`authorization ${authorizationId} ended ${ends.length} times`];
      const { endedOn } = ends[0]!.data;
      // The day after its last day is the first on which it is no longer in force.
      const latest = new Date(Date.parse(until) + 86_400_000).toISOString().slice(0, 10);
      return from <= until && endedOn <= latest
        ? []
        : [`authorization ${authorizationId}: ${from}, ${until}, ended ${endedOn}`];
    });
};

/** C6: each guardian is told once of each authorization and occasion; each participant is covered or a named gap. */
const familiesTold = (history: readonly Recorded[]): string[] => {
  const notices = grouped(history, 'notification.notices-opened', ({ authorizationId }) => authorizationId);
  const gaps = grouped(history, 'notification.coverage-gap-named', ({ authorizationId }) => authorizationId);
  return history
    .filter(({ type }) => short(type) === 'exception-request.authorization-activated')
    .flatMap(({ data: { authorizationId, studentIds } }) => {
      const opened = (notices.get(authorizationId) ?? []).filter(({ data }) => data.occasion === 'approval');
      const told = opened.flatMap(({ data }) => data.notices);
      const guardians = told.map(({ guardianId }: any) => guardianId);
      const covered = new Set([
        ...told.flatMap((notice: any) => notice.studentIds),
        ...(gaps.get(authorizationId) ?? []).flatMap(({ data }) => data.gaps.map(({ studentId }: any) => studentId)),
      ]);
      return [
        ...(new Set(guardians).size === guardians.length
          ? []
          : [`authorization ${authorizationId}: a guardian told twice`]),
        ...studentIds
          .filter((id: string) => !covered.has(id))
          .map(
            (id: string) => `authorization ${authorizationId}: nobody told for student ${id}, and no named gap (C6)`,
          ),
      ];
    });
};

/** C7: copies required means an access grant, and its end with the authorization's. */
const supervisorsGranted = (history: readonly Recorded[]): string[] => {
  const granted = grouped(history, 'messaging-archive.access-granted', ({ authorizationId }) => authorizationId);
  const pending = grouped(history, 'messaging-archive.access-grant-pending', ({ authorizationId }) => authorizationId);
  const ended = grouped(history, 'messaging-archive.access-grant-ended', ({ authorizationId }) => authorizationId);
  return history
    .filter(({ type, data }) => short(type) === 'exception-request.authorization-activated' && data.copiesRequired)
    .flatMap(({ data: { authorizationId } }) => {
      const [grants, ends] = [granted.get(authorizationId)?.length ?? 0, ended.get(authorizationId)?.length ?? 0];
      if (grants === 0 && !pending.has(authorizationId)) return [`authorization ${authorizationId}: no grant (C7)`];
      return grants === ends ? [] : [`authorization ${authorizationId}: ${grants} grants, ${ends} ends (C7)`];
    });
};

/** Positions are dense in each log. */
const denseLogs = (history: readonly Recorded[]): string[] =>
  [...Map.groupBy(history, ({ log }) => log)].flatMap(([log, events]) => {
    const positions = new Set(events.map(({ position }) => position));
    return positions.size === Math.max(...positions) && positions.size === events.length
      ? []
      : [`log ${log}: ${events.length} events, ${positions.size} positions up to ${Math.max(...positions)}`];
  });

/** What a year's history shows to be broken, in words that name the thing and the clause; empty when all is kept. */
export const brokenPromises = (history: readonly Recorded[]): string[] =>
  [fourEyes, singleOutcomes, endedAuthorizations, familiesTold, supervisorsGranted, denseLogs].flatMap((promise) =>
    promise(history),
  );
