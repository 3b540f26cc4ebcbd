// Storage that can be blocked or full, for tests.

import { Store, type StoreBackends } from '../../../src/ui/state/store.svelte.ts';

class Memory implements Storage {
  [name: string]: unknown;
  readonly #items = new Map<string, string>();
  #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }
  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  setItem(key: string, value: string): void {
    if (value.length > this.#limit) throw new DOMException('exceeded', 'QuotaExceededError');
    this.#items.set(key, value);
  }
}

export interface StoreDouble {
  readonly store: Store;
  readonly local: Storage;
  readonly large: Map<string, string>;
}

/** `limit`: the longest text that localStorage takes. */
export function storeDouble(how: { blocked?: boolean; limit?: number; largeFails?: boolean } = {}): StoreDouble {
  const local = new Memory(how.limit ?? Infinity);
  const large = new Map<string, string>();
  const backends: StoreBackends = {
    local: () => {
      if (how.blocked) throw new DOMException('denied', 'SecurityError');
      return local;
    },
    large: {
      get: (key) => (how.largeFails ? Promise.reject(new Error('no')) : Promise.resolve(large.get(key))),
      set: (key, value) => {
        if (how.largeFails) return Promise.reject(new Error('no'));
        large.set(key, value);
        return Promise.resolve();
      },
      del: (key) => {
        large.delete(key);
        return Promise.resolve();
      },
    },
  };
  return { store: new Store(backends), local, large };
}
