const line = '\r\n';
const head = ['From: coach@school.example', 'To: ann@school.example', 'Subject: Hostile', 'MIME-Version: 1.0'];
const mail = (headers: readonly string[], body: readonly string[] | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([...head, ...headers, '', ''].join(line), 'latin1'),
    Buffer.isBuffer(body) ? body : Buffer.from(body.join(line), 'latin1'),
  ]);

/** Multiparts within multiparts. */
const nest = (levels: number): Buffer =>
  mail(
    ['Content-Type: multipart/mixed; boundary="b0"'],
    [
      ...Array.from({ length: levels }, (_, level) => [
        `--b${level}`,
        `Content-Type: multipart/mixed; boundary="b${level + 1}"`,
        '',
      ]).flat(),
      ...[`--b${levels}`, 'Content-Type: text/plain', '', 'deep', `--b${levels}--`],
    ],
  );

/** Mails within mails. */
const forwarded = (levels: number): Buffer =>
  Buffer.from(
    Array.from({ length: levels }, () => [...head, 'Content-Type: message/rfc822', '', ''].join(line)).join('') +
      [...head, '', 'deep'].join(line),
  );

const mebibyte = 1_048_576;

/** Mails made to break, to slow or to mislead whoever reads them; by what is wrong with each. */
export const hostileMails = (): ReadonlyMap<string, Buffer> =>
  new Map<string, Buffer>([
    ['nothing but a line end', Buffer.from('\r\n')],
    ['nothing but zeros', Buffer.alloc(100_000)],
    ['random bytes', Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7_919 + (index >> 3)) % 256))],
    ['a nest of 1,000 levels', nest(1_000)],
    ['a nest of 20,000 levels', nest(20_000)],
    ['1,000 mails within each other', forwarded(1_000)],
    [
      '10,000 headers',
      mail(
        Array.from({ length: 10_000 }, (_, index) => `X-Header-${index}: ${index}`),
        ['Hello'],
      ),
    ],
    [
      '10,000 headers of one name',
      mail(
        Array.from({ length: 10_000 }, () => `Received: by mx.example`),
        ['Hello'],
      ),
    ],
    ['one header of a mebibyte', mail([`X-Long: ${'x'.repeat(mebibyte)}`], ['Hello'])],
    ['a header folded 20,000 times', mail([`X-Fold: a${`${line} b`.repeat(20_000)}`], ['Hello'])],
    [
      '10,000 recipients',
      mail([`Cc: ${Array.from({ length: 10_000 }, (_, i) => `p${i}@x.example`).join(', ')}`], ['Hi']),
    ],
    ['a recipient of open brackets', mail([`Cc: ${'('.repeat(50_000)}${'<'.repeat(50_000)}`], ['Hi'])],
    ['a recipient of quotes and commas', mail([`Cc: ${'"a\\"", '.repeat(20_000)}`], ['Hi'])],
    ['groups in groups', mail([`Cc: ${'g:'.repeat(20_000)}`], ['Hi'])],
    ['encoded words without end', mail([`X-Subject: ${'=?utf-8?q?a?= '.repeat(20_000)}`], ['Hi'])],
    ['an encoded word that never ends', mail([`Subject: =?utf-8?q?${'='.repeat(100_000)}`], ['Hi'])],
    ['no boundary', mail(['Content-Type: multipart/mixed'], ['--b', '', 'Hello', '--b--'])],
    ['a boundary that never comes', mail(['Content-Type: multipart/mixed; boundary="b"'], ['Hello'])],
    ['an empty boundary', mail(['Content-Type: multipart/mixed; boundary=""'], ['--', '', 'Hello', '----'])],
    [
      '2,000 parts',
      mail(
        ['Content-Type: multipart/mixed; boundary=b'],
        Array.from({ length: 2_000 }, () => `--b${line}${line}x`),
      ),
    ],
    ['a charset that is none', mail(['Content-Type: text/plain; charset=klingon-8'], ['Hello'])],
    [
      'a charset that lies',
      mail(['Content-Type: text/plain; charset=utf-16'], Buffer.from([0xff, 0xd8, 0x00, 0xdc, 0x61])),
    ],
    ['utf-7', mail(['Content-Type: text/plain; charset=utf-7'], ['+ADw-script+AD4-'])],
    ['iso-2022-jp cut off', mail(['Content-Type: text/plain; charset=iso-2022-jp'], Buffer.from('\u001b$B$3'))],
    ['base64 that is none', mail(['Content-Transfer-Encoding: base64'], ['%%%%', '=', 'QQ'])],
    ['an encoding that is none', mail(['Content-Transfer-Encoding: x-uuencode'], ['begin 644 a', '#0V%T', 'end'])],
    ['quoted-printable of signs', mail(['Content-Transfer-Encoding: quoted-printable'], ['='.repeat(200_000)])],
    [
      'a zero in the media type',
      mail(
        ['Content-Type: multipart/mixed; boundary=b'],
        [
          '--b',
          'Content-Type: ima\0ge/p\u00ffng',
          'Content-Disposition: attachment; filename="a\0b"',
          '',
          'x',
          '--b--',
        ],
      ),
    ],
    [
      'a file name that leads out',
      mail(
        ['Content-Type: multipart/mixed; boundary=b'],
        ['--b', 'Content-Disposition: attachment; filename="../../etc/passwd"', '', 'x', '--b--'],
      ),
    ],
    [
      'a file name in 5,000 pieces',
      mail(
        ['Content-Type: multipart/mixed; boundary=b'],
        [
          '--b',
          `Content-Disposition: attachment;${Array.from({ length: 5_000 }, (_, i) => ` filename*${i}="a";`).join('')}`,
          '',
          'x',
          '--b--',
        ],
      ),
    ],
    [
      'a header in a header',
      mail(['X-A: b\rBcc: evil@x.example', 'Subject: =?utf-8?q?a=0D=0ABcc:_evil@x.example?='], ['Hi']),
    ],
    ['a date that is none', mail(['Date: Mon, 99 Foo 99999 99:99:99 +9999'], ['Hi'])],
    ['a date before time', mail(['Date: Thu, 1 Jan 0001 00:00:00 +0000'], ['Hi'])],
    ['a date after time', mail(['Date: Fri, 31 Dec 275759 00:00:00 +0000'], ['Hi'])],
    ['a Message-ID of a mebibyte', mail([`Message-ID: <${'x'.repeat(500_000)}>`], ['Hi'])],
    [
      '50,000 references',
      mail([`References: ${Array.from({ length: 40_000 }, (_, i) => `<${i}@x>`).join(' ')}`], ['Hi']),
    ],
    ['HTML of open tags', mail(['Content-Type: text/html'], ['<div>'.repeat(200_000)])],
    ['HTML of one open tag', mail(['Content-Type: text/html'], [`<${'a '.repeat(500_000)}`])],
    ['HTML with entities', mail(['Content-Type: text/html'], ['&lt;&#x0;&#1114112;'.repeat(50_000)])],
    [
      'format=flowed',
      mail(['Content-Type: text/plain; format=flowed; delsp=yes'], [`${'> '.repeat(100_000)} a `, 'b ']),
    ],
    [
      'a journal report of nothing',
      mail(
        ['X-MS-Journal-Report:', 'Content-Type: multipart/mixed; boundary=b'],
        ['--b', 'Content-Type: message/rfc822', '', '\0', '--b--'],
      ),
    ],
    [
      'a calendar, a TNEF, a signature',
      mail(
        ['Content-Type: multipart/mixed; boundary=b'],
        [
          '--b',
          'Content-Type: application/ms-tnef',
          '',
          'x',
          '--b',
          'Content-Type: text/calendar; method=REQUEST',
          '',
          'BEGIN:VCALENDAR',
          '--b--',
        ],
      ),
    ],
    ['a line of 20 MiB', mail([], Buffer.alloc(20 * mebibyte, 120))],
    [
      '20 MiB of base64',
      mail(
        ['Content-Type: application/pdf', 'Content-Transfer-Encoding: base64'],
        Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat((20 * mebibyte) / 78)),
      ),
    ],
    ['20 MiB of line ends', mail([], Buffer.from('\r\n'.repeat(10 * mebibyte)))],
  ]);
