// What the browser keeps for us: localStorage, and IndexedDB for what is too large for it. Blocked or full storage is a state
// to be said quietly (`trouble`); nothing else breaks, the page only forgets when it is closed.

import { del, get, set } from 'idb-keyval';

const PREFIX = 'cluster-day02/';
/** In localStorage in the place of what went to IndexedDB. */
const MOVED = '→ IndexedDB';

export interface StoreBackends {
  /** Throws when blocked. */
  readonly local: () => Storage;
  readonly large: {
    get(key: string): Promise<unknown>;
    set(key: string, value: string): Promise<void>;
    del(key: string): Promise<void>;
  };
}

const BROWSER: StoreBackends = {
  local: () => globalThis.localStorage,
  large: { get: (key) => get(key), set: (key, value) => set(key, value), del: (key) => del(key) },
};

export class Store {
  trouble: 'blocked' | 'full' | undefined = $state();
  readonly #backends: StoreBackends;
  #local: Storage | undefined;

  constructor(backends: StoreBackends = BROWSER) {
    this.#backends = backends;
    try {
      this.#local = backends.local();
      this.#local.getItem(`${PREFIX}settings`);
    } catch {
      this.#local = undefined;
      this.trouble = 'blocked';
    }
  }

  /** Small things, at once. */
  read(key: string): string | undefined {
    try {
      return this.#local?.getItem(PREFIX + key) ?? undefined;
    } catch {
      this.trouble = 'blocked';
      return undefined;
    }
  }

  write(key: string, text: string): boolean {
    if (!this.#local) return false;
    try {
      this.#local.setItem(PREFIX + key, text);
      return true;
    } catch (error) {
      this.trouble = isFull(error) ? 'full' : 'blocked';
      return false;
    }
  }

  remove(key: string): void {
    try {
      this.#local?.removeItem(PREFIX + key);
    } catch {
      this.trouble = 'blocked';
    }
  }

  async readLarge(key: string): Promise<string | undefined> {
    const near = this.read(key);
    if (near !== MOVED && near !== undefined) return near;
    if (near === undefined && this.#local) return undefined;
    try {
      const far = await this.#backends.large.get(PREFIX + key);
      return typeof far === 'string' ? far : undefined;
    } catch {
      return undefined;
    }
  }

  async writeLarge(key: string, text: string): Promise<void> {
    if (this.#local) {
      const before = this.read(key);
      try {
        this.#local.setItem(PREFIX + key, text);
        if (this.trouble === 'full') this.trouble = undefined;
        if (before === MOVED) await this.#backends.large.del(PREFIX + key).catch(() => undefined);
        return;
      } catch (error) {
        if (!isFull(error)) {
          this.trouble = 'blocked';
          return;
        }
      }
    }
    try {
      await this.#backends.large.set(PREFIX + key, text);
      // The short mark takes the long text's place, so it fits where that did not.
      if (this.#local) {
        this.#local.removeItem(PREFIX + key);
        this.#local.setItem(PREFIX + key, MOVED);
      }
      if (this.trouble === 'full') this.trouble = undefined;
    } catch {
      this.trouble = this.#local ? 'full' : 'blocked';
    }
  }

  async removeLarge(key: string): Promise<void> {
    const moved = this.read(key) === MOVED;
    this.remove(key);
    if (moved) await this.#backends.large.del(PREFIX + key).catch(() => undefined);
  }
}

const isFull = (error: unknown): boolean => error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
