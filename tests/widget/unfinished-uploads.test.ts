import { describe, expect, it } from 'vitest';
import {
  forgetUnfinished,
  isOf,
  isSameFile,
  keepUnfinished,
  type UnfinishedUpload,
  unfinishedUploads,
} from '../../ccp-widget/src/state/unfinished-uploads.ts';
import { memoryStorage } from './harness/memory-storage.ts';

const upload = (changes: Partial<UnfinishedUpload> = {}): UnfinishedUpload => ({
  ...{ sourceId: 'crm', opportunityId: 'opp/1', documentId: 'd-1', uploadId: 'u-1' },
  ...{ name: 'film.zip', size: 20, lastModified: 7, ...changes },
});

describe('unfinished uploads', () => {
  it('are remembered once each, and forgotten one by one', () => {
    const storage = memoryStorage();
    keepUnfinished(upload(), storage);
    keepUnfinished(upload({ uploadId: 'u-2' }), storage);
    keepUnfinished(upload(), storage);
    expect(unfinishedUploads(storage).map(({ uploadId }) => uploadId)).toEqual(['u-2', 'u-1']);
    forgetUnfinished('u-2', storage);
    expect(unfinishedUploads(storage)).toEqual([upload()]);
  });

  it.each(['', 'no JSON', '{}', 'null'])('are none when the storage holds %j', (text) => {
    const storage = memoryStorage();
    storage.setItem('unfinished-uploads', text);
    expect(unfinishedUploads(storage)).toEqual([]);
  });

  it('stop nobody when the storage is full or forbidden', () => {
    const refuse = () => {
      throw new Error('quota');
    };
    expect(() => keepUnfinished(upload(), { getItem: refuse, setItem: refuse })).not.toThrow();
  });

  it('are of the same file only by name, size and date, and of the same opportunity of the same source', () => {
    const file = { name: 'film.zip', size: 20, lastModified: 7 };
    expect(isSameFile(upload(), file)).toBe(true);
    for (const change of [{ name: 'film2.zip' }, { size: 21 }, { lastModified: 8 }]) {
      expect(isSameFile(upload(), { ...file, ...change })).toBe(false);
    }
    expect(isOf({ sourceId: 'crm', opportunityId: 'opp/1' }, upload())).toBe(true);
    expect(isOf({ sourceId: 'other', opportunityId: 'opp/1' }, upload())).toBe(false);
  });
});
