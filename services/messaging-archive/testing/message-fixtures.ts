import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReadItem } from '../src/application/message-formats.js';

const folder = path.resolve(import.meta.dirname, '../../../tests/fixtures/messages');

export const fixturePath = (name: string): string => path.join(folder, name);
export const fixture = (name: string): Promise<Buffer> => readFile(fixturePath(name));
export const fixtureNames = async (of: string): Promise<string[]> => (await readdir(path.join(folder, of))).sort();

/** Bytes in chunks of these sizes, over and over. */
export async function* inChunks(bytes: Buffer, sizes: readonly number[] = [64 * 1024]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export const allOf = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
};

export const communicationsIn = (items: readonly ReadItem[]) =>
  items.flatMap((item) => (item.kind === 'communication' ? [item.communication] : []));
export const refusalsIn = (items: readonly ReadItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'refused' ? [item.because] : []));
export const remarksIn = (items: readonly ReadItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'remark' ? [item.remark] : []));
