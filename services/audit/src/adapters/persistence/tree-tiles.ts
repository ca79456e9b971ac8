import type { Queryable } from '@sightline/event-store';
import type { TreeReader } from '../../application/ports.js';
import { pairHash } from '../../application/tree-hash.js';
import {
  completeSubtrees,
  joinSubtrees,
  rootOfRow,
  type Hash,
  type LeafRange,
  type Subtree,
} from '../../domain/index.js';

/** Hashes side by side in a tile, and levels of the tree that a tile spans (C2SP tlog-tiles). */
const tileWidth = 256;
const tileHeight = 8;
const hashLength = 32;

interface Tile {
  readonly level: number;
  readonly index: number;
}
interface TileHashes extends Tile {
  hashes: Buffer;
  /** Place of its first hash in the tile: 0 for a whole tile. */
  first: number;
}

const hashAt = (hashes: Buffer, place: number): Buffer => hashes.subarray(place * hashLength, (place + 1) * hashLength);

/**
 * Writes the tiles that leaves after `before` up to `after` have filled. A tile is written once, when it is full; what is
 * still growing is in the ledger itself, and above it in the roots of the tiles below.
 */
export async function fillTiles(database: Queryable, before: number, after: number): Promise<void> {
  for (let level = 0, width = tileWidth; Math.floor(after / width) > 0; level += 1, width *= tileWidth) {
    const [from, to] = [Math.floor(before / width), Math.floor(after / width)];
    if (from === to) return;
    const row = await readRow(database, level, from * tileWidth, to * tileWidth);
    const tiles = Array.from({ length: to - from }, (_, tile) =>
      row.subarray(tile * tileWidth * hashLength, (tile + 1) * tileWidth * hashLength),
    );
    await database.query({
      name: 'ledger.fill-tiles',
      text: `insert into tree_tiles (level, tile_index, hashes, root)
             select $1, tile.* from unnest($2::bigint[], $3::bytea[], $4::bytea[]) as tile`,
      values: [level, tiles.map((_, index) => from + index), tiles, tiles.map(rootOfTile)],
    });
  }
}

const rootOfTile = (hashes: Buffer): Hash =>
  rootOfRow(
    Array.from({ length: tileWidth }, (_, place) => hashAt(hashes, place)),
    pairHash,
  );

/** The hashes of one level in a row, from inclusive, to exclusive. @throws Error when one is missing */
async function readRow(database: Queryable, level: number, from: number, to: number): Promise<Buffer> {
  // Unnamed, so that it is planned anew each time: a plan kept from a small ledger reads all of a large one.
  const { rows } = await database.query<{ hash: Buffer }>(
    level === 0
      ? {
          text: 'select leaf_hash as hash from ledger where sequence > $1 and sequence <= $2 order by sequence',
          values: [from, to],
        }
      : {
          text: 'select root as hash from tree_tiles where level = $3 and tile_index >= $1 and tile_index < $2 order by tile_index',
          values: [from, to, level - 1],
        },
  );
  if (rows.length !== to - from) throw new Error(`level ${level} of the tree has a gap between ${from} and ${to}`);
  return Buffer.concat(rows.map(({ hash }) => hash));
}

/** Where a subtree's hashes stand: in which tile, and which of it. */
const placeOf = ({ height, index }: Subtree): Tile & { readonly first: number; readonly count: number } => {
  const count = 2 ** (height % tileHeight);
  const begins = index * count;
  return {
    level: Math.floor(height / tileHeight),
    index: Math.floor(begins / tileWidth),
    first: begins % tileWidth,
    count,
  };
};

const keyOf = ({ level, index }: Tile): string => `${level}/${index}`;

/** The tree over the ledger, read from its tiles; how many statements an answer takes does not grow with it. */
export class TreeTiles implements TreeReader {
  constructor(private readonly database: Queryable) {}

  async size(): Promise<number> {
    const { rows } = await this.database.query<{ size: number }>({
      name: 'ledger.size',
      text: 'select sequence::float8 as size from ledger_head',
    });
    return rows[0]?.size ?? 0;
  }

  async hashesOf(ranges: readonly LeafRange[]): Promise<Hash[]> {
    const subtrees = ranges.map(completeSubtrees);
    const hashes = (await this.subtreeHashes(subtrees.flat())).values();
    return subtrees.map((parts) =>
      joinSubtrees(
        parts.map(() => hashes.next().value!),
        pairHash,
      )!,
    );
  }

  async subtreeHashes(subtrees: readonly Subtree[]): Promise<Hash[]> {
    const distinct = new Map(subtrees.map((subtree) => [`${subtree.height}/${subtree.index}`, subtree]));
    const hashes = await this.hashEach([...distinct.values()]);
    const known = new Map([...distinct.keys()].map((key, index) => [key, hashes[index]!]));
    return subtrees.map(({ height, index }) => known.get(`${height}/${index}`)!);
  }

  private async hashEach(subtrees: readonly Subtree[]): Promise<Hash[]> {
    const places = subtrees.map(placeOf);
    const whole = await this.wholeTiles(places);
    const growing = places.filter((place) => !whole.has(keyOf(place)));
    const parts = await this.growingTiles(growing);
    return places.map((place) => {
      const tile = whole.get(keyOf(place)) ?? parts.get(keyOf(place));
      const row = Array.from({ length: place.count }, (_, offset) =>
        tile ? hashAt(tile.hashes, place.first - tile.first + offset) : Buffer.alloc(0),
      );
      if (row.some(({ length }) => length !== hashLength)) throw new Error(`the tree has no tile ${keyOf(place)}`);
      return rootOfRow(row, pairHash);
    });
  }

  private async wholeTiles(tiles: readonly Tile[]): Promise<Map<string, TileHashes>> {
    if (tiles.length === 0) return new Map();
    const distinct = [...new Map(tiles.map((tile) => [keyOf(tile), tile])).values()];
    const { rows } = await this.database.query<{ level: number; index: number; hashes: Buffer }>({
      text: `select level, tile_index::float8 as index, hashes
             from unnest($1::smallint[], $2::bigint[]) as wanted (level, tile_index) join tree_tiles using (level, tile_index)`,
      values: [distinct.map(({ level }) => level), distinct.map(({ index }) => index)],
    });
    return new Map(rows.map((row) => [keyOf(row), { ...row, first: 0 }]));
  }

  private async growingTiles(places: readonly ReturnType<typeof placeOf>[]): Promise<Map<string, TileHashes>> {
    const tiles = new Map<string, TileHashes & { last: number }>();
    for (const { level, index, first, count } of places) {
      const tile = tiles.get(keyOf({ level, index })) ?? { level, index, first, last: 0, hashes: Buffer.alloc(0) };
      tiles.set(keyOf(tile), {
        ...tile,
        first: Math.min(tile.first, first),
        last: Math.max(tile.last, first + count),
      });
    }
    // One for each level at most: only the last tile of a level grows.
    for (const tile of tiles.values()) {
      const begins = tile.index * tileWidth;
      tile.hashes = await readRow(this.database, tile.level, begins + tile.first, begins + tile.last);
    }
    return tiles;
  }
}
