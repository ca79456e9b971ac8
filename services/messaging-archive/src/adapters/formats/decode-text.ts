/** Text of bytes as they come: UTF-16 where a byte order mark says so, else UTF-8; what is neither becomes U+FFFD. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let held = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!decoder) {
      held = Buffer.concat([held, chunk]);
      if (held.length < 2) continue;
      decoder = decoderFor(held);
      yield decoder.decode(held, { stream: true });
      continue;
    }
    yield decoder.decode(chunk, { stream: true });
  }
  decoder ??= decoderFor(held);
  yield decoder.decode(held.length < 2 ? held : undefined);
}

const decoderFor = ([first, second]: Uint8Array): InstanceType<typeof TextDecoder> =>
  new TextDecoder(
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8',
  );
