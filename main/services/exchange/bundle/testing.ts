import { crc32, deflateRawSync } from 'node:zlib';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { sha256 } from '../../files/hash.ts';
import { bundleFormat, type Manifest } from './manifest.ts';

/** An entry of a zip as a hostile program may write it: everything that is stated can be a lie. */
export interface RawEntry {
  name: string;
  /** The bytes; they are compressed here unless `packed` has them compressed already. */
  data?: string | Buffer;
  packed?: Buffer;
  /** Sizes as stated. */
  size?: number;
  packedSize?: number;
  flags?: number;
  method?: number;
  /** Unix mode. */
  mode?: number;
}

/** A zip with these entries. @param count the number of entries as stated at its end */
export function rawZip(entries: readonly RawEntry[], count = entries.length): Buffer {
  const locals: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data ?? '');
    const packed = entry.packed ?? deflateRawSync(data);
    const size = entry.size ?? data.length;
    const packedSize = entry.packedSize ?? packed.length;
    const [flags, method] = [(entry.flags ?? 0) | 0x800, entry.method ?? 8];
    const zip64 = size > 0xffffffff;
    const extra = Buffer.alloc(zip64 ? 12 : 0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
    }
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(45, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packedSize, 14);
    fields.writeUInt32LE(zip64 ? 0xffffffff : size, 18);
    fields.writeUInt16LE(name.length, 22);
    fields.writeUInt16LE(extra.length, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), fields, name, extra, packed];
    locals.push(...local);
    table.push(Buffer.from('PK\x01\x02\x2d\x03', 'latin1'), fields, tail, name, extra);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const central = Buffer.concat(table);
  const many = count > 0xffff;
  const end64 = Buffer.alloc(many ? 76 : 0);
  if (many) {
    end64.write('PK\x06\x06', 0, 'latin1');
    end64.writeBigUInt64LE(44n, 4);
    end64.writeBigUInt64LE(BigInt(count), 24);
    end64.writeBigUInt64LE(BigInt(count), 32);
    end64.writeBigUInt64LE(BigInt(central.length), 40);
    end64.writeBigUInt64LE(BigInt(offset), 48);
    end64.write('PK\x06\x07', 56, 'latin1');
    end64.writeBigUInt64LE(BigInt(offset + central.length), 64);
    end64.writeUInt32LE(1, 72);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end64, end]);
}

/** A bundle as it should be, entry by entry; what tests change of it is the fault. */
export function entriesOf(
  content: { changes?: string; articles?: string; files?: Record<string, string> } = {},
  manifest: Partial<Record<keyof Manifest, unknown>> = {},
): RawEntry[] {
  const entries: { name: string; data: string }[] = [
    { name: 'codebook.json', data: JSON.stringify(policyNews) },
    { name: 'changes.jsonl', data: content.changes ?? '' },
    { name: 'articles.jsonl', data: content.articles ?? '' },
    ...Object.entries(content.files ?? {}).map(([name, data]) => ({ name, data })),
  ];
  const stated = {
    ...{ format: bundleFormat, id: 'b_1', madeAt: '2026-11-22T09:00:00.000Z', app: '1.0.0', annotators: [] },
    by: { id: 'jw', name: 'Jonas Weber', initials: 'JW' },
    corpus: { id: 'f_1', name: 'News' },
    codebook: { name: policyNews.name, version: policyNews.version, sha256: sha256('') },
    range: { articles: null, annotators: null, since: null },
    counts: { changes: 0, articles: 0, texts: 0, records: {} },
    positions: {},
    entries: entries.map(({ name, data }) => ({ name, bytes: Buffer.byteLength(data), sha256: sha256(data) })),
    ...manifest,
  };
  return [{ name: 'manifest.json', data: JSON.stringify(stated) }, ...entries];
}
