import { describe, expect, it } from '@jest/globals';
import { boundedTokenStore } from './bounded-token-store.js';

describe('the bounded token store', () => {
  it('keeps at most 5,000 of a kind, and lets no kind crowd out another', async () => {
    const store = boundedTokenStore();
    const [interactions, sessions] = [store('Interaction'), store('Session')];
    await sessions.upsert('signed-in', { uid: 'u', accountId: 'a' }, 60);
    for (let count = 0; count < 5_001; count += 1) await interactions.upsert(`i${count}`, {}, 60);
    expect(await interactions.find('i0')).toBeUndefined();
    expect(await interactions.find('i5000')).toBeDefined();
    expect(await sessions.findByUid('u')).toMatchObject({ accountId: 'a' });
  });

  it('forgets what has expired, what is destroyed and what its grant lost', async () => {
    const codes = boundedTokenStore()('AuthorizationCode');
    await codes.upsert('expired', {}, 0);
    await codes.upsert('destroyed', {}, 60);
    await codes.upsert('revoked', { grantId: 'g' }, 60);
    await codes.upsert('kept', { grantId: 'h' }, 60);
    await codes.consume('kept');
    await codes.destroy('destroyed');
    await codes.revokeByGrantId('g');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await Promise.all(['expired', 'destroyed', 'revoked'].map((id) => codes.find(id)))).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await codes.find('kept')).toMatchObject({ consumed: expect.any(Number) });
  });
});
