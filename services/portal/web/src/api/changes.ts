import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { post } from './client.ts';

/**
 * A change that is sent once: a repetition after a lost answer carries the same key, so it is done once. What it may have
 * altered is read again.
 */
export function useChange<Body extends object, Answer>(pathOf: (body: Body) => string, alters: readonly QueryKey[]) {
  const client = useQueryClient();
  const sent = useRef<{ readonly body: string; readonly key: string }>(undefined);
  return useMutation({
    mutationFn: (body: Body) => {
      const text = JSON.stringify(body);
      if (sent.current?.body !== text) sent.current = { body: text, key: crypto.randomUUID() };
      return post<Answer>(pathOf(body), body, sent.current.key);
    },
    onSettled: () => Promise.all(alters.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
