import type { Provider, Type } from '@nestjs/common';
import type { ServiceContext } from '@sightline/service-kit';
import { mailCommunication } from './adapters/formats/eml/read-mail.js';
import { ALLOWED_SECONDS, CAPTURE_MESSAGE } from './adapters/http/archive-tokens.js';
import { CapturedMessagesController, type MessageCapture } from './adapters/http/captured-messages.controller.js';
import { CopyGapsController, type AllowedSeconds } from './adapters/http/copy-gaps.controller.js';
import { CaptureMessageHandler } from './application/capture-message.handler.js';
import { matchingScope } from './application/sealing/key-ring.js';
import type { OpenedArchive } from './open-archive.js';

export const captureControllers: readonly Type[] = [CapturedMessagesController, CopyGapsController];

/** What is handed in over HTTP, and how late copies come (C7). */
export function openCapture(
  { clock }: Pick<ServiceContext, 'clock'>,
  { intake, keys, allowedSeconds }: OpenedArchive,
): Provider[] {
  const hash = async (bytes: Buffer): Promise<string> =>
    (await keys.ofScope(matchingScope)).hash('upload', bytes).toString('hex');
  const handler = new CaptureMessageHandler(intake, mailCommunication, clock, hash);
  const allowed: AllowedSeconds = async (version) => (await allowedSeconds([version]))(version);
  return [
    { provide: CAPTURE_MESSAGE, useValue: { handler, clock } satisfies MessageCapture },
    { provide: ALLOWED_SECONDS, useValue: allowed },
  ];
}
