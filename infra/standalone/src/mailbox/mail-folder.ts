import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { simpleParser } from 'mailparser';

export interface CaughtMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const mailsMax = 5_000;

/** The caught mails as files, so that a restart finds them; the oldest go when there are too many. */
export class MailFolder {
  private names: string[] = [];

  constructor(private readonly folder: string) {}

  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.names = (await readdir(this.folder)).filter((name) => name.endsWith('.eml')).sort();
  }

  /** Resolves when the mail is kept; only then may the server say that it took it. */
  async keep(id: string, raw: Buffer): Promise<void> {
    const partial = path.join(this.folder, `${id}.partial`);
    await writeFile(partial, raw, { mode: 0o600 });
    await rename(partial, path.join(this.folder, `${id}.eml`));
    this.names.push(`${id}.eml`);
    while (this.names.length > mailsMax) await rm(path.join(this.folder, this.names.shift()!), { force: true });
  }

  get count(): number {
    return this.names.length;
  }

  /** Newest first. */
  async latest(limit: number, recipient?: string): Promise<CaughtMail[]> {
    const found: CaughtMail[] = [];
    for (let index = this.names.length - 1; index >= 0 && found.length < limit; index -= 1) {
      const mail = await this.read(this.names[index]!.replace(/\.eml$/, ''));
      if (mail && (!recipient || mail.to.includes(recipient.toLowerCase()))) found.push(mail);
    }
    return found;
  }

  async read(id: string): Promise<CaughtMail | undefined> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    const raw = await readFile(path.join(this.folder, `${id}.eml`)).catch(() => undefined);
    if (!raw) return undefined;
    const parsed = await simpleParser(raw, { skipHtmlToText: true, skipImageLinks: true });
    const recipients = [parsed.to ?? []]
      .flat()
      .flatMap((field) => field.value.map(({ address }) => (address ?? '').toLowerCase()));
    return {
      id,
      receivedAt: (parsed.date ?? new Date(0)).toISOString(),
      from: parsed.from?.text ?? '',
      to: recipients,
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
    };
  }
}
