import { describe, expect, it } from 'vitest';
import { storeDouble } from '../support/store-double.ts';

describe('the store', () => {
  it('keeps what fits in localStorage', async () => {
    const { store, local } = storeDouble();
    await store.writeLarge('lab/a', 'text');
    expect(local.getItem('cluster-day02/lab/a')).toBe('text');
    expect(await store.readLarge('lab/a')).toBe('text');
  });

  it('moves what is too large to IndexedDB and finds it there', async () => {
    const { store, large } = storeDouble({ limit: 20 });
    await store.writeLarge('lab/a', 'x'.repeat(30));
    expect(large.get('cluster-day02/lab/a')).toHaveLength(30);
    expect(await store.readLarge('lab/a')).toHaveLength(30);
    expect(store.trouble).toBeUndefined();
  });

  it('forgets the large copy once the text fits again', async () => {
    const { store, large } = storeDouble({ limit: 20 });
    await store.writeLarge('lab/a', 'x'.repeat(30));
    await store.writeLarge('lab/a', 'short');
    expect(large.size).toBe(0);
    expect(await store.readLarge('lab/a')).toBe('short');
  });

  it('says full when neither takes it, and throws nothing', async () => {
    const { store } = storeDouble({ limit: 5, largeFails: true });
    await store.writeLarge('lab/a', 'too long');
    expect(store.trouble).toBe('full');
  });

  it('says blocked at once where storage is denied', () => {
    const { store } = storeDouble({ blocked: true });
    expect(store.trouble).toBe('blocked');
    expect(store.read('settings')).toBeUndefined();
    expect(store.write('settings', '{}')).toBe(false);
  });

  it('removes both copies', async () => {
    const { store, large } = storeDouble({ limit: 20 });
    await store.writeLarge('lab/a', 'x'.repeat(30));
    await store.removeLarge('lab/a');
    expect(large.size).toBe(0);
    expect(await store.readLarge('lab/a')).toBeUndefined();
  });
});
