/** How text messages leave: a Twilio-compatible HTTP API. */
export interface TextSettings {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** E.164, or a messaging service (`MG…`). */
  readonly from: string;
  readonly messagesPerSecondMax: number;
}

/** `TEXT_API_URL`, `TEXT_ACCOUNT_SID`, `TEXT_AUTH_TOKEN`, `TEXT_FROM`, `TEXT_PER_SECOND`; null when no sender is named. @throws RangeError when a part is missing or odd */
export const readTextSettings = (environment: NodeJS.ProcessEnv): TextSettings | null => {
  const from = environment['TEXT_FROM'] ?? '';
  if (from === '') return null;
  const accountSid = environment['TEXT_ACCOUNT_SID'] ?? '';
  const authToken = environment['TEXT_AUTH_TOKEN'] ?? '';
  const apiUrl = environment['TEXT_API_URL'] || 'https://api.twilio.com';
  const messagesPerSecondMax = Number(environment['TEXT_PER_SECOND'] ?? '1');
  if (accountSid === '' || authToken === '')
    throw new RangeError('TEXT_FROM needs TEXT_ACCOUNT_SID and TEXT_AUTH_TOKEN beside it');
  if (!/^https?:\/\/[^/]+$/.test(apiUrl)) throw new RangeError('TEXT_API_URL must be an address without a path');
  if (!/^(\+[1-9]\d{7,14}|MG[0-9a-f]{32})$/.test(from))
    throw new RangeError('TEXT_FROM must be a number as in +15550100100, or a messaging service (MG…)');
  if (!(messagesPerSecondMax > 0 && messagesPerSecondMax <= 1_000))
    throw new RangeError('TEXT_PER_SECOND must be a number up to 1000');
  return { apiUrl, accountSid, authToken, from, messagesPerSecondMax };
};
