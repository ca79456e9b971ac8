import type { FastifyReply, FastifyRequest } from 'fastify';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hkdfSync } from 'node:crypto';
import type { SignInUnderWay } from '../../application/ports.js';
import { isSessionSecret } from '../../application/session-secret.js';

const signInMinutesMax = 15;
const stateForm = /^[\w-]{20,100}$/;

/**
 * The portal's cookies: HttpOnly, same-site, and behind https `Secure` with a prefix that no other host and no plain
 * connection can set.
 */
export function sessionCookies(publicUrl: string, cookieKey: string) {
  const secure = publicUrl.startsWith('https:');
  const sessionName = secure ? '__Host-sightline' : 'sightline';
  const signInName = (state: string): string => `${secure ? '__Secure-' : ''}sightline-sign-in.${state}`;
  const kept = { httpOnly: true, secure, sameSite: 'lax' as const };
  const callback = { ...kept, path: '/callback' };
  const key = new Uint8Array(hkdfSync('sha256', cookieKey, '', 'sightline sign-in under way', 32));

  return {
    secretOf({ cookies }: FastifyRequest): string | undefined {
      const secret = cookies[sessionName];
      return isSessionSecret(secret) ? secret : undefined;
    },
    setSecret(reply: FastifyReply, secret: string): void {
      void reply.setCookie(sessionName, secret, { ...kept, path: '/' });
    },
    clearSecret(reply: FastifyReply): void {
      void reply.clearCookie(sessionName, { ...kept, path: '/' });
    },
    /** Kept by the browser that began, sealed: no row for a visitor who never comes back. One for each tab. */
    async setUnderWay(reply: FastifyReply, underWay: SignInUnderWay): Promise<void> {
      const sealed = await new EncryptJWT({ ...underWay })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setIssuedAt()
        .setExpirationTime(`${signInMinutesMax}m`)
        .encrypt(key);
      void reply.setCookie(signInName(underWay.state), sealed, { ...callback, maxAge: signInMinutesMax * 60 });
    },
    /** What this browser began with this state; undefined when it did not, or too long ago. */
    async takeUnderWay(
      { cookies }: FastifyRequest,
      reply: FastifyReply,
      state: unknown,
    ): Promise<SignInUnderWay | undefined> {
      if (typeof state !== 'string' || !stateForm.test(state)) return undefined;
      const sealed = cookies[signInName(state)];
      if (sealed === undefined) return undefined;
      void reply.clearCookie(signInName(state), callback);
      try {
        const { payload } = await jwtDecrypt<SignInUnderWay>(sealed, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
        });
        return payload.state === state ? payload : undefined;
      } catch {
        // Forged, of another key or too old: as if it were not there.
        return undefined;
      }
    },
  };
}

export type SessionCookies = ReturnType<typeof sessionCookies>;
