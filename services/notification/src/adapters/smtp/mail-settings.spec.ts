import { describe, expect, it } from '@jest/globals';
import { readMailSettings } from './mail-settings.js';

const bounceDomain = (environment: NodeJS.ProcessEnv) => readMailSettings(environment).bounceDomain;

describe('where mail that comes back is addressed to (C6)', () => {
  it.each([[undefined], ['built-in'], ['off'], ['smtp://127.0.0.1:2526'], ['smtp://localhost'], ['smtps://[::1]:465']])(
    'is the archive, whatever its domain, when the mail server is on this computer: %s',
    (SMTP_URL) => expect(bounceDomain({ SMTP_URL })).toBe('copies.localhost'),
  );

  it.each([
    ['smtp://mail.district.example.org'],
    ['smtps://user:secret@10.0.0.5:465'],
    ['smtp://localhost.example.org'],
  ])(
    'is nowhere when the mail server is elsewhere and the archive has no domain that it could find: %s',
    (SMTP_URL) => {
      expect(bounceDomain({ SMTP_URL })).toBeNull();
      expect(bounceDomain({ SMTP_URL, COPY_DOMAIN: 'localhost' })).toBeNull();
      expect(bounceDomain({ SMTP_URL, COPY_DOMAIN: 'copies.district.example.org' })).toBe(
        'copies.district.example.org',
      );
    },
  );

  it('is nowhere when the archive takes no mail', () => {
    expect(bounceDomain({ COPY_SMTP_PORT: 'off' })).toBeNull();
  });
});
