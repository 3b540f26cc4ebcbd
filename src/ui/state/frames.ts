// The page's one frame loop. Everything that moves hangs on it; when the page is hidden, it stands.

export type FrameCall = (nowMs: number, deltaMs: number) => void;

/** A frame that comes late (a hidden page, a laptop that slept) counts as this much time and no more. */
const DELTA_MAX_MS = 100;

export class Frames {
  readonly #calls = new Set<FrameCall>();
  readonly #works = new Set<FrameCall>();
  #lastMs: number | undefined;
  #running = false;

  /** Calls `call` once a frame until what is returned is called. */
  on(call: FrameCall): () => void {
    this.#calls.add(call);
    return () => this.#calls.delete(call);
  }

  /** Calls `call` once a frame too, but in a task of its own after the drawing: computing and drawing are not one long wait. */
  after(call: FrameCall): () => void {
    this.#works.add(call);
    return () => this.#works.delete(call);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    requestAnimationFrame(this.#frame);
  }

  stop(): void {
    this.#running = false;
    this.#lastMs = undefined;
  }

  readonly #frame = (nowMs: number): void => {
    if (!this.#running) return;
    const deltaMs = Math.min(DELTA_MAX_MS, Math.max(0, nowMs - (this.#lastMs ?? nowMs)));
    this.#lastMs = nowMs;
    for (const call of this.#calls) call(nowMs, deltaMs);
    if (this.#works.size) void this.#work(nowMs, deltaMs);
    requestAnimationFrame(this.#frame);
  };

  async #work(nowMs: number, deltaMs: number): Promise<void> {
    await turn();
    if (this.#running) for (const call of this.#works) call(nowMs, deltaMs);
  }
}

/** Resolves once the page has had a turn: what long work awaits between its pieces. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** For work in pieces: answers a promise of a turn when `sliceMs` have passed since the last, otherwise nothing. */
export function breather(sliceMs = 8): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return turn().then(() => {
      since = performance.now();
    });
  };
}
